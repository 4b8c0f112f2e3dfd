import type { MessagePort, Worker } from 'node:worker_threads'
import { RapportError } from '@rapport/core'
import { dataOf, type FailureData, failureFrom } from './failure-data.ts'
import type { CallOptions, Link, Notice, Role } from './link.ts'

/** One end of a channel: a port, a worker seen from outside, or the parent seen from within. */
export type Channel = Pick<MessagePort | Worker, 'postMessage' | 'on' | 'off'>

/** What crosses. Everything of one turn of the event loop goes in one message: a list of these. */
type Packet =
  | {
      readonly kind: 'call'
      readonly id: number
      readonly target: string
      readonly method: string
      readonly args: readonly unknown[]
    }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: FailureData }
  | { readonly kind: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'notice'; readonly notice: Notice }

/**
 * Collects what one turn of the event loop wants to send, and sends it as one message. A packet that cannot cross (nested too
 * deep to be copied, or holding a function) is handed to `onUndelivered` and takes no other with it.
 */
function grouped(channel: Channel, onUndelivered: (packet: Packet, cause: unknown) => void): (packet: Packet) => void {
  let group: Packet[] = []
  const flush = () => {
    const sending = group
    group = []
    try {
      channel.postMessage(sending)
    } catch (cause) {
      if (sending.length === 1) onUndelivered(sending[0] as Packet, cause)
      else for (const packet of sending) sendAlone(packet)
    }
  }
  const sendAlone = (packet: Packet) => {
    try {
      channel.postMessage([packet])
    } catch (cause) {
      onUndelivered(packet, cause)
    }
  }
  return (packet) => {
    if (group.push(packet) === 1) setImmediate(flush)
  }
}

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: RapportError) => void
  readonly onProgress: ((value: unknown) => void) | undefined
  readonly bytes: number
  readonly release: () => void
}

export interface RpcLinkOptions {
  /** Arguments that may be on their way at once; one call is always let through. */
  readonly maxInFlightBytes: number
}

/** The calling end: a {@link Link} over a channel. */
export class RpcLink implements Link {
  readonly #send: (packet: Packet) => void
  readonly #pending = new Map<number, Pending>()
  readonly #listeners = new Set<(notice: Notice) => void>()
  readonly #maxInFlightBytes: number
  #inFlightBytes = 0
  #nextId = 1
  #closed: RapportError | undefined

  constructor(channel: Channel, { maxInFlightBytes }: RpcLinkOptions) {
    this.#send = grouped(channel, (packet, cause) => {
      if (packet.kind === 'call') this.#settle(packet.id)?.reject(RapportError.from(cause))
    })
    this.#maxInFlightBytes = maxInFlightBytes
    channel.on('message', (group: readonly Packet[]) => {
      if (Array.isArray(group)) for (const packet of group) this.#receive(packet)
    })
  }

  get inFlightBytes(): number {
    return this.#inFlightBytes
  }

  call(target: string, method: string, args: readonly unknown[], options: CallOptions = {}): Promise<unknown> {
    if (this.#closed) return Promise.reject(this.#closed)
    const { signal, onProgress, bytes = 0 } = options
    if (this.#inFlightBytes > 0 && this.#inFlightBytes + bytes > this.#maxInFlightBytes)
      return Promise.reject(new RapportError('OVERLOADED', { retryAfterSeconds: 1 }))
    const id = this.#nextId++
    this.#inFlightBytes += bytes
    return new Promise((resolve, reject) => {
      const cancel = () => this.#send({ kind: 'cancel', id })
      signal?.addEventListener('abort', cancel, { once: true })
      const release = () => signal?.removeEventListener('abort', cancel)
      this.#pending.set(id, { resolve, reject, onProgress, bytes, release })
      this.#send({ kind: 'call', id, target, method, args })
      if (signal?.aborted) cancel()
    })
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The other side is gone: everything on its way fails, and so does every later call. */
  fail(error: RapportError): void {
    this.#closed ??= error
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(error)
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    if (!pending) return undefined
    this.#pending.delete(id)
    this.#inFlightBytes -= pending.bytes
    pending.release()
    return pending
  }

  #receive(packet: Packet): void {
    if (packet.kind === 'answer') this.#settle(packet.id)?.resolve(packet.value)
    else if (packet.kind === 'failure') this.#settle(packet.id)?.reject(failureFrom(packet.failure))
    else if (packet.kind === 'progress') this.#pending.get(packet.id)?.onProgress?.(packet.value)
    else if (packet.kind === 'notice') for (const listener of [...this.#listeners]) listener(packet.notice)
  }
}

/** The answering end: hands calls to a role, and what the role has to tell to the channel. Answers how to stop. */
export function serveRole(role: Role, channel: Channel): () => void {
  const send = grouped(channel, (packet, cause) => {
    // Progress and notices are only told; an answer is waited for.
    if (packet.kind === 'answer') send({ kind: 'failure', id: packet.id, failure: dataOf(cause) })
  })
  const running = new Map<number, AbortController>()
  const listen = (group: readonly Packet[]) => {
    if (!Array.isArray(group)) return
    for (const packet of group as readonly Packet[]) {
      if (packet.kind === 'cancel') running.get(packet.id)?.abort()
      else if (packet.kind === 'call') answer(packet)
    }
  }
  const answer = ({ id, target, method, args }: Packet & { readonly kind: 'call' }) => {
    const controller = new AbortController()
    running.set(id, controller)
    const progress = (value: unknown) => send({ kind: 'progress', id, value })
    role
      .handle({ target, method, args, signal: controller.signal, progress })
      .then(
        (value) => send({ kind: 'answer', id, value }),
        (error: unknown) => send({ kind: 'failure', id, failure: dataOf(error) }),
      )
      .finally(() => running.delete(id))
  }
  channel.on('message', listen)
  const unsubscribe = role.onNotice((notice) => send({ kind: 'notice', notice }))
  return () => {
    channel.off('message', listen)
    unsubscribe()
    for (const controller of running.values()) controller.abort()
  }
}
