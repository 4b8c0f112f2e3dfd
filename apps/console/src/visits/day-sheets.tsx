import { useQuery } from '@tanstack/react-query'
import { plannedBriefQuery } from '../api/briefs.ts'
import { useI18n } from '../i18n/i18n.tsx'
import classes from './sheet.module.css'
import { Sheet } from './sheet.tsx'
import type { Visit } from './use-visits.ts'

/** The whole day on paper, a page a visit; nothing of it is on the screen. */
export function DaySheets({ visits }: { readonly visits: readonly Visit[] }) {
  return (
    <div className={classes.sheets}>
      {visits.map(({ item }) => (
        <VisitSheet key={item.id} visit={item} />
      ))}
    </div>
  )
}

function VisitSheet({ visit }: { readonly visit: Visit['item'] }) {
  const { language } = useI18n()
  const { data } = useQuery(plannedBriefQuery({ profile: visit.profile.id, occasion: 'visit', language }))
  return data ? <Sheet visit={visit} brief={data.value} at={data.at} /> : null
}
