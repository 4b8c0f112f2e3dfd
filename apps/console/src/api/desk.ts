import type { components } from '@rapport/client'
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from './api.ts'
import { profileKey } from './profiles.ts'

type Schemas = components['schemas']
export type Call = Schemas['Call']
export type CallCandidate = Call['candidates'][number]
export type Brief = NonNullable<Schemas['Brief']>
export type Answer = Schemas['Answer']
export type Offer = Schemas['Offers']['items'][number]
/** What a sentence stands on. Facts of answers carry less than those of briefs; this is what both have. */
export type CitedFact = Schemas['AnswerFact']

export const callKey = (id: string) => ['call', id] as const

/** What rules can be written in: the console's language where they speak it, else English. */
export const spoken = (language: string): 'en' | 'fr' => (language === 'fr' ? 'fr' : 'en')

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: callKey(id),
    queryFn: async ({ signal }) =>
      required((await api.GET('/v1/calls/{id}', { params: { path: { id } }, signal })).data),
    // The feed of calls says when it changed; the brief has a query of its own.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The brief of whoever is calling. The call's own is taken where it is in the reader's language, so a ring asks once. */
export const briefQuery = (call: Call, profile: string, language: string, all: boolean) =>
  queryOptions({
    queryKey: [...profileKey(profile), 'brief', call.id, call.isVerified, spoken(language), all],
    queryFn: async ({ signal }) => {
      const body = { profile, occasion: 'call', call: call.id, language: spoken(language) } as const
      const query = all ? ({ all: 'true' } as const) : {}
      // It can also be told as a page; a browser that asks for anything is answered so.
      const headers = { accept: 'application/json' }
      return required((await api.POST('/v1/briefs', { body, params: { query }, headers, signal })).data) as Brief
    },
    ...(!all && call.brief?.profile === profile && call.brief.language === spoken(language)
      ? { initialData: call.brief }
      : { placeholderData: keepPreviousData }),
  })

export const offersQuery = (call: Call, profile: string, language: string) =>
  queryOptions({
    queryKey: [...profileKey(profile), 'offers', call.id, call.isVerified, spoken(language)],
    queryFn: async ({ signal }) => {
      const query = { occasion: 'call', call: call.id, language: spoken(language) } as const
      const asked = { params: { path: { reference: profile }, query }, signal }
      return required((await api.GET('/v1/profiles/{reference}/actions', asked)).data)
    },
  })

/** The phone rings. */
export const useRing = () =>
  useCallChange(async (from: string) => (await api.POST('/v1/calls', { body: { from } })).data)

/** Says that this desk answers; everybody else's is told. */
export function useTake() {
  return useCallChange(
    async (id: string) =>
      (await api.POST('/v1/calls/{id}/take', { params: { path: { id } }, body: { desk: deskName() } })).data,
  )
}

/** Says who is calling, or who is not. */
export const usePick = (id: string) =>
  useCallChange(
    async (body: { profile: string } | { not: string }) =>
      (await api.POST('/v1/calls/{id}/pick', { params: { path: { id } }, body })).data,
  )

/** Notes how the caller proved who they are. */
export const useVerify = (id: string) =>
  useCallChange(
    async (method: string) =>
      (await api.POST('/v1/calls/{id}/verify', { params: { path: { id } }, body: { method } })).data,
  )

/** Writes down a caller whom nobody knew. */
export const useContact = (id: string) =>
  useCallChange(
    async (body: { givenName?: string; familyName?: string }) =>
      (await api.POST('/v1/calls/{id}/contact', { params: { path: { id } }, body })).data,
  )

/** Asks about the one who is calling; what is sensitive waits for the call as in the brief. */
export const useAsk = (call: string, profile: string) =>
  useMutation({
    mutationFn: async (question: string) => {
      // It can also be streamed while a model writes.
      const headers = { accept: 'application/json' }
      const asked = await api.POST('/v1/answers', { body: { profile, question, call }, headers })
      return required(asked.data) as Answer
    },
  })

interface OfferAnswer {
  readonly name: string
  readonly accept: boolean
  /** In their words; empty when they did not say. */
  readonly why: string
}

/** Accepts or declines an action; answers with the proposal, which can be taken back. */
export function useAnswerOffer(call: string, profile: string) {
  const readAnew = useReadAnew(profile)
  return useMutation({
    mutationFn: async ({ name, accept, why }: OfferAnswer) => {
      const asked = {
        params: { path: { reference: profile, name } },
        body: { call, occasion: 'call', ...(why !== '' && { why }) },
      } as const
      const { data } = accept
        ? await api.POST('/v1/profiles/{reference}/actions/{name}/accept', asked)
        : await api.POST('/v1/profiles/{reference}/actions/{name}/decline', asked)
      return required(data)
    },
    onSuccess: readAnew,
  })
}

export function useTakeBackOffer(profile: string) {
  const readAnew = useReadAnew(profile)
  return useMutation({
    mutationFn: async (id: string) => {
      await api.DELETE('/v1/profiles/{reference}/proposals/{id}', { params: { path: { reference: profile, id } } })
    },
    onSuccess: readAnew,
  })
}

/** What was said and promised; `key` is the writer's own, so that sending twice writes once. */
export interface NoteDraft {
  readonly key: string
  readonly text: string
  readonly task?: { readonly subject: string; readonly dueAt?: string }
}

export function useWriteNote(call: string, profile: string) {
  const readAnew = useReadAnew(profile)
  return useMutation({
    mutationFn: async (draft: NoteDraft) => {
      const asked = { params: { path: { reference: profile } }, body: { ...draft, kind: 'call', call } } as const
      return required((await api.POST('/v1/profiles/{reference}/notes', asked)).data)
    },
    onSuccess: readAnew,
  })
}

export function useTakeBackNote(profile: string) {
  const readAnew = useReadAnew(profile)
  return useMutation({
    mutationFn: async (id: string) => {
      await api.DELETE('/v1/profiles/{reference}/notes/{id}', { params: { path: { reference: profile, id } } })
    },
    onSuccess: readAnew,
  })
}

/** A key that nobody else has; `crypto.randomUUID` is not there on a page without TLS. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const DESK = 'rapport.desk.name'

/** What this page calls itself, so that it knows what it took from what others took by the same key. */
export function deskName(): string {
  const there = sessionStorage.getItem(DESK)
  if (there !== null) return there
  const made = newKey()
  sessionStorage.setItem(DESK, made)
  return made
}

/** A change that answers with the call as it is now. */
function useCallChange<Asked>(change: (asked: Asked) => Promise<Call | undefined>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (asked: Asked) => required(await change(asked)),
    onSuccess: (call) => client.setQueryData(callKey(call.id), call),
  })
}

function useReadAnew(profile: string): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: profileKey(profile) })
}

export function required<T>(data: T | undefined | null): T {
  if (data === undefined || data === null) throw new Error('the server answered nothing')
  return data
}
