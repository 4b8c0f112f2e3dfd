import { ProblemError } from '@rapport/client'
import { QueryCache, QueryClient } from '@tanstack/react-query'
import { forgetKept } from '../offline/kept.ts'
import { sessionKey } from './session.ts'

/** What was asked is kept a while: the change feed says when it is no longer so. */
const FRESH_MS = 30_000

export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // A refusal stays one; only what did not get through is asked again.
      retry: (failures, error) => failures < 2 && !(error instanceof ProblemError && error.status < 500),
    },
  },
  queryCache: new QueryCache({ onError: onRefusal }),
})

/** A key that was revoked, or a session that ran out: the page asks for the key again. */
function onRefusal(error: Error): void {
  if (!(error instanceof ProblemError && error.status === 401)) return
  queryClient.setQueryData(sessionKey, { session: null })
  void forgetKept()
}
