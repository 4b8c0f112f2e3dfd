import { foldText } from '@rapport/harmonise'
import type { Part } from '../facts/fact.ts'
import { plain } from '../language/say.ts'

/** What a token stands for. */
const types = ['NAME', 'EMAIL', 'PHONE', 'ADDRESS', 'DOC', 'TEXT'] as const
type TokenType = (typeof types)[number]

/** What models make of the types when they write French, or many of them. */
const spellings: Readonly<Record<string, TokenType>> = {
  NAME: 'NAME',
  NAMES: 'NAME',
  NOM: 'NAME',
  NOMS: 'NAME',
  EMAIL: 'EMAIL',
  EMAILS: 'EMAIL',
  COURRIEL: 'EMAIL',
  PHONE: 'PHONE',
  PHONES: 'PHONE',
  TELEPHONE: 'PHONE',
  ADDRESS: 'ADDRESS',
  ADRESSE: 'ADDRESS',
  DOC: 'DOC',
  DOCS: 'DOC',
  DOCUMENT: 'DOC',
  TEXT: 'TEXT',
  TEXTE: 'TEXT',
}
const SPELLED = `${Object.keys(spellings)
  .sort((a, b) => b.length - a.length)
  .join('|')}|T[eé]l[eé]phone`
/** In brackets of any kind and any case; without them in capitals with a mark between, as nobody writes by chance. */
const BENT = new RegExp(
  `[[({<⟨\`*]+\\s*(${SPELLED})[\\s_#-]*(\\d+)\\s*[\\])}>⟩\`*]+|(?<![\\p{L}\\p{N}])(${SPELLED})_(\\d+)(?![\\p{N}])`,
  'giu',
)

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

