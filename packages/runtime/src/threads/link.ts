/** What a caller may hand along with a call; none of it crosses as it is. */
export interface CallOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (value: unknown) => void
  /** How much the arguments weigh, for back-pressure. */
  readonly bytes?: number
}

/** One call as the other side sees it. */
export interface IncomingCall {
  /** A workspace's name, or '' for the role itself. */
  readonly target: string
  readonly method: string
  readonly args: readonly unknown[]
  readonly signal: AbortSignal
  readonly progress: (value: unknown) => void
}

/** News that nobody asked for, told to everyone who is connected. */
export interface Notice {
  readonly topic: 'changed' | 'documents' | 'log' | 'metrics' | 'erased' | 'opened'
  readonly workspace: string
  readonly value?: unknown
}

/** A way to a role, in this thread or another. */
export interface Link {
  /** @throws RapportError whatever the other side threw; `OVERLOADED`, `STORE_FAILED` or `CLOSING` when it did not get there */
  call(target: string, method: string, args: readonly unknown[], options?: CallOptions): Promise<unknown>
  onNotice(listener: (notice: Notice) => void): () => void
}

/** A part of the work that runs in a thread of its own, or inline: the writer, the jobs. */
export interface Role {
  handle(call: IncomingCall): Promise<unknown>
  onNotice(listener: (notice: Notice) => void): () => void
  /** Finishes what was accepted, then lets go of everything. */
  close(): Promise<void>
}

/** The way to a role in this thread. Arguments are handed over as they are. */
export function directLink(role: Role): Link {
  return {
    call: (target, method, args, { signal = new AbortController().signal, onProgress = () => {} } = {}) =>
      role.handle({ target, method, args, signal, progress: onProgress }),
    onNotice: (listener) => role.onNotice(listener),
  }
}
