import { useQuery } from '@tanstack/react-query'
import { useContext } from 'react'
import { type AgendaDay, type AgendaKind, type Appointment, agendaQuery, daySummaryQuery } from '../api/agenda.ts'
import { SessionContext } from '../shell/session-context.ts'
import { localDay } from '../ui/days.ts'

/** Everybody's day, where one is chosen: no rep's or hotel's key. */
export const EVERYBODY = '*'

/** What the address says: the day, and whose. */
export interface AgendaSearch {
  readonly day?: string
  readonly of?: string
}

/** A day's appointments, and what one may go to from there. */
export interface Agenda {
  readonly asked: AgendaDay
  /** Undefined while it is being read. */
  readonly items: readonly Appointment[] | undefined
  /** Whose days there are; `chosen` is among them, also when it has nothing this day. */
  readonly groups: readonly { readonly key: string; readonly name: string; readonly count: number }[]
  readonly chosen: string
  readonly previous: string | null
  readonly next: string | null
  /** When the server said it; undefined while nothing is read. */
  readonly at: string | undefined
  readonly isOffline: boolean
  readonly error: Error | null
  /** Keeps whose day was chosen, for the next time; a front desk is that of one hotel. */
  remember(key: string): void
}

/** The day that the address says, else today; of whom it says, else who was chosen last on this device, else the reader's own. */
export function useAgenda(kind: AgendaKind, search: AgendaSearch): Agenda {
  const name = `rapport.agenda.${kind} ${useContext(SessionContext)?.workspace}`
  const day = search.day ?? localDay(new Date())
  const everybody = useQuery(daySummaryQuery({ kind, day, group: undefined }))
  const before = read(name)
  // On a day without own visits everybody's say more than an empty page.
  const own = everybody.data?.value.groups.find(({ key }) => key === everybody.data.value.own)?.key
  const chosen = search.of ?? before?.key ?? own ?? (everybody.data || everybody.error ? EVERYBODY : undefined)
  const asked: AgendaDay = { kind, day, group: chosen === EVERYBODY ? undefined : chosen }
  const enabled = chosen !== undefined
  const items = useQuery({ ...agendaQuery(asked), enabled })
  const around = useQuery({ ...daySummaryQuery(asked), enabled })
  const listed = (everybody.data?.value.groups ?? []).map((one) => ({ ...one, name: one.name ?? '–' }))
  const isListed = asked.group === undefined || listed.some(({ key }) => key === asked.group)
  const unlisted = {
    key: asked.group ?? '',
    name: before && before.key === chosen ? before.name : (chosen ?? ''),
    count: 0,
  }
  const groups = isListed ? listed : [unlisted, ...listed]
  return {
    asked,
    items: items.data?.value,
    groups,
    chosen: chosen ?? EVERYBODY,
    previous: around.data?.value.previous ?? null,
    next: around.data?.value.next ?? null,
    at: items.data?.at,
    isOffline: items.data?.isOffline ?? false,
    error: items.error ?? everybody.error,
    remember: (key) =>
      localStorage.setItem(name, JSON.stringify({ key, name: groups.find((one) => one.key === key)?.name ?? '' })),
  }
}

/** Who was chosen the last time. */
function read(name: string): { readonly key: string; readonly name: string } | undefined {
  try {
    return (JSON.parse(localStorage.getItem(name) ?? 'null') as { key: string; name: string } | null) ?? undefined
  } catch {
    return undefined
  }
}
