import { useMemo } from 'react'
import type { Agenda } from '../agenda/use-agenda.ts'
import type { Appointment } from '../api/agenda.ts'
import { useLetters } from '../briefs/use-letters.ts'
import type { Letter } from '../offline/outbox.ts'

/** A visit of the day, with its report where one was written here. */
export interface Visit {
  readonly item: Appointment
  readonly report: Letter | undefined
}

/** The day's visits in order. One that was reported leaves the agenda; here it stays, with its report, until the day is over. */
export function useVisits({ items, asked }: Agenda): readonly Visit[] | undefined {
  const letters = useLetters()
  const { day, group } = asked
  return useMemo(() => {
    if (!items) return undefined
    const reports = letters.filter(({ kind }) => kind === 'report')
    const reported = reports.flatMap(({ item }) => (item ? [item] : []))
    const gone = reported.filter(
      (one) =>
        one.on === day &&
        (group === undefined || one.group === group) &&
        items.every(({ id }) => id !== one.id) &&
        reported.findLast(({ id }) => id === one.id) === one,
    )
    return [...items, ...gone]
      .sort((a, b) => order(a, b))
      .map((item) => ({ item, report: reports.findLast(({ about }) => about === item.id) }))
  }, [items, letters, day, group])
}

function order(a: Appointment, b: Appointment): number {
  const [first, second] = [a, b].map(({ group, at, id }) => `${group}\0${at ?? ''}\0${id}`)
  return (first ?? '') < (second ?? '') ? -1 : 1
}
