import type { ProfileId } from '@rapport/core'
import { text } from '../facts/fact.ts'
import { nameOf } from '../facts/identity-facts.ts'
import { type FactQueries, heldBackUntil } from '../facts/material.ts'
import { textOf } from '../facts/read-value.ts'
import { dayIn } from '../language/calendar.ts'
import type { ModelChain, Asked as ModelEnd } from '../model/chain.ts'
import type { Draft } from '../model/drafts.ts'
import type { ModelMessage, TokenCounts, ToolCall, ToolOffer } from '../model/endpoint.ts'
import { type Maskable, Masking } from '../model/mask.ts'
import { rulesOnly, type Writer } from '../model/model-brief.ts'
import { answerSchema } from '../model/prompt.ts'
import { verifyClaim } from '../verify.ts'
import { type Answer, answerOf, type Drafted, draftByRules, isOpen, isProven } from './answer.ts'
import type { Told } from './answer-fact.ts'
import { type Asked, type QuestionOptions, readAsked } from './asked.ts'
import { findByWords } from './find.ts'
import { answerNow, askAgain, askQuestion, NONE } from './prompt.ts'
import { isCommonWord } from './question.ts'
import { type AnswerStatement, Statements } from './statements.ts'
import { Tools, toolOffers } from './tools.ts'

/** What happens while a question is answered: the rules' answer at once, then what a model is asked and its sentences as they are verified, then the whole. */
export type AnsweringEvent =
  | { readonly type: 'answer'; readonly answer: Answer }
  /** Is about to leave this machine, as it stands: whoever reads on sends it. */
  | { readonly type: 'prompt'; readonly messages: readonly ModelMessage[] }
  | { readonly type: 'sentence'; readonly sentence: Answer['sentences'][number] }
  | {
      readonly type: 'done'
      readonly answer: Answer
      readonly writer: Writer
      /** All that left this machine, as it left. */
      readonly prompts: readonly ModelMessage[]
    }

/** Times that a model may look things up before it has to answer. */
const MAX_STEPS = 4
/** Look-ups in all; those that are too many are not made. */
const MAX_CALLS = 10
/** Tokens that one answer may cost, all askings together. */
const MAX_TOKENS = 30_000
/** Sentences of a model. */
const MAX_TOLD = 8
/** Sentences that rules tell beside it: what no model may know, and instead of what it said wrongly. */
const MAX_BESIDE = 5

/** Who words answers, and until when they are wanted. */
export interface AnsweringOptions extends QuestionOptions {
  readonly models: ModelChain | undefined
  /** Ends the asking of models; the rules' answer is there anyway. */
  readonly signal: AbortSignal
}

/**
 * Answers a question about one profile, by a model that looks things up where there is one, held to the facts: it gets what the rules found and
 * asks for more by tools that read of this profile only, masked and without what is sensitive. Each sentence that it writes is verified,
 * written again once if it fails, then replaced by the rules' own. What is sensitive is told by the rules beside it, and a model cannot
 * unsay what they found: where it has nothing to tell, theirs stands. Never fails for a model, and ends in the chain's time. Read it to its end.
 * @returns `undefined` when the reader may not see the profile
 */
export async function writeAnswer(
  queries: FactQueries,
  id: ProfileId,
  { models, signal, ...options }: AnsweringOptions,
): Promise<AsyncIterable<AnsweringEvent> | undefined> {
  const asked = await readAsked(queries, id, options)
  if (!asked) return undefined
  const byRules = await draftByRules(asked)
  return models ? answering(asked, byRules, models, signal) : answeringByRules(answerOf(asked, byRules))
}

async function* answeringByRules(answer: Answer): AsyncGenerator<AnsweringEvent> {
  yield { type: 'answer', answer }
  yield { type: 'done', answer, writer: rulesOnly, prompts: [] }
}

async function* answering(
  asked: Asked,
  byRules: Drafted,
  chain: ModelChain,
  signal: AbortSignal,
): AsyncGenerator<AnsweringEvent> {
  const answer = answerOf(asked, byRules)
  yield { type: 'answer', answer }
  // All that answers is what no model may know.
  if (byRules.basis === 'rule' && !byRules.told.some((one) => isOpen(one) && !one.isAside)) {
    yield { type: 'done', answer, writer: rulesOnly, prompts: [] }
    return
  }
  const until = AbortSignal.any([signal, AbortSignal.timeout(chain.timeoutMs)])
  const talk = new Talk(asked, chain, until)
  yield* talk.run(byRules)
  const { writer, prompts } = talk
  yield { type: 'done', answer: answerOf(asked, talk.drafted(byRules)), writer, prompts }
}

