import type { BaseMessage, UsageMetadata } from '@langchain/core/messages'
import { type ErrorDetails, RapportError } from '@rapport/core'

/** An OpenAI-compatible endpoint and how to ask it. */
export interface ModelEndpoint {
  /** Of the API: `https://api.example.com/v1`; `/chat/completions` is asked. */
  readonly baseUrl: string
  /** As the endpoint calls it. */
  readonly model: string
  /** How many tokens an answer may have. */
  readonly maxTokens: number
  readonly temperature: number
  /** Whether the endpoint is asked for JSON by schema; else by words alone. */
  readonly structured: boolean
  /** Whether it may look things up by tools; absent: it may. Of one that may not, what was looked up is told in words. */
  readonly tools?: boolean | undefined
  /** Until its last byte. */
  readonly timeoutMs: number
  /** The key, read when it is needed. */
  readonly key?: (() => Promise<string>) | undefined
}

export type ModelMessage =
  | { readonly role: 'system'; readonly text: string }
  | { readonly role: 'user'; readonly text: string }
  /** What a model said before, and what it wanted looked up. */
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ToolCall[] }
  /** What was looked up, for the call with this id. */
  | { readonly role: 'tool'; readonly text: string; readonly call: string }

/** What a model may have looked up. */
export interface ToolOffer {
  readonly name: string
  readonly description: string
  /** JSON schema of its arguments. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** What a model wants looked up. Nothing in it has been checked. */
export interface ToolCall {
  readonly id: string
  readonly name: string
  /** JSON, as it came. */
  readonly input: string
}

/** Why a model gave nothing, or no more. */
export type ModelProblem = 'timeout' | 'unreachable' | 'limited' | 'refused' | 'cut' | 'unreadable' | 'endless' | 'key'

export interface TokenCounts {
  readonly prompt: number
  readonly answer: number
}

/** How an answer ended. */
export interface AnswerEnd extends TokenCounts {
  readonly calls: readonly ToolCall[]
}

export interface AskOptions {
  /** Ends it at once, whatever the endpoint does. */
  readonly signal: AbortSignal
  readonly schema: Readonly<Record<string, unknown>>
  /** While it may look things up, it is asked for JSON by words alone: many endpoints can't hold an answer to both. */
  readonly tools?: readonly ToolOffer[] | undefined
  readonly fetch?: typeof fetch | undefined
}

/** Characters a token has at least, about: for what an endpoint does not count, and for what is too long. */
const CHARACTERS_PER_TOKEN = 3
/** Longer answers than this many times what was asked for are endless. */
const ENDLESS = 4
/** Calls of tools in one answer; more are not heard. */
const MAX_CALLS = 8

/** Tokens of a text, about. */
export const estimateTokens = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN)

/**
 * Asks an endpoint and passes its answer on as it comes. It ends in time whatever the endpoint does: hangs before or behind its
 * headers, stops in the middle, goes on for ever. LangChain is loaded by the first call.
 * @returns what it cost, and which tools it called; an answer cut at its length limit is whole as far as it goes
 * @throws RapportError `MODEL_FAILED` with the problem
 */
export async function* askModel(
  endpoint: ModelEndpoint,
  messages: readonly ModelMessage[],
  { signal, schema, tools = [], fetch }: AskOptions,
): AsyncGenerator<string, AnswerEnd> {
  const key = await keyOf(endpoint)
  const { ChatOpenAI } = await import('@langchain/openai')
  const { baseUrl, model, maxTokens, temperature, structured, timeoutMs } = endpoint
  const chat = new ChatOpenAI({
    model,
    apiKey: key,
    temperature,
    maxTokens,
    // Its own would wait for over a minute; ours are around all this.
    maxRetries: 0,
    // It would print pieces of answers that it cannot read.
    configuration: { baseURL: baseUrl, logLevel: 'off', ...(fetch && { fetch }) },
  })
  const stop = new AbortController()
  const timed = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  const until = AbortSignal.any([timed, stop.signal])
  const mayCall = endpoint.tools !== false && tools.length > 0
  const format = mayCall
    ? { tools: tools.map((one) => ({ type: 'function' as const, function: { ...one } })) }
    : structured
      ? { response_format: { type: 'json_schema' as const, json_schema: { name: 'brief', strict: true, schema } } }
      : {}
  const calls = new CallReader()
  const counts = { prompt: estimateTokens(messages.map(({ text }) => text).join('')), answer: 0 }
  let length = 0
  let reason: string | undefined
  try {
    const asked = await messagesFor(messages, endpoint.tools !== false)
    const stream = await within(chat.stream(asked, { ...format, signal: until }), until)
    const chunks = stream[Symbol.asyncIterator]()
    for (;;) {
      // A stalled stream never answers `next`, nor `return`: it is left behind, and its connection closed below.
      const { done, value: chunk } = await within(chunks.next(), until)
      if (done) break
      const usage = chunk.usage_metadata as UsageMetadata | undefined
      if (usage) {
        counts.prompt = usage.input_tokens || counts.prompt
        counts.answer = usage.output_tokens
      }
      const finish: unknown = chunk.response_metadata.finish_reason
      if (typeof finish === 'string' && finish !== '') reason = finish
      if (chunk.additional_kwargs.refusal) throw failed(endpoint, 'refused')
      for (const one of chunk.tool_call_chunks ?? []) length += calls.push(one)
      const piece = textOf(chunk.content)
      length += piece.length
      if (length > maxTokens * CHARACTERS_PER_TOKEN * ENDLESS) throw failed(endpoint, 'endless')
      if (piece !== '') yield piece
    }
    if (timed.aborted) throw failed(endpoint, 'timeout')
    if (reason === undefined) throw failed(endpoint, length === 0 ? 'unreadable' : 'cut')
    if (reason === 'content_filter') throw failed(endpoint, 'refused')
    return {
      prompt: counts.prompt,
      answer: counts.answer || Math.ceil(length / CHARACTERS_PER_TOKEN),
      // Calls that nobody offered it are no answer.
      calls: mayCall ? calls.all : [],
    }
  } catch (cause) {
    if (RapportError.is(cause)) throw cause
    throw failed(endpoint, timed.aborted ? 'timeout' : problemOf(cause), cause)
  } finally {
    stop.abort()
  }
}

