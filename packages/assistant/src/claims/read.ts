import { foldText } from '@rapport/harmonise'
import { type Today, type Value, ValueScanner } from './values.ts'
import type { ClaimWords } from './words.ts'

/** A word of a sentence as a concept of the language, or as itself. `isDenied`: "not delivered", "unpaid", "no marketing". */
export interface Term {
  readonly kind: 'event' | 'noun' | 'stem'
  readonly name: string
  readonly isDenied: boolean
}

/** A name; `isParty` behind "for" or "by". */
export interface Proper {
  readonly kind: 'proper'
  readonly words: readonly string[]
  readonly isParty: boolean
}

/** A piece of a sentence that says something. */
export type Item =
  | { readonly kind: 'value'; readonly value: Value; readonly unit: string | null; readonly isDeadline: boolean }
  /** The number of a document, an address: letters with digits. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly text: string }
  | Proper
  | Term

/** What one verb or phrase says. */
export interface Clause {
  readonly items: readonly Item[]
  /** Something makes it only probable. */
  readonly isModal: boolean
  readonly text: string
}

interface Word {
  readonly folded: string
  readonly raw: string
  readonly isFirst: boolean
}
type Fixed = { readonly value: Value } | { readonly code: string } | { readonly quote: string }
type Token = Word | Fixed | 'end'

