import { env } from 'node:process'
import { ModelChain } from '@rapport/assistant'
import { RapportError } from '@rapport/core'
import type { RuntimeConfig } from '../config/config.ts'
import type { SecretReader } from '../secrets/vault.ts'
import { DayBudget, type DayBudgetParts } from './token-budget.ts'

export interface ChainParts extends Omit<DayBudgetParts, 'tokensPerDay'> {
  /** Opens the workspace's secrets. */
  readonly vault: Pick<SecretReader, 'reveal'>
}

type ModelConfig = NonNullable<RuntimeConfig['workspaces'][number]['model']>

/**
 * The models that word a workspace's briefs, for as long as it is open: what failed lately is remembered in it, what the day has cost in
 * the store. No connection is made and nothing is loaded before the first brief. A key is read at each use: a new one counts at once.
 */
export function chainOf(
  { endpoints, timeoutMs, tokensPerDay, sendsQuotes }: ModelConfig,
  parts: ChainParts,
): ModelChain {
  return new ModelChain({
    endpoints: endpoints.map(({ key, ...endpoint }) => ({
      ...endpoint,
      key: key && (async () => ('env' in key ? keyFrom(key.env) : (await parts.vault.reveal(key.secret)).reveal())),
    })),
    timeoutMs,
    sendsQuotes,
    budget: new DayBudget({ ...parts, tokensPerDay }),
  })
}

/** @throws RapportError `SECRET_MISSING` */
function keyFrom(variable: string): string {
  const value = env[variable]
  if (!value) throw new RapportError('SECRET_MISSING', { name: variable })
  return value
}
