import { type Clause, denied, type Item, type Term, withUnits } from './item.ts'
import { Lexicon, MODAL } from './lexicon.ts'
import { type Fixed, isWord, nameAt, type Token, textOf, tokensOf, type Word } from './tokens.ts'
import { type Today, type Value, ValueScanner } from './values.ts'
import type { ClaimWords } from './words.ts'

/** Reads sentences of a language into clauses of items. Knows words and numbers, and nothing of facts. Made once a language. */
export class ClaimReader {
  readonly words: ClaimWords
  readonly #lexicon: Lexicon
  readonly #values: ValueScanner
  readonly #span: RegExp
  readonly #fromTo: RegExp

  constructor(words: ClaimWords) {
    this.words = words
    this.#lexicon = new Lexicon(words)
    this.#values = new ValueScanner(words)
    this.#span = new RegExp(
      `(\\d{1,2})(?:st|nd|rd|th|er)? (to|until|till|through|–|-|au) (\\d{1,2})(?:st|nd|rd|th)? (${words.months.join('|')})( \\d{4})?`,
      'giu',
    )
    this.#fromTo = new RegExp(`\\bdu (\\d{1,2}(?:er)? (?:${words.months.join('|')})(?: \\d{4})?) au `, 'giu')
  }

  isCustomer(stem: string): boolean {
    return this.#lexicon.customer.has(stem) || this.#lexicon.customer.has(`${stem}e`)
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
    for (const token of tokensOf(text, this.#values, today)) {
      if (token === 'end') groups.push([])
      else if (isWord(token) && this.#lexicon.sets.splitters.has(token.folded)) groups.push([token])
      else groups.at(-1)?.push(token)
    }
    return groups.filter((group) => group.length > 0).map((group) => this.#clause(group, today))
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
      const phrase = this.#lexicon.phrase(tokens, at)
      const { folded } = token
      const isNamed =
        /^\p{Lu}/u.test(token.raw) && !this.#lexicon.isCommon(folded) && !this.words.weekdays.includes(folded)
      if (phrase && !isNamed) {
        for (const { kind, name, isDenied } of phrase.concepts)
          if (name === MODAL) isModal = true
          else term(kind, name, isDenied)
        for (let step = 0; step < phrase.length; step++) before.push((tokens[at + step] as Word).folded)
        at += phrase.length
        continue
      }
      if (isNamed) {
        const words = nameAt(tokens, at, (word) => this.#lexicon.isCommon(word))
        const isParty = this.#lexicon.sets.parties.has(before.at(-1) ?? '')
        items.push({ kind: 'proper', words: words.map((word) => word.folded), isParty })
        at += words.length
        before.push(folded)
        continue
      }
      if (this.#lexicon.isDenial(folded, before)) denials.push(items.length)
      else if (this.#lexicon.sets.articles.has(folded))
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
      } else if (!this.#lexicon.isSilent(folded, tokens, at))
        term('stem', this.#lexicon.customer.has(folded) ? folded : stemOf(folded))
      before.push(folded)
      at += 1
    }
    return { items: withUnits(denied(items, denials)), isModal, text: tokens.map(textOf).join(' ') }
  }

  #fixed(token: Fixed, before: readonly string[], items: readonly Item[]): Item {
    if ('quote' in token) return { kind: 'quote', text: token.quote }
    if ('code' in token) return { kind: 'code', text: token.code }
    const { value } = token
    if (value.type === 'date') {
      const sense = this.#sense(before, items)
      const isDeadline = sense === 'by' || this.#lexicon.sets.parties.has(lead(before).at(-1) ?? '')
      return { kind: 'value', value: { ...value, sense }, unit: null, isDeadline }
    }
    if (value.type === 'time') return { kind: 'value', value, unit: null, isDeadline: false }
    const how = this.#lexicon.roundings.get(
      (before.at(-1) === 'de' || before.at(-1) === 'd' ? before.at(-2) : before.at(-1)) ?? '',
    )
    return { kind: 'value', value: how ? { ...value, rounding: how } : value, unit: null, isDeadline: false }
  }

  /** What the words before a date make of it. */
  #sense(before: readonly string[], items: readonly Item[]): 'on' | 'since' | 'until' | 'by' {
    const leading = lead(before).at(-1) ?? ''
    if (this.#lexicon.sets.since.has(leading)) return 'since'
    if (this.#lexicon.sets.by.has(leading)) return 'by'
    if (!this.#lexicon.sets.until.has(leading)) return 'on'
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

const accentless = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')
const numberOf = (amount: number, isArticle: boolean): Value => ({
  type: 'number',
  amount,
  rounding: 'exact',
  isArticle,
})

/** A word without what makes it feminine or plural. */
export const stemOf = (folded: string): string => (folded.length > 3 ? folded.replace(/(?:es|s|x|e)$/, '') : folded)

/** Whether a date falls on a weekday, from Monday = 0. */
function isWeekday(weekday: number, value: Value, today: Today): boolean {
  if (value.type !== 'date' || value.day === null || value.month === null) return false
  const at = new Date(Date.UTC(value.year ?? Number(today.slice(0, 4)), value.month - 1, value.day))
  return (at.getUTCDay() + 6) % 7 === weekday
}
