import { dayIn } from '../language/calendar.ts'
import type { Say } from '../language/say.ts'
import type { Masking } from '../model/mask.ts'
import type { MaskedStatement } from '../model/prompt.ts'
import type { AnswerFact, Told } from './answer-fact.ts'
import { tell } from './language-file.ts'

/** What a model may know in all: looking things up for ever tells it no more. */
const MAX_STATEMENTS = 60

/** A sentence of the rules that a model may say in its own words, and what it is given of it. */
export interface AnswerStatement extends MaskedStatement {
  /** As a reader sees it. */
  readonly plain: string
  readonly facts: readonly AnswerFact[]
  /** Of somebody else than who is asked about: it is told in these words or not at all. */
  readonly isOther: boolean
}

/** What a model was given so far, each under an id that means nothing elsewhere. */
export class Statements {
  readonly #masking: Masking
  readonly #say: Say
  readonly #language: Parameters<typeof tell>[1]
  readonly #byId = new Map<string, AnswerStatement>()
  readonly #byText = new Map<string, AnswerStatement>()

  constructor(masking: Masking, say: Say, language: Parameters<typeof tell>[1]) {
    this.#masking = masking
    this.#say = say
    this.#language = language
  }

  get all(): readonly AnswerStatement[] {
    return [...this.#byId.values()]
  }

  get(id: string): AnswerStatement | undefined {
    return this.#byId.get(id)
  }

  /** Those of what rules tell; what was given before is the same again, and what is too much is left out. Only for what is open. */
  add(told: readonly Told[]): readonly AnswerStatement[] {
    this.#masking.learn(
      told.flatMap(({ facts, of }) => (of ? [of.fact, ...facts] : facts)),
      '',
    )
    return told.flatMap((one) => (one.isAside ? [] : (this.#one(one) ?? [])))
  }

  #one({ text, facts, of }: Told): AnswerStatement | undefined {
    // Who it is of goes with it, wherever it is told.
    const plain = of ? tell(this.#say, this.#language, 'of', { name: this.#say.name({ value: of.name }), text }) : text
    const there = this.#byText.get(plain)
    if (there || this.#byId.size >= MAX_STATEMENTS) return there
    const all = of ? [of.fact, ...facts] : facts
    const newest = all
      .flatMap(({ rows }) => rows.map(({ observedAt }) => observedAt))
      .sort()
      .at(-1)
    const made: AnswerStatement = {
      id: `F${this.#byId.size + 1}`,
      text: this.#masking.mask(plain),
      date: newest === undefined ? null : dayIn(this.#say.zone, Date.parse(newest)),
      plain,
      facts: all,
      isOther: of !== undefined,
    }
    this.#byId.set(made.id, made)
    this.#byText.set(plain, made)
    return made
  }
}

/** As a model reads them. */
export const linesOf = (statements: readonly AnswerStatement[]): string =>
  statements.map(({ id, text, date }) => JSON.stringify({ id, sentence: text, date })).join('\n')
