import type { IdentitySignal } from '@rapport/core'

const HOUR_MS = 3_600_000

/**
 * Gathers what the messages of a request tell about who used a device when. SDKs send both ids with every message; of
 * the same user on the same device only the first in an hour is kept, which is all that cuts a device's time.
 */
export class Signals {
  readonly #logins = new Map<string, Extract<IdentitySignal, { kind: 'login' }>>()
  readonly #others: IdentitySignal[] = []

  login(anonymousId: string, stream: string, key: string, occurredAt: number): void {
    const slot = `${Math.floor(occurredAt / HOUR_MS)}\n${anonymousId}\n${stream}\n${key}`
    const known = this.#logins.get(slot)
    if (known === undefined || occurredAt < known.occurredAt)
      this.#logins.set(slot, { kind: 'login', anonymousId, stream, key, occurredAt })
  }

  /** Whoever used the device left just after `occurredAt`: the event that says so is still theirs. */
  reset(anonymousId: string, occurredAt: number): void {
    this.#others.push({ kind: 'reset', anonymousId, occurredAt: occurredAt + 1 })
  }

  alias(stream: string, key: string, previousKey: string): void {
    this.#others.push({ kind: 'alias', stream, key, previousKey })
  }

  list(): readonly IdentitySignal[] {
    return [...this.#logins.values(), ...this.#others]
  }
}
