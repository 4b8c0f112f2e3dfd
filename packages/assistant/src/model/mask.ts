import { foldText } from '@rapport/harmonise'
import type { Part } from '../facts/fact.ts'
import { plain } from '../language/say.ts'
import { isBeginning } from './everyday-words.ts'
import { KnownNames } from './known-names.ts'
import { addresses, type PersonalPattern, patterns } from './personal-patterns.ts'
import { BENT, type TokenType, tokenOf, tokenPattern, unbent } from './tokens.ts'

/** Parts that name somebody, or are the number of a document. */
const partTypes: Readonly<Record<string, TokenType>> = { name: 'NAME', who: 'NAME', payer: 'NAME', number: 'DOC' }
/** Parts that are nobody's: what is sold, where, what systems and codes are called. */
const openParts: ReadonlySet<string> = new Set([
  'product',
  'location',
  'locationKind',
  'service',
  'systems',
  'system',
  'grantedIn',
  'topic',
  'priority',
  'purpose',
  'channel',
  'attribute',
  'tier',
  'stage',
  'entity',
  'status',
  'insight',
  'pages',
  'rule',
  // A template's own words are the workspace's, not a customer's.
  '_literals',
])

const QUOTED = /[“«"]([^“”«»"]*)[”»"]/gu
const CAPITALISED = /(?<![\p{L}\p{N}[_])\p{Lu}[\p{L}'’]*(?:-\p{L}+)*(?![\p{L}\p{N}])/gu
const MIN_NAME = 3

/** What is asked of a fact: the texts in its parts. */
export interface Maskable {
  readonly parts: Readonly<Record<string, Part | readonly Part[] | undefined>>
}

export interface MaskingOptions {
  /** Whether what people wrote is sent, masked; else a token stands for all of it. */
  readonly sendsQuotes?: boolean
}

/**
 * Puts typed tokens (`[NAME_1]`) for the personal values of facts, the same for the same value, and the values back. What people wrote
 * is one token, unless it is to be sent: then what is a name is known from the facts, however it is spelled, and beside that every word
 * with a capital is taken for one, since one that is masked for nothing costs less than one that leaves.
 */
export class Masking {
  readonly #tokens = new Map<string, string>()
  readonly #values = new Map<string, string>()
  readonly #counts = new Map<TokenType, number>()
  readonly #known = new KnownNames()
  readonly #open: string[] = []
  readonly #sendsQuotes: boolean

  /**
   * @param facts - all that is known, told or not: whoever is in them is masked
   * @param title - what the profile is called
   */
  constructor(facts: readonly Maskable[], title: string, { sendsQuotes = false }: MaskingOptions = {}) {
    this.#sendsQuotes = sendsQuotes
    this.learn(facts, title)
  }

  /** Masks what further facts name, too; tokens that were given stay. */
  learn(facts: readonly Maskable[], title: string): void {
    this.#known.addName(plain(title))
    for (const [name, value] of facts.flatMap(textsOf)) {
      const type = partTypes[name]
      if (type === 'NAME') this.#known.addName(value)
      else if (type) this.#known.add(type, value)
      if (openParts.has(name)) this.#open.push(foldText(value))
      else if (type !== 'NAME')
        for (const [word] of value.matchAll(CAPITALISED))
          if (word.length >= MIN_NAME && !isBeginning(word)) this.#known.add('NAME', word)
    }
  }

  /** A text of a fact without anything personal. */
  mask(text: string): string {
    return this.#masked(text, this.#sendsQuotes)
  }

  #masked(text: string, sendsQuotes: boolean): string {
    // Letters that look like one of our tokens would come back as somebody's value.
    let masked = text.replace(BENT, (value) => this.#token('TEXT', value))
    if (!sendsQuotes) masked = this.#quotes(masked, (inner) => this.#token('TEXT', this.#put(inner)))
    masked = this.#found(masked, addresses)
    masked = outsideTokens(masked, (rest) => this.#known.replace(rest, (type, value) => this.#token(type, value)))
    masked = this.#found(masked, patterns)
    return this.#quotes(masked, (inner) => this.#names(inner))
  }

  /**
   * A text that somebody typed, a question: every word with a capital is taken for a name unless it is one of those known to be none.
   * @param common folded words that are nobody's name
   */
  maskTyped(text: string, common: (word: string) => boolean): string {
    const isOpen = (word: string) =>
      common(foldText(word)) || this.#open.some((one) => ` ${one} `.includes(` ${foldText(word)} `))
    return outsideTokens(this.#masked(text, true), (rest) =>
      rest.replace(CAPITALISED, (word) => (isOpen(word) ? word : this.#token('NAME', word))),
    )
  }

  /** The values for the tokens in what a model wrote, also where it bent one: other brackets, case, spaces, another language. */
  restore(text: string): string {
    return this.#put(unbent(text))
  }

  #put(text: string): string {
    return text.replace(BENT, (whole, ...groups: readonly (string | undefined)[]) => {
      const token = tokenOf(groups)
      return (token && this.#values.get(token)) ?? whole
    })
  }

  #found(text: string, looks: readonly PersonalPattern[]): string {
    let masked = text
    for (const { type, pattern, is } of looks)
      masked = outsideTokens(masked, (rest) =>
        rest.replace(pattern, (value) => (is && !is(value.trim()) ? value : this.#token(type, value))),
      )
    return masked
  }

  /** Changes what people wrote; what only looks so (a product, a page) stays. */
  #quotes(text: string, change: (inner: string) => string): string {
    return text.replace(QUOTED, (whole, inner: string) =>
      inner.trim() === '' || this.#open.some((one) => isPartOf(inner, one))
        ? whole
        : whole.replace(inner, () => change(inner)),
    )
  }

  #names(inner: string): string {
    return outsideTokens(inner, (rest) =>
      rest.replace(CAPITALISED, (word) => (isBeginning(word) ? word : this.#token('NAME', word))),
    )
  }

  #token(type: TokenType, value: string): string {
    const key = `${type} ${value}`
    const there = this.#tokens.get(key)
    if (there) return there
    const number = (this.#counts.get(type) ?? 0) + 1
    this.#counts.set(type, number)
    const name = `${type}_${number}`
    this.#tokens.set(key, `[${name}]`)
    this.#values.set(name, value)
    return `[${name}]`
  }
}

/** The texts of a fact, by the name of their part, as sentences write them. */
function textsOf({ parts }: Maskable): readonly (readonly [string, string])[] {
  return Object.entries(parts as Readonly<Record<string, Part | readonly Part[] | undefined>>).flatMap(([name, part]) =>
    (part === undefined ? [] : [part].flat()).flatMap((one: Part) =>
      one.type === 'text' ? [[name, plain(one.value)] as const] : [],
    ),
  )
}

/** A quotation is a text, whole or cut at its end. */
function isPartOf(inner: string, whole: string): boolean {
  const said = foldText(inner)
  return said === whole || (inner.endsWith('…') && said !== '' && whole.startsWith(said))
}

/** Changes what stands between tokens. */
function outsideTokens(text: string, change: (rest: string) => string): string {
  return text
    .split(tokenPattern)
    .map((piece, index) => (index % 2 === 1 ? piece : change(piece)))
    .join('')
}