const EMAIL = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
const patterns: readonly (readonly [TokenType, RegExp])[] = [
  // With its country's number, its first group may be one digit.
  ['PHONE', /(?<![\p{L}\p{N}])(?:\+|00)\d{1,3}(?:[\s.\-/]?\(?\d{1,4}\)?){2,6}(?![\p{L}\p{N}])/gu],
  ['PHONE', /(?<![\p{L}\p{N}/_-])\(?\d{1,4}\)?(?:[\s.\-/]?\(?\d{2,4}\)?){3,6}(?![\p{L}\p{N}])/gu],
  [
    'ADDRESS',
    /(?<![\p{L}\p{N}])\d{1,5}\s?(?:bis|ter|[a-d])?,?\s+(?:rue|avenue|av\.?|boulevard|bd\.?|place|quai|allée|impasse|chemin|route|cours|square|passage|villa)\s[^“”«»,;.()]{2,60}/giu,
  ],
  [
    'ADDRESS',
    /(?<![\p{L}\p{N}])\d{1,5}[a-d]?\s+(?:\p{Lu}[\p{L}'’-]+\s){1,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|square|sq|place|pl|terrace|gardens|court|close|way|mews)(?![\p{L}])/giu,
  ],
  [
    'ADDRESS',
    /(?<![\p{L}\p{N}])(?:\d{5}\s\p{Lu}[\p{L}'’-]+(?:[\s-]\p{Lu}[\p{L}'’-]+)*|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})(?![\p{L}\p{N}])/gu,
  ],
  // Letters with digits, or many digits: numbers of documents, cards, accounts.
  [
    'DOC',
    /(?<![\p{L}\p{N}])(?=[\p{L}\d/_-]*\d)(?=[\p{L}\d/_-]*[\p{L}/_-])[\p{L}\d]+(?:[/_-][\p{L}\d]+)+(?![\p{L}\p{N}])/gu,
  ],
  ['DOC', /(?<![\p{L}\p{N}])(?=\p{L}*\d)[\p{L}\d]*\d{4,}[\p{L}\d]*(?![\p{L}\p{N}])/gu],
  ['DOC', /(?<![\p{L}\p{N}])\p{Lu}{1,4}\d{2,}(?![\p{L}\p{N}])/gu],
]
/** A year, or a number of euros, is no document. */
const HARMLESS_NUMBER = /^(?:(?:19|20)\d{2}|\d{1,3}(?:[,.\s\u00a0\u202f]\d{3})*(?:[.,]\d+)?)$/u
const QUOTED = /[“«"]([^“”«»"]*)[”»"]/gu
const CAPITALISED = /(?<![\p{L}\p{N}[_])\p{Lu}[\p{L}'’]*(?:-\p{L}+)*(?![\p{L}\p{N}])/gu
/** What begins a customer's or colleague's sentence without being anybody's name. */
const BEGINNINGS = new Set(
  (
    'a an the this that it i we you they he she my our your his her is was has have had no not please asked called wants wanted call ' +
    'room order bag delivery complaint le la les un une des ce cette il elle je nous vous on pas sac commande livraison appel demande ' +
    'veut souhaite offrir rappeler envoyer remplacement'
  ).split(' '),
)
const MIN_NAME = 3

/** What is asked of a fact: the texts in its parts. */
export interface Maskable {
  readonly parts: Readonly<Record<string, Part | readonly Part[] | undefined>>
}

/**
 * Puts typed tokens (`[NAME_1]`) for the personal values of facts, the same for the same value, and the values back. What is a
 * name is known from the facts; in what people wrote, every word with a capital is taken for one, since one that is masked
 * for nothing costs less than one that leaves.
 */
export class Masking {
  readonly #tokens = new Map<string, string>()
  readonly #values = new Map<string, string>()
  readonly #counts = new Map<TokenType, number>()
  /** Values that are masked wherever they stand. */
  readonly #known = new Map<string, TokenType>()
  #pattern: RegExp | undefined
  /** By folded value. */
  #types: ReadonlyMap<string, TokenType> = new Map()
  readonly #open: string[] = []

  /** @param title what the profile is called */
  constructor(facts: readonly Maskable[], title: string) {
    this.learn(facts, title)
  }

  /** Masks what further facts name, too; tokens that were given stay. */
  learn(facts: readonly Maskable[], title: string): void {
    const known = this.#known
    const open = this.#open
    const add = (type: TokenType, value: string) => {
      if (value !== '') known.set(value, type)
    }
    const addNames = (value: string, isName: boolean) => {
      for (const [word] of value.matchAll(CAPITALISED))
        if (word.length >= MIN_NAME && (isName || !BEGINNINGS.has(word.toLowerCase()))) add('NAME', word)
    }
    add('NAME', plain(title))
    addNames(plain(title), true)
    for (const [name, value] of facts.flatMap(textsOf)) {
      const type = partTypes[name]
      if (type) add(type, value)
      if (openParts.has(name)) open.push(foldText(value))
      else addNames(value, type === 'NAME')
    }
    this.#types = new Map([...known].map(([value, type]) => [value.toLowerCase(), type]))
    const values = [...known.keys()].sort((a, b) => b.length - a.length).map(escaped)
    this.#pattern =
      values.length === 0
        ? undefined
        : new RegExp(`(?<![\\p{L}\\p{N}])(?:${values.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
  }

  /** A text of a fact without anything personal. */
  mask(text: string): string {
    // Letters that look like one of our tokens would come back as somebody's value.
    let masked = text.replace(BENT, (value) => this.#token('TEXT', value))
    // Before names: an address with a name in it would be taken apart.
    masked = outsideTokens(masked, (rest) => rest.replace(EMAIL, (value) => this.#token('EMAIL', value)))
    const known = this.#pattern
    if (known)
      masked = outsideTokens(masked, (rest) =>
        rest.replace(known, (value) =>
          this.#token(this.#types.get(value.replace(/\s+/g, ' ').toLowerCase()) ?? 'TEXT', value),
        ),
      )
    for (const [type, pattern] of patterns)
      masked = outsideTokens(masked, (rest) =>
        rest.replace(pattern, (value) => (HARMLESS_NUMBER.test(value.trim()) ? value : this.#token(type, value))),
      )
    return masked.replace(QUOTED, (whole, inner: string) =>
      this.#open.some((one) => isPartOf(inner, one)) ? whole : whole.replace(inner, () => this.#names(inner)),
    )
  }

  /**
   * A text that somebody typed, a question: every word with a capital is taken for a name unless it is one of those known to be none.
   * @param common folded words that are nobody's name
   */
  maskTyped(text: string, common: (word: string) => boolean): string {
    const isOpen = (word: string) =>
      common(foldText(word)) || this.#open.some((one) => ` ${one} `.includes(` ${foldText(word)} `))
    return outsideTokens(this.mask(text), (rest) =>
      rest.replace(CAPITALISED, (word) => (isOpen(word) ? word : this.#token('NAME', word))),
    )
  }

  /** The values for the tokens in what a model wrote, also where it bent one: other brackets, case, spaces, another language. */
  restore(text: string): string {
    return text.replace(BENT, (whole, inBrackets?: string, first?: string, bare?: string, second?: string) => {
      const spelled = (inBrackets ?? bare ?? '').normalize('NFD').replace(/\p{M}/gu, '').toUpperCase()
      const value = this.#values.get(`${spellings[spelled]}_${Number(first ?? second)}`)
      return value ?? whole
    })
  }

  #names(inner: string): string {
    return outsideTokens(inner, (rest) =>
      rest.replace(CAPITALISED, (word) => (BEGINNINGS.has(word.toLowerCase()) ? word : this.#token('NAME', word))),
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

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')

/** A quotation is a text, whole or cut at its end. */
function isPartOf(inner: string, whole: string): boolean {
  const said = foldText(inner)
  return said === whole || (inner.endsWith('…') && said !== '' && whole.startsWith(said))
}

/** Changes what stands between tokens. */
function outsideTokens(text: string, change: (rest: string) => string): string {
  return text
    .split(/(\[(?:NAME|EMAIL|PHONE|ADDRESS|DOC|TEXT)_\d+\])/)
    .map((piece, index) => (index % 2 === 1 ? piece : change(piece)))
    .join('')
}
