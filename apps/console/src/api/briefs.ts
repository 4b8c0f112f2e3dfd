import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { askOrKept, type Kept, keptQuery } from '../offline/kept.ts'
import { api } from './api.ts'
import { type Brief, newKey, type Offer, required, spoken } from './desk.ts'
import { profileKey } from './profiles.ts'

/** What one prepares for, away from the telephone. */
export type PlannedOccasion = 'visit' | 'stay'

type Offers = { readonly items: readonly Offer[]; readonly heldBack: { readonly count: number } }

/** Under which an answer about somebody is kept for the road. A front desk stays where the network is: nothing is kept there. */
const keptName = (what: string, { profile, occasion, language }: Asked): string | null =>
  occasion === 'visit' ? `${what} ${spoken(language)} ${profile}` : null

export interface Asked {
  readonly profile: string
  readonly occasion: PlannedOccasion
  /** The reader's. */
  readonly language: string
}

export const briefKey = ({ profile, occasion, language }: Asked) =>
  [...profileKey(profile), 'brief', occasion, spoken(language)] as const

/** What to know before meeting somebody; what is kept of it where the server cannot be reached. */
export const plannedBriefQuery = (asked: Asked) =>
  queryOptions({
    queryKey: briefKey(asked),
    queryFn: ({ signal }): Promise<Kept<Brief>> =>
      askOrKept(
        briefName(asked),
        async (given) => {
          const { profile, occasion } = asked
          const body = { profile, occasion, language: spoken(asked.language), ...zoneFor(occasion) }
          const headers = { accept: 'application/json' }
          return required((await api.POST('/v1/briefs', { body, headers, signal: given })).data) as Brief
        },
        signal,
      ),
    ...keptQuery,
  })

export const briefName = (asked: Asked): string | null => keptName('brief', asked)

export const PDF = 'application/pdf'

/** The same on an A4 page. */
export async function briefPdf({ profile, occasion, language }: Asked): Promise<Blob> {
  const body = { profile, occasion, language: spoken(language), ...zoneFor(occasion) }
  const request = { body, headers: { accept: PDF }, parseAs: 'blob' } as const
  return required((await api.POST('/v1/briefs', request)).data) as Blob
}

/** A rep's times are told where they are; a hotel's, where it is: that is the server's to know. */
export const zoneFor = (occasion: PlannedOccasion): { readonly zone?: string } =>
  occasion === 'visit' ? { zone: Intl.DateTimeFormat().resolvedOptions().timeZone } : {}

export const plannedOffersQuery = (asked: Asked) =>
  queryOptions({
    queryKey: [...profileKey(asked.profile), 'offers', asked.occasion, spoken(asked.language)],
    queryFn: ({ signal }): Promise<Kept<Offers>> =>
      askOrKept(
        keptName('offers', asked),
        async (given) => {
          const { occasion } = asked
          const query = { occasion, language: spoken(asked.language), ...zoneFor(occasion) }
          const of = { params: { path: { reference: asked.profile }, query }, signal: given }
          return required((await api.GET('/v1/profiles/{reference}/actions', of)).data)
        },
        signal,
      ),
    ...keptQuery,
  })

/** What somebody said to a proposal. `why`: in their words. */
export interface OfferAnswer {
  readonly name: string
  readonly accept: boolean
  readonly why?: string
}

/** Keeps what was said to a proposal; answers with what can be taken back. */
export function useAnswerPlannedOffer({ profile, occasion }: Asked) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ name, accept, why }: OfferAnswer) => {
      const asked = {
        params: { path: { reference: profile, name } },
        body: { key: newKey(), occasion, ...(why !== undefined && { why }) },
      }
      const { data } = accept
        ? await api.POST('/v1/profiles/{reference}/actions/{name}/accept', asked)
        : await api.POST('/v1/profiles/{reference}/actions/{name}/decline', asked)
      return required(data)
    },
    onSuccess: () => client.invalidateQueries({ queryKey: profileKey(profile) }),
  })
}
