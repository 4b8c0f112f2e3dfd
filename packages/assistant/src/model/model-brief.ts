import { type Brief, type BriefOptions, writeBrief } from '../brief/brief.ts'
import type { Sentence } from '../brief/sentence.ts'
import type { Facts } from '../facts/fact.ts'
import { dayIn } from '../language/calendar.ts'
import { verifyClaim } from '../verify.ts'
import type { Asked, ModelChain } from './chain.ts'
import type { Draft } from './drafts.ts'
import type { ModelMessage, TokenCounts } from './endpoint.ts'
import { Masking } from './mask.ts'
import { answerSchema, askAgain, askForSentences, type MaskedStatement } from './prompt.ts'

/** How a brief came to be, for the reader and the audit trail. */
export interface Writer {
  readonly by: 'rules' | 'model'
  /** Who wrote it; null for the rules. */
  readonly model: string | null
  /** Of the endpoint that was asked last, for the audit trail; null: none was. */
  readonly host?: string | null
  /** Sentences of the model that the facts support, as they came or as they were written again. */
  readonly verified: number
  readonly rewritten: number
  /** Sentences that said more than their facts, twice: what they cited is told by the rules' own. */
  readonly replaced: number
  /** Why there is nothing, or not all, of a model: it took too long, said nothing readable, its budget is spent, … */
  readonly problem: Asked['problem']
  readonly tokens: TokenCounts
}

/** What happens while a brief is written: the rules' at once, then what a model is asked and its sentences as they are verified, then the whole. */
export type WritingEvent =
  | { readonly type: 'brief'; readonly brief: Brief }
  /** Is about to leave this machine, as it stands: whoever reads on sends it. */
  | { readonly type: 'prompt'; readonly messages: readonly ModelMessage[] }
  | { readonly type: 'sentence'; readonly sentence: Sentence }
  | {
      readonly type: 'done'
      readonly brief: Brief
      readonly writer: Writer
      /** All that left this machine, as it left. */
      readonly prompts: readonly ModelMessage[]
    }

/** What the reader must be told whole, in the model's words or in the rules'. */
const MUST_SAY = 'alert'
/**
 * "Ask whether it was done" becomes "it was done" too easily, with every word supported: what is to be asked or proposed stays in the
 * rules' words.
 */
const ASKING = 'ask'
const PROPOSAL = 'offer'
/** What a model may read at most. */
const MAX_STATEMENTS = 40

interface StatementOf extends MaskedStatement {
  /** As a reader sees it. */
  readonly plain: string
  readonly sentence: Sentence
}

/**
 * Writes a brief by a model, held to the facts: it gets what the rules would say, without anything personal, and without facts that are
 * sensitive; each sentence that it writes is verified, written again once if it fails, then replaced by the rules' own. What must be said and
 * was not is said by the rules. Never fails, and ends in the chain's time. Read it to its end; who wants no more aborts the signal.
 */
