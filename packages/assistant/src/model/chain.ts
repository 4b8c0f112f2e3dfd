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
  type AnswerEnd,
  askModel,
  estimateTokens,
  failed,
  hostOf,
  type ModelEndpoint,
  type ModelMessage,
  type ModelProblem,
  type TokenCounts,
  type ToolCall,
  type ToolOffer,
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
  /** Whether they may read what people wrote, masked; default: a token stands for it. */
  readonly sendsQuotes?: boolean | undefined
  readonly fetch?: typeof fetch | undefined
}

/** What became of asking. */
export interface Asked {
  /** Who answered; null when nobody did. */
  readonly model: string | null
  readonly tokens: TokenCounts
  /** Of the endpoint that was asked last; null: none was. */
  readonly host?: string | null
  /** What it wants looked up before it goes on. */
  readonly calls?: readonly ToolCall[]
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
  readonly sendsQuotes: boolean
  readonly #links: readonly Link[]
  readonly #budget: TokenBudget
  readonly #fetch: typeof fetch | undefined
  /** What is being asked now may cost so much. */
  #reserved = 0

  constructor({ endpoints, timeoutMs, budget, sendsQuotes = false, fetch }: ChainOptions) {
    this.timeoutMs = timeoutMs
    this.sendsQuotes = sendsQuotes
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
   * @param tools - what it may have looked up: it then ends with calls, with drafts, or with both
   */
  async *ask(
    messages: readonly ModelMessage[],
    schema: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    tools: readonly ToolOffer[] = [],
  ): AsyncGenerator<Draft, Asked> {
    let problem: Asked['problem'] = null
    let host: string | null = null
    const tokens = { prompt: 0, answer: 0 }
    const expected = estimateTokens(
      messages.map(({ text }) => text).join('') + (tools.length > 0 ? JSON.stringify(tools) : ''),
    )
    for (const { endpoint, breaker, retry: again } of this.#links) {
      if (signal.aborted) return { model: null, host, tokens, problem: 'timeout' }
      const most = expected + endpoint.maxTokens
      if (!(await this.#reserve(most))) {
        problem = 'budget'
        continue
      }
      let reserved = most
      const gate = new Gate(breaker)
      const stream = new DraftStream(
        () => askModel(endpoint, messages, { signal, schema, tools, fetch: this.#fetch }),
        expected,
      )
      try {
        // While one asks whether an endpoint is back, the breaker lets all others wait: no longer than they may.
        await within(gate.opened, signal)
        host = hostOf(endpoint.baseUrl)
        // While it has said nothing it may be asked again.
        let drafts = await again.execute(async () => {
          if (stream.error !== undefined) {
            if (!(await this.#reserve(most))) throw stream.error
            reserved += most
            stream.restart()
          }
          return stream.next()
        }, signal)
        for (; drafts.length > 0; drafts = await stream.next()) yield* drafts
        if (!stream.hasAnswer) throw failed(endpoint, 'unreadable')
        gate.close()
        problem = null
      } catch (error) {
        gate.close(isGivenUp(signal) ? undefined : error)
        problem = problemOf(error)
      } finally {
        gate.close()
        const { prompt, answer } = stream.cost
        tokens.prompt += prompt
        tokens.answer += answer
        if (prompt + answer > 0) await this.#budget.spend(prompt + answer)
        this.#reserved -= reserved
      }
      if (stream.hasAnswer) return { model: endpoint.model, host, tokens, calls: stream.calls, problem }
    }
    return { model: null, host, tokens, problem }
  }

  /** Sets aside what an asking may cost, so that those under way at the same time don't spend it too. */
  async #reserve(tokens: number): Promise<boolean> {
    const left = await this.#budget.left()
    if (left - this.#reserved < tokens) return false
    this.#reserved += tokens
    return true
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

/** Problems for which nobody is billed when nothing had come. */
const unbilled: ReadonlySet<unknown> = new Set<ModelProblem>(['key', 'limited', 'unreachable', 'unreadable'])

/** An answer as drafts, over all tries at it. */
class DraftStream {
  readonly #open: () => AsyncGenerator<string, AnswerEnd>
  readonly #expected: number
  #pieces: AsyncGenerator<string, AnswerEnd> | undefined
  #reader = new DraftReader()
  #characters = ''
  #isDone = false
  #tokens: TokenCounts | undefined
  #earlier: TokenCounts = none
  count = 0
  calls: readonly ToolCall[] = []
  /** Why it stopped. */
  error: unknown

  /** @param expected - what the asking costs, about */
  constructor(open: () => AsyncGenerator<string, AnswerEnd>, expected: number) {
    this.#open = open
    this.#expected = expected
  }

  /**
   * What all tries have cost, a failed one included: what it was asked is read, and what it said is written, whether we could use it
   * or not. About, where the endpoint did not say; nothing for one that was not there or refused to be asked.
   */
  get cost(): TokenCounts {
    const { prompt, answer } = this.#costOfTry()
    return { prompt: this.#earlier.prompt + prompt, answer: this.#earlier.answer + answer }
  }

  get hasAnswer(): boolean {
    return this.count > 0 || this.calls.length > 0
  }

  /** Begins anew, for one that failed before it said anything. */
  restart(): void {
    this.#earlier = this.cost
    this.#pieces = undefined
    this.#reader = new DraftReader()
    this.#characters = ''
    this.error = undefined
  }

  /** The next drafts; none at the end. @throws RapportError `MODEL_FAILED` */
  async next(): Promise<readonly Draft[]> {
    this.#pieces ??= this.#open()
    try {
      while (!this.#isDone) {
        const { done, value } = await this.#pieces.next()
        if (done) {
          this.#isDone = true
          this.#tokens = value
          this.calls = value.calls
          break
        }
        this.#characters += value
        const drafts = this.#reader.push(value)
        this.count += drafts.length
        if (drafts.length > 0) return drafts
      }
      return []
    } catch (error) {
      this.error = error
      throw error
    }
  }

  #costOfTry(): TokenCounts {
    if (this.#tokens) return this.#tokens
    if (!this.#pieces) return none
    const isUnbilled = this.#characters === '' && unbilled.has(problemOf(this.error))
    return isUnbilled ? none : { prompt: this.#expected, answer: estimateTokens(this.#characters) }
  }
}
