import type { components } from '@rapport/client'
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { askOrKept, forgetKept, keep } from '../offline/kept.ts'
import { forgetSent, unsentLetters } from '../offline/outbox.ts'
import { api } from './api.ts'

export type Session = components['schemas']['Session']
export type Scope = Session['scopes'][number]

export const sessionKey = ['session'] as const
const KEPT = 'session'

export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  // Without network: who was signed in when there was one. What is kept for the road is read without asking anybody.
  queryFn: async ({ signal }) => {
    const ask = async (given: AbortSignal) => (await api.GET('/v1/session', { signal: given })).data ?? nobody
    return (await askOrKept(KEPT, ask, signal)).value
  },
  staleTime: Number.POSITIVE_INFINITY,
  networkMode: 'always',
})
const nobody: { readonly session: Session | null } = { session: null }

/** Signs in by key; the cookie that comes back is out of reach of this page. */
export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (key: string) => (await api.POST('/v1/session', { body: { key } })).data,
    onSuccess: async (data) => {
      await forgetAll(client)
      await keep(KEPT, data ?? nobody)
      client.setQueryData(sessionKey, data ?? nobody)
    },
  })
}

/** Signs out and forgets everything that was read. Not while something written here is unsent: it would be lost. */
export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      const session = client.getQueryData<typeof nobody>(sessionKey)?.session
      const unsent = session ? unsentLetters(ownerOf(session)) : 0
      if (unsent > 0) throw new UnsentLetters(unsent)
      await api.DELETE('/v1/session')
    },
    networkMode: 'always',
    onSuccess: async () => {
      await forgetAll(client)
      client.setQueryData(sessionKey, nobody)
      // Desk tabs and such are the person's who worked here.
      sessionStorage.clear()
    },
  })
}

/** Something that was written here has not been sent yet. */
export class UnsentLetters extends Error {
  override readonly name = 'UnsentLetters'
  readonly count: number

  constructor(count: number) {
    super('unsent')
    this.count = count
  }
}

/** Everything that was read, but for who is signed in: that is being watched. And what was kept of it on this device. */
async function forgetAll(client: QueryClient): Promise<void> {
  await client.cancelQueries()
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] })
  forgetSent()
  await forgetKept()
}

/** In whose name something is written here. */
export const ownerOf = ({ workspace, title }: Session): string => `${workspace} ${title}`

export const may = (session: Session, scope: Scope): boolean =>
  session.scopes.includes(scope) || session.scopes.includes('admin')