export async function* writeBriefWithModel(
  facts: Facts,
  options: BriefOptions,
  chain: ModelChain,
  signal: AbortSignal,
): AsyncGenerator<WritingEvent, void> {
  const byRules = writeBrief(facts, options)
  yield { type: 'brief', brief: byRules }
  const { language } = byRules
  const every = writeBrief(facts, { ...options, all: true })
  const masking = new Masking(facts.facts, byRules.title, chain)
  const statements = statementsOf(every, facts, masking)
  const until = AbortSignal.any([signal, AbortSignal.timeout(chain.timeoutMs)])
  const told: Sentence[] = []
  /** Of the rules, which the told ones say in other words. */
  const said = new Set<Sentence>()
  const failing: Draft[] = []
  const judging = { language, zone: facts.zone, nowMs: facts.nowMs, title: byRules.title }
  const prompts: ModelMessage[] = []

  const sayable = statements.map(({ id, plain }) => ({ id, text: plain }))
  /** Judges a draft; a good one is told. */
  const judge = (draft: Draft): Sentence | undefined => {
    const text = masking.restore(draft.text)
    const cited = statements.filter(({ id }) => draft.facts.includes(id))
    const claim = { text, statements: draft.facts }
    if (verifyClaim(claim, sayable, judging).length > 0) return undefined
    const [first] = cited as [StatementOf]
    for (const { sentence } of cited) said.add(sentence)
    return { text, kind: first.sentence.kind, facts: [...new Set(cited.flatMap(({ sentence }) => sentence.facts))] }
  }

  const ask = async function* (messages: readonly ModelMessage[], onWrong: (draft: Draft) => void) {
    prompts.push(...messages)
    yield { type: 'prompt', messages } as const
    const drafts = chain.ask(messages, answerSchema(statements.map(({ id }) => id)), until)
    try {
      for (;;) {
        const { done, value } = await drafts.next()
        if (done) return value
        const judged = judge(value)
        if (!judged) onWrong(value)
        else if (!told.some(({ text }) => text === judged.text)) {
          told.push(judged)
          yield { type: 'sentence', sentence: judged } as const
        }
      }
    } finally {
      // Whoever stops reading us leaves the chain in the middle: it has an endpoint to let go of.
      await drafts.return({ model: null, tokens: rulesOnly.tokens, problem: null })
    }
  }

  if (statements.length === 0) {
    yield { type: 'done', brief: byRules, writer: rulesOnly, prompts }
    return
  }
  const asked = yield* ask(askForSentences(statements, byRules), (draft) => failing.push(draft))
  let { tokens, host = null } = asked
  const known = failing.filter(({ facts: cited }) => cited.some((id) => statements.some((one) => one.id === id)))
  const first = told.length
  if (known.length > 0 && asked.problem === null) {
    const again = yield* ask(askAgain(statements, known, byRules), () => undefined)
    tokens = { prompt: tokens.prompt + again.tokens.prompt, answer: tokens.answer + again.tokens.answer }
    host = again.host ?? host
  }
  const rewritten = told.length - first
  const writer: Writer = {
    by: told.length > 0 ? 'model' : 'rules',
    model: told.length > 0 ? asked.model : null,
    host,
    verified: told.length,
    rewritten,
    replaced: Math.max(0, failing.length - rewritten),
    problem: asked.problem,
    tokens,
  }
  /** Whether a model's sentence says all that the rules' own says: then the rules' own follows from it. */
  const saysAll = (told: Sentence, own: Sentence): boolean =>
    verifyClaim({ text: own.text, statements: ['M'] }, [{ id: 'M', text: told.text }], judging).length === 0
  const isTold = (own: Sentence): boolean =>
    said.has(own) && (own.kind !== MUST_SAY || told.some((one) => saysAll(one, own)))
  const brief =
    told.length === 0
      ? byRules
      : writeBrief(facts, {
          ...options,
          sentences: inOrder(every.sentences, [...told, ...every.sentences.filter((one) => !isTold(one))]),
        })
  yield { type: 'done', brief, writer, prompts }
}

/** By kind, in the order in which the rules have them. */
function inOrder(every: readonly Sentence[], sentences: readonly Sentence[]): readonly Sentence[] {
  const kinds = [...new Set(every.map(({ kind }) => kind))]
  return kinds.flatMap((kind) => sentences.filter((one) => one.kind === kind))
}

/** Of a brief that no model had a part in. */
export const rulesOnly: Writer = {
  by: 'rules',
  model: null,
  verified: 0,
  rewritten: 0,
  replaced: 0,
  problem: null,
  tokens: { prompt: 0, answer: 0 },
}

/** What the rules would say, masked, without what is sensitive. */
function statementsOf(every: Brief, facts: Facts, masking: Masking): readonly StatementOf[] {
  const byId = new Map(every.facts.map((fact) => [fact.id, fact]))
  const open = every.sentences.filter(
    ({ kind, facts: cited }) =>
      kind !== ASKING && cited.every((id) => byId.get(id)?.sensitivity === 'open' && byId.get(id)?.kind !== PROPOSAL),
  )
  return open.slice(0, MAX_STATEMENTS).map((sentence, index) => {
    const times = sentence.facts.flatMap((id) => byId.get(id)?.rows.map(({ observedAt }) => observedAt) ?? []).sort()
    const newest = times.at(-1)
    return {
      id: `F${index + 1}`,
      text: masking.mask(sentence.text),
      date: newest === undefined ? null : dayIn(facts.zone, Date.parse(newest)),
      plain: sentence.text,
      sentence,
    }
  })
}