const CLOSE: Readonly<Record<string, string>> = { '“': '”', '«': '»', '"': '"' }
/** Within a name, small. */
const PARTICLES = new Set('de du des d la le von van der den da dos di y al el'.split(' '))
const ELISION = /^(l|d|n|s|c|j|m|t|qu|jusqu|lorsqu|puisqu)['’](.+)$/iu
const MAX_PHRASE = 4
/** Stands for words of doubt, which say how sure a clause is and nothing else. */
const MODAL = 'MODAL'
const setOf = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Reads sentences of a language into clauses of items. Knows words and numbers, and nothing of facts. Made once a language. */
export class ClaimReader {
  readonly words: ClaimWords
  readonly #values: ValueScanner
  readonly #concepts = new Map<string, Omit<Term, never>[]>()
  readonly #sets: Readonly<
    Record<
      'functions' | 'negators' | 'splitters' | 'articles' | 'since' | 'until' | 'by' | 'parties',
      ReadonlySet<string>
    >
  >
  readonly #customer: ReadonlySet<string>
  readonly #roundings: ReadonlyMap<string, 'about' | 'nearly' | 'over'>
  readonly #span: RegExp
  readonly #fromTo: RegExp

  constructor(words: ClaimWords) {
    this.words = words
    this.#values = new ValueScanner(words)
    const { functions, negators, modals, splitters, articles, since, until, by, parties } = words
    this.#sets = {
      functions: setOf(functions),
      negators: setOf(negators),
      splitters: setOf(splitters),
      articles: setOf(articles),
      since: setOf(since),
      until: setOf(until),
      by: setOf(by),
      parties: setOf(parties),
    }
    this.#customer = setOf(words.customer)
    this.#roundings = new Map(
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
    this.#span = new RegExp(
      `(\\d{1,2})(?:st|nd|rd|th|er)? (to|until|till|through|–|-|au) (\\d{1,2})(?:st|nd|rd|th)? (${words.months.join('|')})( \\d{4})?`,
      'giu',
    )
    this.#fromTo = new RegExp(`\\bdu (\\d{1,2}(?:er)? (?:${words.months.join('|')})(?: \\d{4})?) au `, 'giu')
  }

  isCustomer(stem: string): boolean {
    return this.#customer.has(stem) || this.#customer.has(`${stem}e`)
  }

  read(sentence: string, today: Today): readonly Clause[] {
    const text = accentless(sentence)
      // "from 3 to 6 December" is "from 3 December to 6 December".
      .replace(this.#span, (_, from: string, to: string, until: string, month: string, year: string | undefined) => {
        const rest = `${month}${year ?? ''}`
        return `${from} ${rest} ${to} ${until} ${rest}`
      })
      .replace(this.#fromTo, 'depuis $1 jusque ')
      .replace(/\bmore than (?=\W?\d)/gi, 'over ')
    const groups: Token[][] = [[]]
    for (const token of this.#tokens(text, today)) {
      if (token === 'end') groups.push([])
      else if (isWord(token) && this.#sets.splitters.has(token.folded)) groups.push([token])
      else groups.at(-1)?.push(token)
    }
    return groups.filter((group) => group.length > 0).map((group) => this.#clause(group, today))
  }

  #tokens(text: string, today: Today): readonly Token[] {
    const tokens: Token[] = []
    /** What stands in brackets is said beside its clause, which goes on behind them. */
    const asides: Token[] = []
    let aside: Token[] | undefined
    let isFirst = true
    const add = (token: Token) => (aside ?? tokens).push(token)
    const end = () => {
      tokens.push('end', ...asides.splice(0), 'end')
      isFirst = true
    }
    for (let at = 0; at < text.length; ) {
      const character = text.charAt(at)
      const close = text.indexOf(CLOSE[character] ?? '\0', at + 1)
      const begin = at
      if (close > at) {
        add({ quote: text.slice(at + 1, close).trim() })
        at = close + 1
      } else if (/[\p{L}\p{N}\p{Sc}-]/u.test(character)) {
        const found = this.#values.at(text, at, today)
        const whole = matchAt(/[\p{L}\p{N}][\p{L}\p{N}./_@+#'’-]*[\p{L}\p{N}]|[\p{L}\p{N}]/uy, text, at) ?? ''
        const isCode = whole.includes('@') || (/\p{N}/u.test(whole) && /\p{L}|\d[/_-]\d/u.test(whole))
        if (found && (!isCode || found.length >= whole.length)) {
          add({ value: found.value })
          at += found.length
        } else if (isCode) {
          add({ code: whole })
          at += whole.length
        } else {
          const raw = matchAt(/\p{L}+(?:['’]\p{L}+)*/uy, text, at)
          if (raw !== undefined) for (const one of wordsOf(raw)) add({ ...one, isFirst })
          else if (/[\p{N}\p{Sc}]/u.test(character)) add({ code: character })
          at += raw?.length ?? 1
        }
      } else {
        at += 1
        if (character === '%') add({ code: character })
        else if (character === '(' || character === '[') aside = []
        else if (character === ')' || character === ']') {
          if (aside) asides.push('end', ...aside)
          aside = undefined
        } else if (/[,;:.!?—–]/.test(character)) {
          if (aside) aside.push('end')
          else end()
        }
        continue
      }
      if (at > begin) isFirst = false
    }
    if (aside) asides.push('end', ...aside)
    end()
    return tokens
  }

  #clause(tokens: readonly Token[], today: Today): Clause {
    const items: Item[] = []
    const denials: number[] = []
    let isModal = false
    let before: string[] = []
    const term = (kind: Term['kind'], name: string, isDenied = false): void => {
      items.push({ kind, name, isDenied })
    }
    for (let at = 0; at < tokens.length; ) {
      const token = tokens[at] as Token
      if (!isWord(token)) {
        items.push(this.#fixed(token as Fixed, before, items))
        before = []
        at += 1
        continue
      }
      const phrase = this.#phrase(tokens, at)
      const { folded } = token
      const isNamed = /^\p{Lu}/u.test(token.raw) && !this.#isCommon(folded) && !this.words.weekdays.includes(folded)
      if (phrase && !isNamed) {
        for (const { kind, name, isDenied } of phrase.concepts)
          if (name === MODAL) isModal = true
          else term(kind, name, isDenied)
        for (let step = 0; step < phrase.length; step++) before.push((tokens[at + step] as Word).folded)
        at += phrase.length
        continue
      }
      if (isNamed) {
        const words = nameAt(tokens, at, (word) => this.#isCommon(word))
        const isParty = this.#sets.parties.has(before.at(-1) ?? '')
        items.push({ kind: 'proper', words: words.map((word) => word.folded), isParty })
        at += words.length
        before.push(folded)
        continue
      }
      if (this.#isDenial(folded, before)) denials.push(items.length)
      else if (this.#sets.articles.has(folded))
        items.push({ kind: 'value', value: numberOf(1, true), unit: null, isDeadline: false })
      else if (folded in this.words.numbers)
        items.push(this.#fixed({ value: numberOf(this.words.numbers[folded] ?? 0, false) }, before, items))
      else if (this.words.weekdays.includes(folded)) {
        const next = tokens[at + 1]
        // A weekday is right where it belongs to the date behind it.
        if (
          !next ||
          next === 'end' ||
          !('value' in next) ||
          !isWeekday(this.words.weekdays.indexOf(folded), next.value, today)
        )
          term('stem', folded)
      } else if (!this.#isSilent(folded, tokens, at)) term('stem', this.#customer.has(folded) ? folded : stemOf(folded))
      before.push(folded)
      at += 1
    }
    return { items: withUnits(denied(items, denials)), isModal, text: tokens.map(textOf).join(' ') }
  }

  #phrase(
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

  #isCommon(folded: string): boolean {
    return (
      Object.values(this.#sets).some((words) => words.has(folded)) ||
      this.#concepts.has(folded) ||
      this.#customer.has(folded) ||
      this.#roundings.has(folded) ||
      folded in this.words.numbers
    )
  }

  /** Whether a word says nothing by itself: "until" says something unless a date follows. */
  #isSilent(folded: string, tokens: readonly Token[], at: number): boolean {
    const { functions, splitters, since, until, by } = this.#sets
    if (functions.has(folded) || splitters.has(folded) || this.#roundings.has(folded)) return true
    if (!since.has(folded) && !until.has(folded) && !by.has(folded)) return false
    return tokens.slice(at + 1, at + 4).some((one) => one !== 'end' && 'value' in one)
  }

  /** French `plus` denies behind `ne` only. */
  #isDenial(folded: string, before: readonly string[]): boolean {
    return (
      this.#sets.negators.has(folded) ||
      (folded === 'plus' && before.slice(-4).some((word) => word === 'n' || word === 'ne'))
    )
  }

  #fixed(token: Fixed, before: readonly string[], items: readonly Item[]): Item {
    if ('quote' in token) return { kind: 'quote', text: token.quote }
    if ('code' in token) return { kind: 'code', text: token.code }
    const { value } = token
    if (value.type === 'date') {
      const sense = this.#sense(before, items)
      const isDeadline = sense === 'by' || this.#sets.parties.has(lead(before).at(-1) ?? '')
      return { kind: 'value', value: { ...value, sense }, unit: null, isDeadline }
    }
    if (value.type === 'time') return { kind: 'value', value, unit: null, isDeadline: false }
    const how = this.#roundings.get(
      (before.at(-1) === 'de' || before.at(-1) === 'd' ? before.at(-2) : before.at(-1)) ?? '',
    )
    return { kind: 'value', value: how ? { ...value, rounding: how } : value, unit: null, isDeadline: false }
  }

  /** What the words before a date make of it. */
  #sense(before: readonly string[], items: readonly Item[]): 'on' | 'since' | 'until' | 'by' {
    const leading = lead(before).at(-1) ?? ''
    if (this.#sets.since.has(leading)) return 'since'
    if (this.#sets.by.has(leading)) return 'by'
    if (!this.#sets.until.has(leading)) return 'on'
    // "To 6 December" ends something that began.
    return leading !== 'to' || items.some((item) => item.kind === 'value' && item.value.type === 'date')
      ? 'until'
      : 'on'
  }
}

/** The words before a date without the articles that belong to it. */
function lead(before: readonly string[]): readonly string[] {
  let end = before.length
  while (end > 0 && /^(?:the|le|la|l|au|a|du)$/.test(before[end - 1] ?? '')) end -= 1
  return before.slice(0, end)
}

const isWord = (token: Token): token is Word => typeof token !== 'string' && 'folded' in token
const accentless = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')
const numberOf = (amount: number, isArticle: boolean): Value => ({
  type: 'number',
  amount,
  rounding: 'exact',
  isArticle,
})
const textOf = (token: Token): string =>
  token === 'end' ? '' : isWord(token) ? token.raw : 'quote' in token ? token.quote : 'code' in token ? token.code : '#'

/** A word without what makes it feminine or plural. */
export const stemOf = (folded: string): string => (folded.length > 3 ? folded.replace(/(?:es|s|x|e)$/, '') : folded)

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

function wordsOf(raw: string): readonly Pick<Word, 'folded' | 'raw'>[] {
  const word = (text: string) => ({ raw: text, folded: foldText(text) })
  if (/^aujourd/i.test(raw)) return [word(raw)]
  const elided = ELISION.exec(raw)
  if (elided) return [word(elided[1] ?? ''), ...wordsOf(elided[2] ?? '')]
  const denied = /^(.+)n['’]t$/iu.exec(raw)
  if (denied) return [word(denied[1] ?? ''), word('not')]
  const owner = /^(.+)['’]s?$/iu.exec(raw)
  return /^e['’]?mail/i.test(raw) ? [word('email')] : [word(owner?.[1] ?? raw)]
}

/** The words of a name that begins there: capitals, with particles between them. */
function nameAt(tokens: readonly Token[], at: number, isCommon: (word: string) => boolean): readonly Word[] {
  const words: Word[] = []
  for (let end = at; end < tokens.length; end++) {
    const token = tokens[end] as Token
    if (!isWord(token)) break
    const isName = /^\p{Lu}/u.test(token.raw) && (end === at || !isCommon(token.folded))
    const next = tokens[end + 1]
    const isParticle =
      PARTICLES.has(token.folded) &&
      next !== undefined &&
      isWord(next) &&
      /^\p{Lu}/u.test(next.raw) &&
      !isCommon(next.folded)
    if (!isName && !(words.length > 0 && isParticle)) break
    words.push(token)
  }
  return words
}

/** Puts "not" where it belongs: to the first event behind it, else to what follows. */
function denied(items: readonly Item[], denials: readonly number[]): Item[] {
  const all = [...items]
  let loose = 0
  for (const from of denials) {
    const isTerm = (item: Item | undefined): item is Term =>
      item?.kind === 'event' || item?.kind === 'noun' || item?.kind === 'stem'
    const events = all.flatMap((item, index) => (item.kind === 'event' && item.name !== 'ONLY' ? [index] : []))
    const behind =
      events.find((index) => index >= from) ?? all.findIndex((item, index) => index >= from && isTerm(item))
    const isNext = behind >= 0 && !all.slice(from, behind).some(({ kind }) => kind === 'value')
    const index = isNext ? behind : -1
    const item = all[index]
    if (isTerm(item)) all[index] = { ...item, isDenied: !item.isDenied }
    else loose += 1
  }
  // What is denied without being said: "is not until 26 November".
  return loose > 0 ? [...all, { kind: 'stem', name: 'not', isDenied: true }] : all
}

/** Gives each number what it counts: the next noun. An article that counts nothing goes. */
function withUnits(items: readonly Item[]): readonly Item[] {
  return items.flatMap((item, index): readonly Item[] => {
    if (item.kind !== 'value' || item.value.type !== 'number') return [item]
    const isUnit = (one: Item | undefined): one is Term =>
      one?.kind === 'noun' ||
      one?.kind === 'stem' ||
      (one?.kind === 'event' && (one.name === 'MORE' || one.name === 'LESS'))
    let next = index + 1
    while (next < items.length && next <= index + 3 && !isUnit(items[next]) && items[next]?.kind !== 'value') next += 1
    const behind = items[next]
    const unit = isUnit(behind)
      ? behind
      : item.value.isArticle
        ? undefined
        : items.slice(0, index).reverse().find(isUnit)
    if (item.value.isArticle && !unit) return []
    return [{ ...item, unit: unit?.name ?? null }]
  })
}

/** Whether a date falls on a weekday, from Monday = 0. */
function isWeekday(weekday: number, value: Value, today: Today): boolean {
  if (value.type !== 'date' || value.day === null || value.month === null) return false
  const at = new Date(Date.UTC(value.year ?? Number(today.slice(0, 4)), value.month - 1, value.day))
  return (at.getUTCDay() + 6) % 7 === weekday
}
