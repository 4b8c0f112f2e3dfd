import { RapportError } from '@rapport/core'
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  type RetryPolicy,
  retry,
} from 'cockatiel'
import { type Draft, DraftReader } from './drafts.ts'
import {
  askModel,
  estimateTokens,
  failed,
  type ModelEndpoint,
  type ModelMessage,
  type ModelProblem,
  type TokenCounts,
  within,
} from './endpoint.ts'

/** How many tokens a day may cost, all models together. */
export interface TokenBudget {
  /** What may still be spent today. */
  left(): Promise<number>
  spend(tokens: number): Promise<void>
}

export interface ChainOptions {
  /** Asked in this order until one answers. */
  readonly endpoints: readonly ModelEndpoint[]
  /** Until everything is done with models, last byte included. */
  readonly timeoutMs: number
  readonly budget: TokenBudget
  readonly fetch?: typeof fetch | undefined
}

/** What became of asking. */
export interface Asked {
  /** Who answered; null when nobody did. */
  readonly model: string | null
  readonly tokens: TokenCounts
  /** Why somebody did not, or not to the end. */
  readonly problem: ModelProblem | 'busy' | 'budget' | null
}

/** In a row, after which an endpoint is left alone. */
const FAILURES = 3
const PAUSE_MS = 30_000
/** Tries of one endpoint, the first included, while it has said nothing. */
const RETRIES = 1
const RETRY_MS = { initialDelay: 100, maxDelay: 1000 }
/** Another try changes nothing about these. */
const final: ReadonlySet<unknown> = new Set<ModelProblem>(['timeout', 'key', 'refused', 'endless'])

interface Link {
  readonly endpoint: ModelEndpoint
  readonly breaker: CircuitBreakerPolicy
  readonly retry: RetryPolicy
}

/** The models of a workspace: asked in turn, each left alone for a while after failing, within a budget. Never throws. */
export class ModelChain {
  readonly timeoutMs: number
  readonly #links: readonly Link[]
  readonly #budget: TokenBudget
  readonly #fetch: typeof fetch | undefined

  constructor({ endpoints, timeoutMs, budget, fetch }: ChainOptions) {
    this.timeoutMs = timeoutMs
    this.#budget = budget
    this.#fetch = fetch
    this.#links = endpoints.map((endpoint) => ({
      endpoint,
      breaker: circuitBreaker(handleWhen(isOurs), {
        halfOpenAfter: PAUSE_MS,
        breaker: new ConsecutiveBreaker(FAILURES),
      }),
      retry: retry(
        handleWhen((error) => isOurs(error) && !final.has((error as RapportError).details.problem)),
        {
          maxAttempts: RETRIES,
          backoff: new ExponentialBackoff(RETRY_MS),
        },
      ),
    }))
  }

  /**
   * Drafts as they come. An endpoint that has given one is not asked again, and no other after it: what is missing then is told
   * by rules.
   */
  async *ask(
    messages: readonly ModelMessage[],
    schema: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): AsyncGenerator<Draft, Asked> {
    let problem: Asked['problem'] = null
    const expected = estimateTokens(messages.map(({ text }) => text).join(''))
    for (const { endpoint, breaker, retry: again } of this.#links) {
      if (signal.aborted) return { model: null, tokens: none, problem: 'timeout' }
      if ((await this.#budget.left()) < expected + endpoint.maxTokens) {
        problem = 'budget'
        continue
      }
      const open = () => new DraftStream(askModel(endpoint, messages, { signal, schema, fetch: this.#fetch }))
      const gate = new Gate(breaker)
      try {
        // While one asks whether an endpoint is back, the breaker lets all others wait: no longer than they may.
        await within(gate.opened, signal)
      } catch (error) {
        gate.close()
        problem = problemOf(error)
        continue
      }
      let stream = open()
      try {
        let isFirst = true
        // While it has said nothing it may be asked again.
        let drafts = await again.execute(() => {
          if (!isFirst) stream = open()
          isFirst = false
          return stream.next()
        }, signal)
        for (; drafts.length > 0; drafts = await stream.next()) yield* drafts
        await this.#budget.spend(stream.tokens.prompt + stream.tokens.answer)
        if (stream.count === 0) throw failed(endpoint, 'unreadable')
        gate.close()
        return { model: endpoint.model, tokens: stream.tokens, problem: null }
      } catch (error) {
        gate.close(isGivenUp(signal) ? undefined : error)
        problem = problemOf(error)
        const tokens = stream.isDone ? stream.tokens : { prompt: expected, answer: stream.estimated }
        // What was asked is paid for, whether it was answered or not.
        if (!stream.isDone) await this.#budget.spend(tokens.prompt + tokens.answer)
        if (stream.count > 0) return { model: endpoint.model, tokens, problem }
      } finally {
        gate.close()
      }
    }
    return { model: null, tokens: none, problem }
  }
}

const none: TokenCounts = { prompt: 0, answer: 0 }
const isOurs = (error: unknown): boolean => RapportError.is(error)

/** Whoever asked went away: that says nothing about the endpoint. */
const isGivenUp = ({ aborted, reason }: AbortSignal): boolean =>
  aborted && (reason as Error | undefined)?.name !== 'TimeoutError'

function problemOf(error: unknown): Asked['problem'] {
  if (error instanceof BrokenCircuitError) return 'busy'
  return RapportError.is(error) ? (error.details.problem as ModelProblem) : 'timeout'
}

/** Lets one asking through a breaker, which learns at its end how it went. */
class Gate {
  /** @throws BrokenCircuitError while the endpoint is left alone */
  readonly opened: Promise<void>
  readonly #ended = Promise.withResolvers<void>()

  constructor(breaker: CircuitBreakerPolicy) {
    const begun = Promise.withResolvers<void>()
    // Of one that was never let through, nobody learns how it ended.
    this.#ended.promise.catch(() => undefined)
    const whole = breaker.execute(() => {
      begun.resolve()
      return this.#ended.promise
    })
    whole.catch(() => undefined)
    this.opened = Promise.race([begun.promise, whole])
  }

  /** Once only; later calls change nothing. */
  close(error?: unknown): void {
    if (error === undefined) this.#ended.resolve()
    else this.#ended.reject(error)
  }
}

/** An answer as drafts. */
class DraftStream {
  readonly #pieces: AsyncGenerator<string, TokenCounts>
  readonly #reader = new DraftReader()
  #characters = ''
  count = 0
  isDone = false
  tokens: TokenCounts = none

  constructor(pieces: AsyncGenerator<string, TokenCounts>) {
    this.#pieces = pieces
  }

  /** Tokens that came, about. */
  get estimated(): number {
    return estimateTokens(this.#characters)
  }

  /** The next drafts; none at the end. @throws RapportError `MODEL_FAILED` */
  async next(): Promise<readonly Draft[]> {
    while (!this.isDone) {
      const { done, value } = await this.#pieces.next()
      if (done) {
        this.isDone = true
        this.tokens = value
        break
      }
      this.#characters += value
      const drafts = this.#reader.push(value)
      this.count += drafts.length
      if (drafts.length > 0) return drafts
    }
    return []
  }
}
