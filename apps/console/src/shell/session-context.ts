import { createContext, useContext } from 'react'
import { may, type Scope, type Session } from '../api/session.ts'

export const SessionContext = createContext<Session | null>(null)

/** Whether who is signed in may do that: what they may not is not offered. */
export function useMay(scope: Scope): boolean {
  const session = useContext(SessionContext)
  return session !== null && may(session, scope)
}
