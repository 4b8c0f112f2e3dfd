import type { JsonObject } from '../json.ts'

/** The contract this package speaks. The runtime loads plugins of this version and refuses others by name. */
export const CONTRACT = 1

/** Everything a plugin may touch. No globals: a test hands in a context and sees all. */
export interface Context<Config> {
  /** Parsed; members made by `secret()` are {@link Secret}s that print as `***`. */
  readonly config: Config
  /** With time-outs, a retry budget and `Retry-After`; answers the vendor's `Response`. */
  readonly fetch: typeof fetch
  /** Structured log; personal values do not belong in it. */
  readonly log: (message: string, fields?: JsonObject) => void
  readonly now: () => Date
  readonly signal: AbortSignal
}

/** What `check` answers: whether the connection works, and if not, why and what to do. */
export type Health =
  | { readonly ok: true; readonly note?: string }
  | { readonly ok: false; readonly problem: string; readonly solve: string }

/** Whom an erasure is about: handed to `onErase`, so that the connected system forgets the person too. */
export interface PersonReference {
  readonly identifiers: readonly { readonly namespace: string; readonly value: string }[]
  /** Keys of this connection's rows that were the person's, by stream. */
  readonly keys: readonly { readonly stream: string; readonly key: string }[]
}
