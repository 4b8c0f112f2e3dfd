import { useContext } from 'react'
import { ownerOf } from '../api/session.ts'
import { type Letter, useOutbox } from '../offline/outbox.ts'
import { SessionContext } from '../shell/session-context.ts'

/** What who is signed in wrote on this device, oldest first. */
export function useLetters(): readonly Letter[] {
  const session = useContext(SessionContext)
  return useOutbox(session ? ownerOf(session) : undefined)
}
