import { foldText } from '@rapport/harmonise'
import { isQuotationOf } from '../language/quotation.ts'
import type { Clause, Item, Proper, Term } from './item.ts'
import { type ClaimReader, stemOf } from './read.ts'
import { isSaidRight, type Today, type Value } from './values.ts'
import { refusals, softly } from './words.ts'

type ValueItem = Extract<Item, { kind: 'value' }>

/** What a statement, read, offers as support. */
export interface Evidence {
  readonly id: string
  readonly clauses: readonly Clause[]
  readonly vocabulary: ReadonlySet<string>
}

/** Who the profile is, by any of the names it is called: folded words. */
export type Title = ReadonlySet<string>

export function evidenceOf(id: string, text: string, reader: ClaimReader, today: Today): Evidence {
  const clauses = reader.read(text, today)
  const words = clauses.flatMap(({ items }) =>
    items.flatMap((item) =>
      item.kind === 'proper' ? item.words.map(stemOf) : item.kind === 'stem' ? [item.name] : [],
    ),
  )
  return { id, clauses, vocabulary: new Set(words) }
}

/** Decides whether clauses say only what one piece of evidence says: each item is there, and belongs to what it is said of. */
export class Support {
  readonly #reader: ClaimReader
  readonly #title: Title
  readonly #today: Today

  constructor(reader: ClaimReader, title: Title, today: Today) {
    this.#reader = reader
    this.#title = title
    this.#today = today
  }

