import { Button, Skeleton, Text, Title } from '@mantine/core'
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { OfflineNote } from '../agenda/offline-note.tsx'
import panes from '../agenda/panes.module.css'
import { useAgenda } from '../agenda/use-agenda.ts'
import type { Appointment } from '../api/agenda.ts'
import { briefPdf, plannedBriefQuery } from '../api/briefs.ts'
import { BriefView } from '../briefs/brief-view.tsx'
import { Proposals } from '../briefs/proposals.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { useMay } from '../shell/session-context.ts'
import { Problem } from '../ui/problem.tsx'
import { Report } from './report.tsx'
import { SavePdf } from './save-pdf.tsx'
import { Sheet } from './sheet.tsx'
import { useVisits } from './use-visits.ts'
import classes from './visit-page.module.css'

/** One visit: what to know before it, what to propose there, and what came of it. */
export function VisitPage() {
  const { visit: id } = useParams({ from: '/visits/$visit' })
  const search = useSearch({ from: '/visits' })
  const { t } = useI18n()
  const agenda = useAgenda('visit', search)
  const visit = useVisits(agenda)?.find(({ item }) => item.id === id)
  return (
    <article className={panes.page}>
      <Link to="/visits" search={search} className={panes.back}>
        <IconArrowLeft size={18} /> {t('place.visits')}
      </Link>
      {visit ? (
        <Opened key={visit.item.id} visit={visit.item} />
      ) : agenda.items || agenda.error ? (
        <Text c="dimmed">{t('visits.gone')}</Text>
      ) : (
        <Skeleton h={360} />
      )}
    </article>
  )
}

function Opened({ visit }: { readonly visit: Appointment }) {
  const { t, format, language } = useI18n()
  const mayWrite = useMay('write')
  const { profile, subject, author } = visit
  const asked = { profile: profile.id, occasion: 'visit', language } as const
  const { data, error } = useQuery(plannedBriefQuery(asked))
  const time = visit.at === null ? null : format.time(visit.at, visit.zone ?? undefined)
  return (
    <>
      <header className={classes.head}>
        <div className={classes.who}>
          <p className={classes.when}>
            {time !== null && <b>{time}</b>}
            <span>{format.dayInWords(visit.on)}</span>
            {author !== null && <span>{author}</span>}
          </p>
          <Title order={2} fz={26} lh={1.2}>
            <Link to="/profiles/$id" params={{ id: profile.id }} search={{ q: '' }} className={classes.name}>
              {profile.name || t('profiles.nameless')}
            </Link>
          </Title>
          <p className={classes.about}>
            {subject !== null && <span>{subject}</span>}
            {profile.city !== null && <span className={classes.city}>{profile.city}</span>}
          </p>
        </div>
        <div className={classes.acts}>
          <Button
            variant="default"
            size="sm"
            className={classes.print}
            leftSection={<IconPrinter size={17} stroke={1.6} />}
            onClick={() => window.print()}
          >
            {t('visits.printOne')}
          </Button>
          <SavePdf name={`${profile.name} ${visit.on}`} ask={() => briefPdf(asked)} />
        </div>
      </header>
      {data?.isOffline && <OfflineNote at={data.at} isOffline />}
      {error && <Problem error={error} />}
      <div className={classes.columns}>
        <div className={panes.column}>{data ? <BriefView brief={data.value} /> : !error && <Skeleton h={420} />}</div>
        <div className={panes.column}>
          <Proposals asked={asked} title={t('visits.propose')} />
          {mayWrite && <Report visit={visit} />}
        </div>
      </div>
      {data && <Sheet visit={visit} brief={data.value} at={data.at} />}
    </>
  )
}
