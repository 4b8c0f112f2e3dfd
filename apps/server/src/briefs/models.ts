import { env } from 'node:process'
import { ModelChain, type TokenBudget } from '@rapport/assistant'
import { RapportError } from '@rapport/core'
import type { RuntimeConfig } from '@rapport/runtime'

type ModelConfig = NonNullable<RuntimeConfig['workspaces'][number]['model']>

/**
 * The models that word a workspace's briefs, for as long as the server runs: what failed lately and what the day has cost is
 * remembered in it. No connection is made and nothing is loaded before the first brief.
 */
export function modelsOf({ endpoints, timeoutMs, tokensPerDay }: ModelConfig, now: () => Date): ModelChain {
  return new ModelChain({
    endpoints: endpoints.map(({ key, ...endpoint }) => ({ ...endpoint, key: key && (async () => keyFrom(key.env)) })),
    timeoutMs,
    budget: new DayBudget(tokensPerDay, now),
  })
}

function keyFrom(variable: string): string {
  const value = env[variable]
  if (!value) throw new RapportError('SECRET_MISSING', { name: variable })
  return value
}

/** Tokens by the UTC day, counted in memory: a restart begins the day anew. */
class DayBudget implements TokenBudget {
  readonly #tokensPerDay: number
  readonly #now: () => Date
  #day = ''
  #spent = 0

  constructor(tokensPerDay: number, now: () => Date) {
    this.#tokensPerDay = tokensPerDay
    this.#now = now
  }

  async left(): Promise<number> {
    this.#turn()
    return this.#tokensPerDay - this.#spent
  }

  async spend(tokens: number): Promise<void> {
    this.#turn()
    this.#spent += tokens
  }

  #turn(): void {
    const day = this.#now().toISOString().slice(0, 10)
    if (day === this.#day) return
    this.#day = day
    this.#spent = 0
  }
}
