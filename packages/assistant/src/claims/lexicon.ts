import type { Term } from './item.ts'
import { isWord, type Token } from './tokens.ts'
import type { ClaimWords } from './words.ts'

const MAX_PHRASE = 4
/** Stands for words of doubt, which say how sure a clause is and nothing else. */
export const MODAL = 'MODAL'
const setOf = (text: string): ReadonlySet<string> => new Set(text.split(' '))

type SetName = 'functions' | 'negators' | 'splitters' | 'articles' | 'since' | 'until' | 'by' | 'parties'

/** The words of a language by what they do in a sentence. Made once a language. */
export class Lexicon {
  readonly words: ClaimWords
  readonly sets: Readonly<Record<SetName, ReadonlySet<string>>>
  readonly customer: ReadonlySet<string>
  readonly roundings: ReadonlyMap<string, 'about' | 'nearly' | 'over'>
  readonly #concepts = new Map<string, Omit<Term, never>[]>()

  constructor(words: ClaimWords) {
    this.words = words
    const { functions, negators, modals, splitters, articles, since, until, by, parties } = words
    this.sets = {
      functions: setOf(functions),
      negators: setOf(negators),
      splitters: setOf(splitters),
      articles: setOf(articles),
      since: setOf(since),
      until: setOf(until),
      by: setOf(by),
      parties: setOf(parties),
    }
    this.customer = setOf(words.customer)
    this.roundings = new Map(
      (['about', 'nearly', 'over'] as const).flatMap((how) =>
        words[how].split(' ').map((word) => [word, how] as const),
      ),
    )
    for (const kind of ['event', 'noun'] as const)
      for (const [name, list] of Object.entries(kind === 'event' ? words.events : words.nouns))
        for (const entry of list.split(' ')) {
          const isDenied = entry.startsWith('-')
          const phrase = entry.replace(/^-/, '').replaceAll('_', ' ')
          this.#concepts.set(phrase, [...(this.#concepts.get(phrase) ?? []), { kind, name, isDenied }])
        }
    for (const entry of modals.split(' '))
      this.#concepts.set(entry.replaceAll('_', ' '), [{ kind: 'event', name: MODAL, isDenied: false }])
  }

  /** The longest phrase that begins there, with what it says. */
  phrase(
    tokens: readonly Token[],
    at: number,
  ): { readonly concepts: readonly Term[]; readonly length: number } | undefined {
    const words: string[] = []
    for (let step = 0; step < MAX_PHRASE; step++) {
      const token = tokens[at + step]
      if (token === undefined || !isWord(token)) break
      words.push(token.folded)
    }
    for (let length = words.length; length > 0; length--) {
      const concepts = this.#concepts.get(words.slice(0, length).join(' '))
      if (concepts) return { concepts, length }
    }
    return undefined
  }

  /** Whether a word is one of the language's, so that a capital makes no name of it. */
  isCommon(folded: string): boolean {
    return (
      Object.values(this.sets).some((words) => words.has(folded)) ||
      this.#concepts.has(folded) ||
      this.customer.has(folded) ||
      this.roundings.has(folded) ||
      folded in this.words.numbers
    )
  }

  /** Whether a word says nothing by itself: "until" says something unless a date follows. */
  isSilent(folded: string, tokens: readonly Token[], at: number): boolean {
    const { functions, splitters, since, until, by } = this.sets
    if (functions.has(folded) || splitters.has(folded) || this.roundings.has(folded)) return true
    if (!since.has(folded) && !until.has(folded) && !by.has(folded)) return false
    return tokens.slice(at + 1, at + 4).some((one) => one !== 'end' && 'value' in one)
  }

  /** French `plus` denies behind `ne` only. */
  isDenial(folded: string, before: readonly string[]): boolean {
    return (
      this.sets.negators.has(folded) ||
      (folded === 'plus' && before.slice(-4).some((word) => word === 'n' || word === 'ne'))
    )
  }
}
