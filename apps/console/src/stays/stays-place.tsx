import { Badge, Skeleton, Text, VisuallyHidden } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { AgendaHead } from '../agenda/agenda-head.tsx'
import { BriefLines } from '../agenda/brief-lines.tsx'
import panes from '../agenda/panes.module.css'
import { type AgendaSearch, useAgenda } from '../agenda/use-agenda.ts'
import type { Brief } from '../api/desk.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'
import { useSteps } from '../ui/use-steps.ts'
import { type Arrival, arrivalsOf, briefsOfArrivalsQuery } from './arrivals.ts'
import classes from './stays-place.module.css'

/** Who arrives on a day on the left, with what was promised and what to mind; one guest on the right. */
export function StaysPlace() {
  const { t, language } = useI18n()
  const search = useSearch({ from: '/stays' })
  const navigate = useNavigate()
  const isOpen = useParams({ strict: false }).guest !== undefined
  const agenda = useAgenda('stay', search)
  const client = useQueryClient()
  const briefs = useQuery({
    ...briefsOfArrivalsQuery(client, agenda.asked, language),
    enabled: agenda.items !== undefined && agenda.items.length > 0,
  })
  const arrivals = useMemo(
    () => agenda.items && arrivalsOf(agenda.items, briefs.data ?? new Map<string, Brief>()),
    [agenda.items, briefs.data],
  )
  const { list, onKeyDown } = useSteps<HTMLOListElement>()
  const onGo = useCallback(
    (to: AgendaSearch) => void navigate({ to: '/stays', search: (before) => ({ ...before, ...to }), replace: true }),
    [navigate],
  )
  const isEverywhere = agenda.asked.group === undefined
  return (
    <div className={panes.place} data-open={isOpen || undefined}>
      <VisuallyHidden component="h1">{t('place.stays')}</VisuallyHidden>
      <section className={panes.list} aria-label={t('place.stays')}>
        <AgendaHead
          agenda={agenda}
          title={t('place.stays')}
          who={{ label: t('stays.hotel'), everybody: t('stays.everywhere') }}
          onGo={onGo}
        />
        {agenda.error && <Problem error={agenda.error} />}
        {!arrivals && !agenda.error && <Skeleton h={180} m="md" />}
        {arrivals && (
          <ol ref={list} className={panes.items} onKeyDown={onKeyDown}>
            {arrivals.map((arrival, index) => (
              <li key={arrival.item.id}>
                {isEverywhere && arrival.item.group !== arrivals[index - 1]?.item.group && (
                  <h2 className={panes.group}>{arrival.item.location?.name ?? arrival.item.location?.key ?? '–'}</h2>
                )}
                <ArrivalLink arrival={arrival} search={search} />
              </li>
            ))}
          </ol>
        )}
      </section>
      <div className={panes.one}>
        {isOpen ? (
          <Outlet />
        ) : (
          <div className={panes.empty}>
            <Text c="dimmed">{t('stays.choose')}</Text>
          </div>
        )}
      </div>
    </div>
  )
}

function ArrivalLink({ arrival, search }: { readonly arrival: Arrival; readonly search: AgendaSearch }) {
  const { t, format } = useI18n()
  const { item, tier, brief } = arrival
  return (
    <Link
      to="/stays/$guest"
      params={{ guest: item.profile.id }}
      search={search}
      className={classes.arrival}
      activeProps={{ 'data-active': true, 'aria-current': 'page' }}
      activeOptions={{ includeSearch: false }}
    >
      <span className={classes.who}>
        <span className={panes.name}>{item.profile.name || t('profiles.nameless')}</span>
        {tier !== undefined && (
          <Badge variant="light" size="sm" tt="none">
            {tier}
          </Badge>
        )}
      </span>
      <BriefLines brief={brief} />
      <span className={panes.about}>
        {[item.until === null ? '' : t('stays.until', { day: format.date(item.until) }), item.number ?? '']
          .filter((one) => one !== '')
          .join(' · ')}
      </span>
    </Link>
  )
}
