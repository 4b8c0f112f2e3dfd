import type { AnchorId, ProfileId } from '@rapport/core'
import type { Reader, Writes } from '@rapport/engine'
import { compareText } from './order.ts'
import type { State } from './state.ts'

export function searchPrefix(
  state: State,
  prefixes: readonly string[],
  limit: number,
): readonly { readonly key: string; readonly anchor: AnchorId; readonly profile: ProfileId }[] {
  const found = new Map<string, { key: string; anchor: AnchorId; profile: ProfileId }>()
  for (const prefix of prefixes) {
    const hits: { key: string; anchor: AnchorId; profile: ProfileId }[] = []
    for (const [key, anchors] of state.anchorsOfSearchKey) {
      if (!key.startsWith(prefix)) continue
      for (const anchor of anchors) {
        const profile = state.anchors.get(anchor)?.profile
        if (profile !== undefined) hits.push({ key, anchor, profile })
      }
    }
    for (const hit of hits.sort(compareHits).slice(0, limit)) found.set(`${hit.anchor} ${hit.key}`, hit)
  }
  return [...found.values()].sort(compareHits)
}

const compareHits = (a: { key: string; anchor: number }, b: { key: string; anchor: number }): number =>
  compareText(a.key, b.key) || a.anchor - b.anchor

export function searchNumbers(
  state: State,
  prefix: string,
  limit: number,
): Awaited<ReturnType<Reader['searchNumbers']>> {
  return [...state.activities.values()]
    .flatMap(({ id, number, anchor, space, territory }) => {
      const profile = anchor === 0 ? undefined : state.anchors.get(anchor)?.profile
      if (profile === undefined || number?.startsWith(prefix) !== true) return []
      return [{ id, number, anchor, space, territory, profile }]
    })
    .sort((a, b) => compareText(a.number, b.number) || a.id - b.id)
    .slice(0, limit)
    .map(({ id: _, ...hit }) => hit)
}

export function similarTerms(state: State, variants: readonly string[], limit: number): readonly string[] {
  const wanted = new Set(variants)
  return [...state.terms]
    .map(([term, own]) => ({ term, shared: own.filter((variant) => wanted.has(variant)).length }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared || compareText(a.term, b.term))
    .slice(0, limit)
    .map(({ term }) => term)
}

export function writeTerms(state: State, terms: Writes['terms']): void {
  for (const { term, variants } of terms ?? []) state.terms.set(term, [...new Set(variants)])
}

/** Terms that no record stands for any more. */
export function releaseTerms(state: State, released: readonly string[]): number {
  let count = 0
  for (const key of released) if (!state.anchorsOfSearchKey.has(key) && state.terms.delete(key)) count++
  return count
}
