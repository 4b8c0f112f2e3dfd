import type { z } from 'zod'
import type { Context, Health, PersonReference } from './context.ts'

/** One thing to send. `id` is the idempotency key: the same id twice must have the effect of once. */
export interface Item<Fields> {
  readonly id: string
  readonly operation: 'upsert' | 'remove'
  readonly fields: Fields
}

/** What became of one item; `data` is not tried again, `transient` is, `config` stops the connection. */
export type Outcome =
  | { readonly ok: true; readonly remoteId?: string }
  | {
      readonly ok: false
      readonly kind: 'data' | 'transient' | 'config'
      readonly reason: string
      readonly retryAfterMs?: number
    }

/** What `send` gets: its items, and where each outcome goes. An item without an outcome is tried again. */
export interface SendContext<Config> extends Context<Config> {
  readonly report: (id: string, outcome: Outcome) => void
}

export interface ActivatorOptions<Config extends z.ZodType<object>, Fields extends z.ZodType<object>> {
  readonly name: string
  readonly title?: string
  readonly config: Config
  readonly takes: 'profile' | 'audience' | 'event'
  readonly fields: Fields
  readonly maxBatchItems: number
  readonly check: (context: Context<z.output<Config>>) => Promise<Health>
  readonly send: (context: SendContext<z.output<Config>>, items: readonly Item<z.output<Fields>>[]) => Promise<void>
  readonly onErase?: (context: Context<z.output<Config>>, person: PersonReference) => Promise<void>
}

/** An activator with its types erased. */
export interface Activator {
  readonly kind: 'activator'
  readonly name: string
  readonly title: string
  readonly config: z.ZodType<object>
  readonly takes: 'profile' | 'audience' | 'event'
  readonly fields: z.ZodType<object>
  readonly maxBatchItems: number
  readonly check: (context: Context<object>) => Promise<Health>
  readonly send: (context: SendContext<object>, items: readonly Item<object>[]) => Promise<void>
  readonly onErase: ((context: Context<object>, person: PersonReference) => Promise<void>) | undefined
}
