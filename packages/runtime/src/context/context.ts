import { type Activator, type Context, firstIssue, type Json, RapportError, type Source } from '@rapport/core'
import type { Logger } from 'pino'
import { redact, redactText } from '../telemetry/redact.ts'
import { createFetch, type RequestLimits, type Transport } from './fetch.ts'

export interface ContextOptions {
  readonly connection: string
  readonly part: Pick<Source | Activator, 'config'>
  /** As the connection document says, secrets by reference. */
  readonly config: Json
  /** Puts values where references are; see `Vault.resolve`. */
  readonly resolve: (config: Json) => Promise<unknown>
  readonly log: Logger
  readonly signal: AbortSignal
  readonly limits: RequestLimits
  readonly transport: Transport
  /** Epoch ms. */
  readonly now: () => number
}

/**
 * Everything a plugin may touch while it runs for one connection: its configuration with secrets opened, a `fetch` with a
 * retry budget of its own, a log that is scrubbed.
 * @throws RapportError `SECRET_MISSING`, `SECRET_KEY_MISSING`, `CONFIG_INVALID`
 */
export async function createContext(options: ContextOptions): Promise<Context<object>> {
  const { connection, part, config, resolve, signal, limits, transport, now } = options
  const parsed = part.config.safeParse(await resolve(config))
  if (!parsed.success)
    throw new RapportError('CONFIG_INVALID', { name: `connection ${connection}`, ...firstIssue(parsed.error) })
  const log = options.log.child({ connection })
  return {
    config: parsed.data,
    fetch: createFetch({ limits, signal, transport, now }),
    log: (message, fields = {}) => log.info({ plugin: redact(fields) }, redactText(message)),
    now: () => new Date(now()),
    signal,
  }
}
