import type { components } from '@rapport/client'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from './api.ts'

type Schemas = components['schemas']
export type Profile = Schemas['Profile']
export type ProfileHead = Schemas['ProfileHead']
export type Provenance = Schemas['Provenance']
export type Conflict = Schemas['Conflict']
export type SourceRecord = Schemas['Record']
export type TimelineItem = Schemas['TimelineItem']
export type Decision = Schemas['Decision']
export type Link = Schemas['Links']['links'][number]

const SEARCH_HITS = 30
const FIRST_PROFILES = 50
const TIMELINE_PAGE = 40

const at = (id: string) => ({ params: { path: { reference: id } } })

/** Everything about one profile lies under this key, so that a change of it can be told in one breath. */
export const profileKey = (id: string) => ['profile', id] as const

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: async ({ signal }) => {
      if (q !== '') {
        const { data } = await api.GET('/v1/search', { params: { query: { q, limit: SEARCH_HITS } }, signal })
        return (data?.items ?? []).map(({ id, name, attributes }) => ({ id, name, attributes }))
      }
      const { data } = await api.GET('/v1/profiles', { params: { query: { limit: FIRST_PROFILES } }, signal })
      return (data?.items ?? []).map(({ id, attributes }) => ({ id, name: nameOf(attributes), attributes }))
    },
    // While somebody types, what was found stays until there is something better.
    placeholderData: keepPreviousData,
  })

export const profileQuery = (id: string) =>
  queryOptions({
    queryKey: profileKey(id),
    queryFn: async ({ signal }) => required((await api.GET('/v1/profiles/{reference}', { ...at(id), signal })).data),
  })

export const recordsQuery = (id: string) =>
  queryOptions({
    queryKey: [...profileKey(id), 'records'],
    queryFn: async ({ signal }) =>
      required((await api.GET('/v1/profiles/{reference}/records', { ...at(id), signal })).data).items,
  })

export const linksQuery = (id: string) =>
  queryOptions({
    queryKey: [...profileKey(id), 'links'],
    queryFn: async ({ signal }) =>
      required((await api.GET('/v1/profiles/{reference}/links', { ...at(id), signal })).data),
  })

export const membershipsQuery = (id: string) =>
  queryOptions({
    queryKey: [...profileKey(id), 'segments'],
    queryFn: async ({ signal }) =>
      required((await api.GET('/v1/profiles/{reference}/segments', { ...at(id), signal })).data).items,
  })

/** The profile as it was known at the end of a day (`2026-06-30`). */
export const historyQuery = (id: string, day: string) =>
  queryOptions({
    queryKey: [...profileKey(id), 'history', day],
    queryFn: async ({ signal }) => {
      const asked = { params: { path: { reference: id }, query: { at: day } }, signal }
      return required((await api.GET('/v1/profiles/{reference}/history', asked)).data)
    },
  })

export const timelineQuery = (id: string, entities: readonly string[], page: number = TIMELINE_PAGE) =>
  infiniteQueryOptions({
    queryKey: [...profileKey(id), 'timeline', entities.join(','), page],
    queryFn: async ({ signal, pageParam }) => {
      const query = {
        limit: page,
        ...(entities.length > 0 && { entities: entities.join(',') }),
        ...(pageParam !== null && { after: pageParam }),
      }
      const asked = { params: { path: { reference: id }, query }, signal }
      return required((await api.GET('/v1/profiles/{reference}/timeline', asked)).data)
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })

/** Titles and units of the workspace's segments and insights; they change when somebody configures. */
export const segmentsQuery = queryOptions({
  queryKey: ['segments'],
  queryFn: async ({ signal }) => required((await api.GET('/v1/segments', { signal })).data).items,
  staleTime: 300_000,
})

export const insightsQuery = queryOptions({
  queryKey: ['insights'],
  queryFn: async ({ signal }) => required((await api.GET('/v1/insights', { signal })).data).items,
  staleTime: 300_000,
})

/** What a profile is called; empty when no source said. */
export function nameOf(attributes: Readonly<Record<string, unknown>>): string {
  const text = (name: string) => (typeof attributes[name] === 'string' ? (attributes[name] as string) : '')
  const parts = [text('givenName'), text('familyName')].filter((one) => one !== '')
  return parts.length > 0 ? parts.join(' ') : text('fullName') || text('name') || text('legalName')
}

function required<T>(data: T | undefined): T {
  if (data === undefined) throw new Error('the server answered nothing')
  return data
}
