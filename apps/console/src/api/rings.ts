import type { components } from '@rapport/client'
import { type QueryClient, queryOptions, skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { callKey } from './desk.ts'
import { followFeed } from './feed.ts'
import { sessionKey } from './session.ts'

export type Ring = components['schemas']['Ring']

/** What rings, and whether we would hear it. */
export interface Rings {
  readonly isLive: boolean
  /** Calls of the last minutes, the newest first. */
  readonly items: readonly Ring[]
  /** Those that ring now and nobody answered, the oldest first. */
  readonly ringing: readonly string[]
  /** The newest one that rang while we listened. */
  readonly arrived: Ring | null
}

const KINDS = ['ring', 'change', 'recent', 'gone'] as const
const MAX_SHOWN = 30
/** Nobody lets it ring for longer. */
const RINGING_MS = 45_000

const nothing: Rings = { isLive: false, items: [], ringing: [], arrived: null }

const ringsQuery = queryOptions<Rings>({
  queryKey: ['rings'],
  // The feed fills it.
  queryFn: skipToken,
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
})

export const useRings = (): Rings => useQuery(ringsQuery).data ?? nothing

/** While mounted: calls are heard of as they ring. */
export function useLiveRings(mayHear: boolean): void {
  const client = useQueryClient()
  useEffect(() => {
    if (!mayHear) return
    return followFeed('/v1/calls/stream', {
      kinds: KINDS,
      onEvent: (kind, data) => onRing(client, kind as (typeof KINDS)[number], JSON.parse(data) as Ring),
      onLive: (isLive) => update(client, (rings) => ({ ...rings, isLive })),
      onRefusal: () => void client.invalidateQueries({ queryKey: sessionKey }),
      isNeededHidden: () => location.pathname.endsWith('/desk'),
    })
  }, [client, mayHear])
}

function onRing(client: QueryClient, kind: (typeof KINDS)[number], ring: Ring): void {
  // Somebody else may have done it; what is open is read anew.
  if (kind === 'change' || kind === 'gone') void client.invalidateQueries({ queryKey: callKey(ring.id) })
  const isNew = client.getQueryData(ringsQuery.queryKey)?.items.every(({ id }) => id !== ring.id) ?? true
  // What was missed while the connection was down may ring still.
  const rings = isNew && ring.taken === null && (kind === 'ring' || (kind === 'recent' && isRecent(ring)))
  if (rings) setTimeout(() => update(client, (before) => silenced(before, ring.id)), RINGING_MS)
  update(client, (before) => {
    const others = before.items.filter(({ id }) => id !== ring.id)
    if (kind === 'gone') return silenced({ ...before, items: others }, ring.id)
    const items = [...others, ring].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, MAX_SHOWN)
    if (rings) return { ...before, items, ringing: [...before.ringing, ring.id], arrived: ring }
    return ring.taken ? silenced({ ...before, items }, ring.id) : { ...before, items }
  })
}

const silenced = (rings: Rings, id: string): Rings => ({ ...rings, ringing: rings.ringing.filter((one) => one !== id) })

const isRecent = ({ at }: Ring): boolean => Date.now() - Date.parse(at) < RINGING_MS

function update(client: QueryClient, change: (rings: Rings) => Rings): void {
  client.setQueryData(ringsQuery.queryKey, (rings) => change(rings ?? nothing))
}
