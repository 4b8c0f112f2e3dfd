import type { Value } from './values.ts'

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

/** Puts "not" where it belongs: to the first event behind it, else to what follows. */
export function denied(items: readonly Item[], denials: readonly number[]): Item[] {
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
export function withUnits(items: readonly Item[]): readonly Item[] {
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