/** As LangChain takes them. For who may not call, a look-up is one more thing that was told. */
async function messagesFor(messages: readonly ModelMessage[], mayCall: boolean): Promise<BaseMessage[]> {
  const { AIMessage, HumanMessage, SystemMessage, ToolMessage } = await import('@langchain/core/messages')
  return messages.flatMap((message): BaseMessage[] => {
    if (message.role === 'system') return [new SystemMessage(message.text)]
    if (message.role === 'user') return [new HumanMessage(message.text)]
    if (!mayCall) return message.role === 'tool' ? [new HumanMessage(message.text)] : []
    if (message.role === 'tool') return [new ToolMessage({ content: message.text, tool_call_id: message.call })]
    // Arguments that are no JSON would be refused by the endpoint that wrote them.
    const calls = message.calls.map(({ id, name, input }) => ({ id, name, args: objectOf(input) }))
    return [new AIMessage({ content: message.text, tool_calls: calls })]
  })
}

function objectOf(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

interface CallPiece {
  readonly index?: number | undefined
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly args?: string | undefined
}

/** Puts calls together from the pieces in which they come. */
class CallReader {
  readonly #calls: { index: number | undefined; id: string; name: string; input: string }[] = []

  /** @returns how many characters came */
  push({ index, id, name = '', args = '' }: CallPiece): number {
    const last = this.#calls.at(-1)
    const same =
      index === undefined
        ? id && last && id !== last.id
          ? undefined
          : last
        : this.#calls.find((one) => one.index === index)
    if (same) {
      same.name += name
      same.input += args
    } else if (this.#calls.length < MAX_CALLS)
      this.#calls.push({ index, id: id || `call_${this.#calls.length + 1}`, name, input: args })
    return name.length + args.length
  }

  get all(): readonly ToolCall[] {
    return this.#calls.map(({ id, name, input }) => ({ id, name, input }))
  }
}

async function keyOf(endpoint: ModelEndpoint): Promise<string> {
  try {
    // The client insists on one; endpoints without keys don't read it.
    return (await endpoint.key?.()) ?? 'none'
  } catch (cause) {
    throw failed(endpoint, 'key', cause)
  }
}

/** What may be told of an address: the rest may hold a key. */
export const hostOf = (baseUrl: string): string =>
  URL.canParse(baseUrl) ? new URL(baseUrl).host : 'an address that is none'

/** The host and the model, never the address. */
export function failed({ baseUrl, model }: ModelEndpoint, problem: ModelProblem, cause?: unknown): RapportError {
  const details: ErrorDetails = { model, host: hostOf(baseUrl), problem }
  return new RapportError('MODEL_FAILED', details, cause === undefined ? undefined : { cause })
}

function problemOf(cause: unknown): ModelProblem {
  const { status, name } = (cause ?? {}) as { readonly status?: unknown; readonly name?: unknown }
  if (status === 429) return 'limited'
  if (status === 401 || status === 403) return 'key'
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout'
  return cause instanceof SyntaxError || (typeof status === 'number' && status < 500) ? 'unreadable' : 'unreachable'
}

/** Some endpoints answer in parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part: { readonly text?: unknown }) => (typeof part.text === 'string' ? part.text : '')).join('')
}

/** A promise's value, or the signal's reason as soon as it is aborted. */
export function within<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
