import { Badge, Button, Skeleton, Text, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconClockPause, IconPrinter } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { AgendaHead } from '../agenda/agenda-head.tsx'
import { BriefLines } from '../agenda/brief-lines.tsx'
import panes from '../agenda/panes.module.css'
import { type AgendaSearch, useAgenda } from '../agenda/use-agenda.ts'
import { type Appointment, dayPdf } from '../api/agenda.ts'
import { plannedBriefQuery } from '../api/briefs.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'
import { useSteps } from '../ui/use-steps.ts'
import { DaySheets } from './day-sheets.tsx'
import { keptDayQuery } from './keep-day.ts'
import { SavePdf } from './save-pdf.tsx'
import { useVisits, type Visit } from './use-visits.ts'
import classes from './visits-place.module.css'

/** A rep's day on the left, one visit of it on the right; on paper, the whole day. */
export function VisitsPlace() {
  const { t, language } = useI18n()
  const search = useSearch({ from: '/visits' })
  const navigate = useNavigate()
  const isOpen = useParams({ strict: false }).visit !== undefined
  const agenda = useAgenda('visit', search)
  const visits = useVisits(agenda)
  const client = useQueryClient()
  const canRead = agenda.items !== undefined && !agenda.isOffline
  const kept = useQuery({ ...keptDayQuery(client, agenda.asked, language), enabled: canRead })
  // The briefs of the day are there, or what is kept of them.
  const isRead = kept.data !== undefined || agenda.isOffline
  const { list, onKeyDown } = useSteps<HTMLOListElement>()
  const onGo = useCallback(
    (to: AgendaSearch) => void navigate({ to: '/visits', search: (before) => ({ ...before, ...to }), replace: true }),
    [navigate],
  )
  return (
    <div className={panes.place} data-open={isOpen || undefined}>
      <VisuallyHidden component="h1">{t('place.visits')}</VisuallyHidden>
      <section className={panes.list} aria-label={t('place.visits')}>
        <AgendaHead
          agenda={agenda}
          title={t('place.visits')}
          who={{ label: t('visits.rep'), everybody: t('visits.everybody') }}
          keptAt={kept.data}
          onGo={onGo}
        />
        {agenda.error && <Problem error={agenda.error} />}
        {!visits && !agenda.error && <Skeleton h={180} m="md" />}
        {visits && (
          <ol ref={list} className={panes.items} onKeyDown={onKeyDown}>
            {visits.map((visit, index) => (
              <li key={visit.item.id}>
                {agenda.asked.group === undefined && visit.item.group !== visits[index - 1]?.item.group && (
                  <h2 className={panes.group}>{visit.item.author ?? '–'}</h2>
                )}
                <VisitLink visit={visit} search={search} isRead={isRead} />
              </li>
            ))}
          </ol>
        )}
        {visits && visits.length > 0 && (
          <footer className={classes.foot}>
            <Button
              variant="default"
              size="sm"
              leftSection={<IconPrinter size={17} stroke={1.6} />}
              onClick={() => window.print()}
            >
              {t('visits.print')}
            </Button>
            <SavePdf name={`${t('place.visits')} ${agenda.asked.day}`} ask={() => dayPdf(agenda.asked, language)} />
          </footer>
        )}
      </section>
      <div className={panes.one}>
        {isOpen ? (
          <Outlet />
        ) : (
          <>
            <div className={panes.empty}>
              <Text c="dimmed">{t('visits.choose')}</Text>
            </div>
            {visits && isRead && <DaySheets visits={visits} />}
          </>
        )}
      </div>
    </div>
  )
}

interface VisitLinkProps {
  readonly visit: Visit
  readonly search: AgendaSearch
  readonly isRead: boolean
}

function VisitLink({ visit, search, isRead }: VisitLinkProps) {
  const { t, language } = useI18n()
  const { item, report } = visit
  // Comes with the whole day: nothing is asked twice.
  const brief = useQuery({
    ...plannedBriefQuery({ profile: item.profile.id, occasion: 'visit', language }),
    enabled: isRead,
  })
  return (
    <Link
      to="/visits/$visit"
      params={{ visit: item.id }}
      search={search}
      className={panes.item}
      activeProps={{ 'data-active': true, 'aria-current': 'page' }}
      activeOptions={{ includeSearch: false }}
    >
      <Time item={item} />
      <span className={panes.words}>
        <span className={panes.name}>{item.profile.name || t('profiles.nameless')}</span>
        <span className={panes.about}>
          {[item.profile.city, item.subject].filter((one) => one !== null && one !== '').join(' · ')}
        </span>
        <BriefLines brief={brief.data?.value} />
      </span>
      {report && (
        <Badge
          variant="light"
          size="sm"
          tt="none"
          color={report.state === 'sent' ? 'sea' : report.state === 'refused' ? 'red' : 'orange'}
          leftSection={report.state === 'sent' ? <IconCheck size={11} /> : <IconClockPause size={11} />}
        >
          {t(`visits.report.${report.state}`)}
        </Badge>
      )}
    </Link>
  )
}

/** Where the visit is, if that is known, else here. */
export function Time({ item: { at, zone } }: { readonly item: Appointment }) {
  const { format } = useI18n()
  if (at === null) return <span />
  return (
    <time dateTime={at} className={panes.at}>
      {format.time(at, zone ?? undefined)}
    </time>
  )
}
