import type { Brief, LanguageCode } from '@rapport/assistant'
import { type ProfileId, parseProfileId } from '@rapport/core'
import { briefOf } from '../briefs/brief-of.ts'
import { type AgendaContext, answerOf, type DayRequest, type DueAnswer, queryOf } from './agenda.ts'

/** What the briefs of a day are for: nobody is prepared for a task. */
export interface DayBriefsRequest extends DayRequest {
  readonly kind: 'visit' | 'stay'
  readonly language: LanguageCode
}

/** What to know before somebody who is due. */
export interface DayBrief {
  readonly item: DueAnswer
  readonly brief: Brief
}

/** Briefs in the order of a day. */
export interface DayBriefs {
  readonly kind: 'visit' | 'stay'
  readonly date: string
  readonly items: readonly DayBrief[]
  readonly next: string | null
}

/**
 * The briefs of a page of the day's rows, by the rules, one after the other, so that memory and the store's reader are not asked for more
 * than one at a time. Who is due twice has one, where they come first.
 */
export async function dayBriefs(
  { workspace, principal, nowMs }: AgendaContext,
  request: DayBriefsRequest,
  paging: { readonly limit: number; readonly after?: string },
): Promise<DayBriefs> {
  const query = queryOf(request, nowMs)
  const { items, next } = await workspace.queries.agenda({ ...query, ...paging }, principal.rights)
  const context = { workspace, principal, nowMs, zone: request.zone }
  const briefs = new Map<string, DayBrief>()
  for (const due of items) {
    const { id } = due.profile
    if (briefs.has(id)) continue
    const options = { occasion: request.kind, language: request.language }
    const brief = await briefOf(context, parseProfileId(id) as ProfileId, options)
    if (brief) briefs.set(id, { item: answerOf(due), brief })
  }
  return { kind: request.kind, date: query.on, items: [...briefs.values()], next }
}
