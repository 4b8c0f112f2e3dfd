import type { components } from '@rapport/client'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from './api.ts'
import { profileKey } from './profiles.ts'

export type Correction = components['schemas']['Correction']
export type CorrectionOutcome = Correction['outcome'][number]

export type SaidConsent = components['schemas']['SaidConsent']

/** What they allow or refuse; a channel of '' is all of them. */
export interface ConsentDraft {
  readonly purpose: string
  readonly channel: string
  readonly state: SaidConsent['state']
}

/** What became of what was said. */
export interface Said {
  readonly correction: Correction | null
  readonly consent: SaidConsent | null
}

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

interface SayRequest {
  /** The writer's own, so that sending it again writes nothing twice: not what had succeeded either. */
  readonly key: string
  readonly set: CorrectedSet
  readonly consent: ConsentDraft | null
}

/** @param call the call in which it was said, if it was */
export function useSay(profile: string, call: string | undefined) {
  const readAnew = useReadAnew(profile)
  const asked = { params: { path: { reference: profile } } } as const
  const told = call === undefined ? {} : { call }
  return useMutation({
    mutationFn: async ({ key, set, consent }: SayRequest): Promise<Said> => {
      // What may be set of whom is the server's to say.
      const correction = { key, set: set as object, ...told }
      const { channel = '', ...allowed } = consent ?? {}
      return {
        correction:
          Object.keys(set).length === 0
            ? null
            : required((await api.POST('/v1/profiles/{reference}/corrections', { ...asked, body: correction })).data),
        consent:
          consent === null
            ? null
            : required(
                (
                  await api.POST('/v1/profiles/{reference}/consents', {
                    ...asked,
                    body: { key, ...(allowed as ConsentDraft), ...(channel === '' ? {} : { channel }), ...told },
                  })
                ).data,
              ),
      }
    },
    onSuccess: readAnew,
  })
}

/** Takes back what was said. */
export function useUnsay(profile: string) {
  const readAnew = useReadAnew(profile)
  const at = (id: string) => ({ params: { path: { reference: profile, id } } })
  return useMutation({
    mutationFn: async ({ correction, consent }: Said) => {
      if (correction) await api.DELETE('/v1/profiles/{reference}/corrections/{id}', at(correction.id))
      if (consent) await api.DELETE('/v1/profiles/{reference}/consents/{id}', at(consent.id))
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
