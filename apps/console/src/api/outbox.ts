import type { QueryClient } from '@tanstack/react-query'
import { keepSending, type Letter, sendWaiting, write } from '../offline/outbox.ts'
import { bodyOf, type ReportBody, type ReportDraft } from '../visits/report-draft.ts'
import type { Appointment } from './agenda.ts'
import { api } from './api.ts'
import type { Asked, OfferAnswer } from './briefs.ts'
import { newKey, spoken } from './desk.ts'
import { profileKey } from './profiles.ts'
import { ownerOf, type Session } from './session.ts'

/** What was said to a proposal, sent when there is a network. `why`: in their words. */
export function writeOfferAnswer(session: Session, asked: Asked, { name, accept, why }: OfferAnswer): void {
  const { profile, occasion, language } = asked
  const key = newKey()
  const path = `/v1/profiles/${profile}/actions/${encodeURIComponent(name)}/${accept ? 'accept' : 'decline'}`
  const body = { key, occasion, language: spoken(language), ...(why !== undefined && { why }) }
  write({ key, owner: ownerOf(session), kind: 'answer', profile, about: name, request: { path, body } })
}

/**
 * What came of a visit, sent when there is a network.
 * @param key of the one that it takes the place of, if any
 */
export function writeReport(session: Session, visit: Appointment, draft: ReportDraft, key: string = newKey()): void {
  const { id, stream, key: row, at, profile } = visit
  const body: ReportBody = {
    key,
    visit: `${stream}/${row}`,
    ...(at !== null && { plannedFor: at }),
    status: 'done',
    ...bodyOf(draft),
  }
  const path = `/v1/profiles/${profile.id}/reports`
  const letter = { key, owner: ownerOf(session), kind: 'report', profile: profile.id, about: id, item: visit } as const
  write({ ...letter, request: { path, body } })
}

/** Sends what was written here in this session's name, now and whenever there is a network again. */
export function startSending(client: QueryClient, session: Session): () => void {
  return keepSending(() => sendAll(client, session))
}

/** One attempt at everything that waits. */
export function sendAll(client: QueryClient, session: Session): Promise<void> {
  const send = async ({ path, body }: NonNullable<Letter['request']>) => {
    await api.POST(path as never, { body } as never)
  }
  return sendWaiting(ownerOf(session), send, ({ profile }) => {
    void client.invalidateQueries({ queryKey: profileKey(profile) })
    void client.invalidateQueries({ queryKey: ['agenda'] })
  })
}