  /** The first piece of a clause that the evidence does not have; `undefined` when it has all. */
  missing(clause: Clause, evidence: Evidence): string | undefined {
    const item = clause.items.find((one) => !this.#has(one, evidence))
    return item && textOf(item)
  }

  /** Whether a clause names something that is the evidence's and not the other's: only then may a sentence pass over to it. */
  isAnchored(clause: Clause, evidence: Evidence, other: Evidence): boolean {
    return clause.items.some(
      (item) =>
        (item.kind === 'code' ||
          item.kind === 'quote' ||
          item.kind === 'noun' ||
          item.kind === 'stem' ||
          (item.kind === 'proper' && !this.#isTitle(item))) &&
        !(item.kind === 'stem' && this.#reader.isCustomer(item.name)) &&
        this.#has(item, evidence) &&
        !this.#has(item, other),
    )
  }

  /** What is wrongly put together in clauses whose pieces are all there; `undefined` when nothing is. */
  misplaced(run: readonly Clause[], evidence: Evidence): string | undefined {
    for (const [index, clause] of run.entries()) {
      for (const item of clause.items) {
        const isWrong =
          item.kind === 'value'
            ? !this.#isValueInPlace(item, index, run, evidence)
            : item.kind === 'event'
              ? !isAsSure(item, clause, evidence) || !this.#isSubjectRight(item, clause, evidence)
              : (item.kind === 'noun' || item.kind === 'stem') && !isAsDenied(item, run, evidence)
        if (isWrong) return textOf(item)
      }
      if (clause.isModal && !evidence.clauses.some((one) => one.isModal)) return clause.text
    }
    return undefined
  }

  #has(item: Item, { clauses, vocabulary }: Evidence): boolean {
    const some = (test: (known: Item) => boolean) => clauses.some(({ items }) => items.some(test))
    switch (item.kind) {
      case 'value':
        if (item.value.type === 'number' && item.value.isArticle) {
          // "A return" where there were two; where nothing was counted it is an article.
          const counted = clauses.flatMap(({ items }) => items.filter((one) => isNumberOf(one, item.unit)))
          return (
            counted.length === 0 ||
            counted.some((one) => one.kind === 'value' && isSaidRight(item.value, one.value, this.#today))
          )
        }
        return some((known) => this.#isSameValue(item, known))
      case 'code':
        return some((known) => known.kind === 'code' && known.text.toLowerCase() === item.text.toLowerCase())
      case 'quote':
        return some((known) => known.kind === 'quote' && isQuotationOf(item.text, known.text, foldText))
      case 'proper':
        return (
          some((known) => known.kind === 'proper' && isWithin(item.words, known.words)) ||
          (this.#isTitle(item) && !item.isParty) ||
          (item.words.length === 1 && vocabulary.has(stemOf(item.words[0] ?? '')))
        )
      case 'event':
        return (
          some((known) => isSameEvent(item, known)) ||
          (item.name === 'ONLY' && !item.isDenied && some((known) => isTerm(known, 'LATE'))) ||
          (item.name === 'HAPPEN' && !item.isDenied && !some((known) => isTerm(known, 'FUTURE'))) ||
          (item.name === 'SPEND' &&
            !item.isDenied &&
            some((known) => known.kind === 'value' && known.value.type === 'money') &&
            !some((known) => isTerm(known, 'PAID')))
        )
      case 'noun':
        return (
          some((known) => (known.kind === 'noun' || known.kind === 'event') && known.name === item.name) ||
          (softly[item.name] ?? []).some((name) => some((known) => isTerm(known, name)))
        )
      case 'stem':
        return vocabulary.has(item.name) || (this.#reader.isCustomer(item.name) && !item.isDenied)
    }
  }

  #isSameValue(said: ValueItem, known: Item): known is ValueItem {
    if (known.kind !== 'value' || !isSaidRight(said.value, known.value, this.#today)) return false
    return said.value.type !== 'number' || isSameUnit(said.unit, known.unit)
  }

  /** A date, time, amount or share is said of the event that the evidence says it of, and not of another's shop or system. */
  #isValueInPlace(item: ValueItem, index: number, run: readonly Clause[], { clauses }: Evidence): boolean {
    const { type } = item.value
    const places = clauses.flatMap((clause, at) =>
      clause.items.some((known) => this.#isSameValue(item, known)) ? [at] : [],
    )
    if (type === 'number') return true
    const roles = rolesOf(item, index, run)
    const isBound = places.some((at) => {
      const around = eventsAround(clauses, at)
      if (isBy(item) && !around.some(isDeadlineEvent) && !(clauses[at] as Clause).items.some(isBy)) return false
      if (roles.length === 0) return around.length === 0 || (item.isDeadline && around.some(isDeadlineEvent))
      if (
        roles.some(
          (role) => isSoft(role) || around.some((known) => isSameEvent(role, known) || isSameDebt(role, known)),
        )
      )
        return true
      // The evidence says it of nothing: then only an event that has a value of its own cannot be meant.
      const isElsewhere = clauses.some(
        (clause) =>
          hasValue(clause, type) && eventsOf(clause).some((known) => roles.some((role) => isSameEvent(role, known))),
      )
      return around.length === 0 && !isElsewhere
    })
    const clause = run[index] as Clause
    return isBound && !this.#isOthers(item, clause, places, clauses) && isTold(item, clause, places, clauses)
  }

  /** Whether something named beside the value has, in the evidence, another value of that type. */
  #isOthers(item: ValueItem, clause: Clause, places: readonly number[], clauses: readonly Clause[]): boolean {
    return clause.items.some((beside) => {
      if (beside.kind !== 'noun' && beside.kind !== 'proper' && beside.kind !== 'stem') return false
      const at = clauses.flatMap((one, index) =>
        index > 0 && one.items.some((known) => isSameThing(beside, known)) ? [index] : [],
      )
      const isInSubject = clauses[0]?.items.some((known) => isSameThing(beside, known)) === true && !places.includes(0)
      return (
        !isInSubject &&
        at.length > 0 &&
        !at.some((index) => places.includes(index)) &&
        at.some((index) => hasValue(clauses[index] as Clause, item.value.type))
      )
    })
  }

  /** Who does it is who does it in the evidence, as far as that names somebody. */
  #isSubjectRight(event: Term, clause: Clause, { clauses }: Evidence): boolean {
    const end = clause.items.indexOf(event)
    const subject = clause.items
      .slice(0, end)
      .find((item) => item.kind === 'noun' || item.kind === 'proper' || item.kind === 'stem')
    if (!subject) return true
    const same = clauses.filter(({ items }) => items.some((known) => isSameEvent(event, known)))
    const isCustomer =
      subject.kind === 'proper'
        ? this.#isTitle(subject)
        : subject.kind === 'stem' && this.#reader.isCustomer(subject.name)
    if (isCustomer) return !same.some(({ items }) => actorOf(items, event, (name) => this.#isTitle(name)))
    const elsewhere = clauses.filter(
      ({ items }, index) => index > 0 && items.some((known) => isSameThing(subject, known)),
    )
    if (clauses[0]?.items.some((known) => isSameThing(subject, known)) || elsewhere.length === 0) return true
    return elsewhere.some((one) => same.includes(one) || eventsOf(one).length === 0)
  }

  #isTitle({ words }: Proper): boolean {
    return words.every((word) => this.#title.has(word))
  }
}

const isTerm = (item: Item, name: string): boolean =>
  (item.kind === 'event' || item.kind === 'noun') && item.name === name
const isNumberOf = (item: Item, unit: string | null): boolean =>
  item.kind === 'value' && item.value.type === 'number' && !item.value.isArticle && isSameUnit(unit, item.unit)
const isSameUnit = (said: string | null, known: string | null): boolean =>
  said === known || (said !== null && known !== null && (softly[said] ?? []).includes(known))

function isSameEvent(said: Item, known: Item): boolean {
  if (said.kind !== 'event' || known.kind !== 'event' || said.isDenied !== known.isDenied) return false
  return said.name === known.name || (softly[said.name] ?? []).includes(known.name)
}

const isDebt = ({ name, isDenied }: Term): boolean => (name === 'PAID' && isDenied) || (name === 'LATE' && !isDenied)
/** What is unpaid since a day is overdue since then. */
const isSameDebt = (said: Term, known: Term): boolean => isDebt(said) && isDebt(known)

const isSoft = (event: Term): boolean => event.name === 'HAPPEN' || event.name === 'ONLY' || event.name === 'SPEND'
const isDeadlineEvent = ({ name }: Term): boolean => name === 'DUE' || name === 'PROMISE' || name === 'FUTURE'
const isBy = (item: Item): boolean => item.kind === 'value' && item.value.type === 'date' && item.value.sense === 'by'

function isSameThing(said: Item, known: Item): boolean {
  if (said.kind === 'proper') return known.kind === 'proper' && isWithin(said.words, known.words)
  return (said.kind === 'noun' || said.kind === 'stem') && known.kind === said.kind && known.name === said.name
}

/** Whether words follow each other in a name. */
function isWithin(words: readonly string[], name: readonly string[]): boolean {
  return ` ${name.join(' ')} `.includes(` ${words.join(' ')} `)
}

const eventsOf = ({ items }: Clause): readonly Term[] => items.filter((item): item is Term => item.kind === 'event')
const hasValue = ({ items }: Clause, type: Value['type']): boolean =>
  items.some((item) => item.kind === 'value' && item.value.type === type)

/** The events that a value of a clause belongs to: its clause's, else, where that has nothing of its own, those before it. */
function eventsAround(clauses: readonly Clause[], at: number): readonly Term[] {
  const own = eventsOf(clauses[at] as Clause)
  const isBare = clauses[at]?.items.every(({ kind }) => kind === 'value')
  return own.length > 0 || !isBare || at === 0 ? own : eventsOf(clauses[at - 1] as Clause)
}

/** The event that a value is said of: the nearest before it in its clause, behind it, those of clauses before; of a bare one, of the next. */
function rolesOf(item: ValueItem, index: number, run: readonly Clause[]): readonly Term[] {
  const { items } = run[index] as Clause
  const at = items.indexOf(item)
  const isEvent = (one: Item): one is Term => one.kind === 'event' && one.name !== 'ONLY'
  const near = items.slice(0, at).filter(isEvent).at(-1) ?? items.slice(at + 1).find(isEvent)
  if (near || item.isDeadline) return near ? [near] : []
  for (let earlier = index - 1; earlier >= 0; earlier--) {
    const events = (run[earlier] as Clause).items.filter(isEvent)
    if (events.length > 0) return events
  }
  return items.every(({ kind }) => kind === 'value') ? (run[index + 1]?.items.filter(isEvent).slice(0, 1) ?? []) : []
}

/** Where sources or years have values of their own, a value is told with what it is of. */
function isTold(item: ValueItem, clause: Clause, places: readonly number[], clauses: readonly Clause[]): boolean {
  const { type } = item.value
  const isThing = (one: Item) => one.kind === 'noun' || one.kind === 'proper' || one.kind === 'stem'
  return places.some((at) => {
    const own = clauses[at] as Clause
    const things = own.items.filter(isThing)
    const isOneOfSeveral = clauses.some(
      (other, index) =>
        index !== at && eventsOf(other).length === 0 && hasValue(other, type) && other.items.some(isThing),
    )
    if (eventsOf(own).length > 0 || things.length === 0 || !isOneOfSeveral) return true
    return clause.items.some((said) => things.some((known) => isSameThing(said, known)))
  })
}

/** What the evidence holds for probable is told as probable. */
function isAsSure(event: Term, clause: Clause, { clauses }: Evidence): boolean {
  const same = clauses.filter(({ items }) => items.some((known) => isSameEvent(event, known)))
  return (
    same.length === 0 ||
    same.some(({ isModal }) => isModal === clause.isModal) ||
    (!clause.isModal && same.some(({ isModal }) => !isModal))
  )
}

/** "No marketing" may be told as a refusal of marketing; a noun that is there is not denied. */
function isAsDenied(term: Term, run: readonly Clause[], { clauses }: Evidence): boolean {
  const known = clauses.flatMap(({ items }) =>
    items.filter((item): item is Term => (item.kind === 'noun' || item.kind === 'stem') && item.name === term.name),
  )
  if (known.length === 0 || known.some(({ isDenied }) => isDenied === term.isDenied))
    return known.length > 0 || !term.isDenied
  const events = term.isDenied ? clauses.flatMap(eventsOf) : run.flatMap(eventsOf)
  return !term.isDenied && events.some(({ name, isDenied }) => refusals.has(name) && !isDenied)
}

/** Somebody other than the customer who, by name, does it in this clause. */
function actorOf(items: readonly Item[], event: Term, isTitle: (name: Proper) => boolean): boolean {
  const at = items.findIndex((known) => isSameEvent(event, known))
  return items.some(
    (item, index) => item.kind === 'proper' && !isTitle(item) && (index < at ? !item.isParty : item.isParty),
  )
}

function textOf(item: Item): string {
  switch (item.kind) {
    case 'value':
      return JSON.stringify(item.value)
    case 'proper':
      return item.words.join(' ')
    case 'event':
    case 'noun':
    case 'stem':
      return `${item.isDenied ? 'not ' : ''}${item.name.toLowerCase()}`
    default:
      return item.text
  }
}
