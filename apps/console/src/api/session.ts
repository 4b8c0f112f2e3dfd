import type { components } from '@rapport/client'
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from './api.ts'

export type Session = components['schemas']['Session']
export type Scope = Session['scopes'][number]

export const sessionKey = ['session'] as const

export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: async () => (await api.GET('/v1/session')).data ?? { session: null },
  staleTime: Number.POSITIVE_INFINITY,
})

/** Signs in by key; the cookie that comes back is out of reach of this page. */
export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (key: string) => (await api.POST('/v1/session', { body: { key } })).data,
    onSuccess: (data) => {
      forgetAll(client)
      client.setQueryData(sessionKey, data ?? { session: null })
    },
  })
}

/** Signs out and forgets everything that was read. */
export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      await api.DELETE('/v1/session')
    },
    onSuccess: () => {
      forgetAll(client)
      client.setQueryData(sessionKey, { session: null })
      // Desk tabs and such are the person's who worked here.
      sessionStorage.clear()
    },
  })
}

/** Everything that was read, but for who is signed in: that is being watched. */
const forgetAll = (client: QueryClient): void =>
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] })

export const may = (session: Session, scope: Scope): boolean =>
  session.scopes.includes(scope) || session.scopes.includes('admin')