const none: TokenCounts = { prompt: 0, answer: 0 }

/** A sentence of a model that its facts support. */
interface Verified extends Told {
  readonly statements: readonly string[]
}

/** One question put to models, to its end. */
class Talk {
  readonly prompts: ModelMessage[] = []
  readonly #asked: Asked
  readonly #chain: ModelChain
  readonly #until: AbortSignal
  readonly #title: string
  readonly #masking: Masking
  readonly #statements: Statements
  readonly #tools: Tools
  readonly #told: Verified[] = []
  readonly #failing: Draft[] = []
  #model: string | null = null
  #host: string | null = null
  #problem: Writer['problem'] = null
  #tokens = none
  #rewritten = 0
  #hasNone = false

  constructor(asked: Asked, chain: ModelChain, until: AbortSignal) {
    const { subject, say, question } = asked
    this.#asked = asked
    this.#chain = chain
    this.#until = until
    this.#title = nameOf(subject).name ?? ''
    this.#masking = new Masking([namesOf(asked)], this.#title, chain)
    this.#statements = new Statements(this.#masking, say, question.language)
    this.#tools = new Tools(asked, this.#masking, this.#statements)
  }

  async *run(byRules: Drafted): AsyncGenerator<AnsweringEvent, void> {
    const { options, subject, question, clock } = this.#asked
    const isByRule = byRules.basis === 'rule'
    const first = isByRule ? byRules : await findByWords(this.#asked, subject, question.terms, { isOpen: true })
    this.#statements.add(first.told.filter((one) => isOpen(one) && isProven(this.#asked, one)))
    const masked = this.#masking.maskTyped(options.question, isCommonWord)
    const context = { language: question.language, today: dayIn(clock.zone, clock.nowMs) }
    yield* this.#converse([...askQuestion(masked, this.#statements.all, context)])
    const known = this.#failing.filter(({ facts }) => facts.some((id) => this.#statements.get(id)))
    if (known.length === 0 || this.#problem !== null) return
    const before = this.#told.length
    const again = askAgain(masked, this.#statements.all, known, context)
    yield { type: 'prompt', messages: again }
    yield* this.#ask(again, again, [], () => undefined)
    this.#rewritten = this.#told.length - before
  }

  /** How the answer came to be. */
  get writer(): Writer {
    const isTold = this.#told.length > 0
    return {
      by: isTold ? 'model' : 'rules',
      model: isTold ? this.#model : null,
      host: this.#host,
      verified: this.#told.length,
      rewritten: this.#rewritten,
      replaced: Math.max(0, this.#failing.length - this.#rewritten),
      problem: this.#problem,
      tokens: this.#tokens,
    }
  }

  /** The answer that stands: the model's sentences with what rules tell beside them, or the rules'. */
  drafted(byRules: Drafted): Drafted {
    const mayTell = heldBackUntil(this.#asked.options) === null
    const { withheld, bounds } = this.#tools
    const beside = mayTell ? withheld.slice(0, MAX_BESIDE) : []
    const held = distinct([...byRules.held, ...(mayTell ? [] : withheld)])
    if (this.#told.length > 0) {
      const told = [...byRules.told.filter((one) => !isOpen(one)), ...this.#told, ...this.#instead(), ...beside]
      return { basis: 'model', told: distinct(told), bounds: distinct([...byRules.bounds, ...bounds]), held }
    }
    // What a model found and may not know says more than that there is nothing.
    if (byRules.basis === 'none' && withheld.length > 0)
      return { basis: 'rule', told: beside, bounds: byRules.bounds, held }
    return { ...byRules, held }
  }

  /** What the rules say of what the model said wrongly. */
  #instead(): readonly Told[] {
    const told = new Set(this.#told.flatMap(({ statements }) => statements))
    const wrong = this.#failing.flatMap(({ facts }) => facts.filter((id) => !told.has(id)))
    return [...new Set(wrong)].flatMap((id) => toldOf(this.#statements.get(id)) ?? []).slice(0, MAX_BESIDE)
  }

  /** Asks, looks up what is wanted, and asks again, as often as it may. */
  async *#converse(messages: ModelMessage[]): AsyncGenerator<AnsweringEvent, void> {
    let fresh: readonly ModelMessage[] = [...messages]
    let looked = 0
    for (let step = 0; ; step++) {
      const mayCall = step < MAX_STEPS && looked < MAX_CALLS
      if (!mayCall) {
        messages.push(answerNow)
        fresh = [...fresh, answerNow]
      }
      yield { type: 'prompt', messages: fresh }
      const calls = yield* this.#ask(messages, fresh, mayCall ? toolOffers : [], (draft) => this.#failing.push(draft))
      const isDone = this.#told.length > 0 || this.#hasNone || this.#failing.length > 0
      if (isDone || calls.length === 0 || this.#problem !== null) return
      if (!mayCall) {
        this.#problem = 'endless'
        return
      }
      if (this.#tokens.prompt + this.#tokens.answer > MAX_TOKENS) {
        this.#problem = 'budget'
        return
      }
      const answers: ModelMessage[] = []
      for (const call of calls) {
        if (this.#until.aborted) {
          this.#problem = 'timeout'
          return
        }
        const text = ++looked > MAX_CALLS ? 'You have looked up enough.' : await this.#tools.run(call)
        answers.push({ role: 'tool', text, call: call.id })
      }
      fresh = [{ role: 'assistant', text: '', calls }, ...answers]
      messages.push(...fresh)
    }
  }

  /** Asks once; sentences are told as they are verified. */
  async *#ask(
    messages: readonly ModelMessage[],
    fresh: readonly ModelMessage[],
    tools: readonly ToolOffer[],
    onWrong: (draft: Draft) => void,
  ): AsyncGenerator<AnsweringEvent, readonly ToolCall[]> {
    this.prompts.push(...fresh)
    const schema = answerSchema([...this.#statements.all.map(({ id }) => id), NONE])
    const drafts = this.#chain.ask(messages, schema, this.#until, tools)
    try {
      for (;;) {
        const { done, value } = await drafts.next()
        if (done) return this.#ended(value)
        if (value.facts.length === 1 && value.facts[0] === NONE) {
          this.#hasNone = true
          continue
        }
        const told = this.#judge(value)
        if (!told) onWrong(value)
        else if (this.#told.length < MAX_TOLD && !this.#told.some(({ text }) => text === told.text)) {
          this.#told.push(told)
          const { text, facts } = told
          yield { type: 'sentence', sentence: { text, facts: facts.map(({ id }) => id) } }
        }
      }
    } finally {
      // Whoever stops reading us leaves the chain in the middle: it has an endpoint to let go of.
      await drafts.return({ model: null, tokens: none, problem: null })
    }
  }

  #ended({ model, host, tokens, problem, calls }: ModelEnd): readonly ToolCall[] {
    this.#model = model ?? this.#model
    this.#host = host ?? this.#host
    this.#problem = problem
    this.#tokens = { prompt: this.#tokens.prompt + tokens.prompt, answer: this.#tokens.answer + tokens.answer }
    return calls ?? []
  }

  /** A draft that says only what its statements say; `undefined` for any other. */
  #judge({ text, facts }: Draft): Verified | undefined {
    const { question, clock } = this.#asked
    const said = this.#masking.restore(text)
    const cited = facts.flatMap((id) => this.#statements.get(id) ?? [])
    const statements = cited.map(({ id }) => id)
    const told: Verified = { text: said, facts: cited.flatMap((one) => one.facts), statements }
    // What is so of somebody else is too easily said of the customer: it is told as it stands.
    if (cited.some(({ isOther }) => isOther)) return cited.length === 1 && cited[0]?.plain === said ? told : undefined
    const sayable = this.#statements.all.map(({ id, plain }) => ({ id, text: plain }))
    const judging = { language: question.language, title: this.#title, ...clock }
    return verifyClaim({ text: said, statements: facts }, sayable, judging).length === 0 ? told : undefined
  }
}

const toldOf = (statement: AnswerStatement | undefined): Told | undefined =>
  statement && { text: statement.plain, facts: statement.facts }

/** Each sentence once. */
const distinct = (told: readonly Told[]): readonly Told[] => [...new Map(told.map((one) => [one.text, one])).values()]

/** What the profile is called and reached by: masked wherever it stands, in the question too. */
function namesOf({ subject: { profile } }: Asked): Maskable {
  const { attributes, contactPoints } = profile
  const names = ['fullName', 'givenName', 'familyName', 'name', 'legalName'].flatMap(
    (name) => textOf(attributes[name]) ?? [],
  )
  const reached = contactPoints.flatMap(({ raw, normal }) => [textOf(raw), textOf(normal)].flatMap((one) => one ?? []))
  return { parts: { name: names.map(text), value: reached.map(text) } }
}
