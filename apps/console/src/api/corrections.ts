import type { components } from '@rapport/client'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from './api.ts'
import { profileKey } from './profiles.ts'

export type Correction = components['schemas']['Correction']
export type CorrectionOutcome = Correction['outcome'][number]

/** What is right, by attribute; see `POST /v1/profiles/{reference}/corrections`. */
export type CorrectedSet = Readonly<Record<string, string | readonly string[] | Readonly<Record<string, string>>>>

export const correctionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...profileKey(id), 'corrections'],
    queryFn: async ({ signal }) => {
      const asked = { params: { path: { reference: id } }, signal }
      return (await api.GET('/v1/profiles/{reference}/corrections', asked)).data?.items ?? []
    },
  })

/** @param call the call in which it was said, if it was */
export function useCorrect(profile: string, call: string | undefined) {
  const readAnew = useReadAnew(profile)
  return useMutation({
    mutationFn: async ({ key, set }: { readonly key: string; readonly set: CorrectedSet }) => {
      // What may be set of whom is the server's to say.
      const body = { key, set: set as object, ...(call !== undefined && { call }) }
      return required(
        (await api.POST('/v1/profiles/{reference}/corrections', { params: { path: { reference: profile } }, body }))
          .data,
      )
    },
    onSuccess: readAnew,
  })
}

export function useUndoCorrection(profile: string) {
  const readAnew = useReadAnew(profile)
  return useMutation({
    mutationFn: async (id: string) => {
      const asked = { params: { path: { reference: profile, id } } }
      return required((await api.DELETE('/v1/profiles/{reference}/corrections/{id}', asked)).data)
    },
    onSuccess: readAnew,
  })
}

function useReadAnew(profile: string): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: profileKey(profile) })
}

function required<T>(data: T | undefined): T {
  if (data === undefined) throw new Error('the server answered nothing')
  return data
}
