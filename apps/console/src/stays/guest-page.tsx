import { Badge, Skeleton, Title } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import panes from '../agenda/panes.module.css'
import { plannedBriefQuery } from '../api/briefs.ts'
import type { Brief } from '../api/desk.ts'
import { nameOf, profileQuery, timelineQuery } from '../api/profiles.ts'
import { BriefFirst, BriefView, firstKinds } from '../briefs/brief-view.tsx'
import { Proposals } from '../briefs/proposals.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { localDay } from '../ui/days.ts'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import { briefWords } from './brief-words.ts'
import classes from './guest-page.module.css'
import { Journey } from './journey.tsx'
import { journeyEntities, journeyOf } from './journey-steps.ts'

/** As much of a history as a picture holds. */
const JOURNEY_ITEMS = 150

/** One guest: what to mind, how they came, what to know and what to offer. */
export function GuestPage() {
  const { guest } = useParams({ from: '/stays/$guest' })
  const search = useSearch({ from: '/stays' })
  const { t, language } = useI18n()
  const asked = { profile: guest, occasion: 'stay', language } as const
  const profile = useQuery(profileQuery(guest))
  const { data, error } = useQuery(plannedBriefQuery(asked))
  const failed = profile.error ?? error
  const brief = data?.value
  const tier = profile.data?.attributes.tier
  return (
    <article className={panes.page}>
      <Link to="/stays" search={search} className={panes.back}>
        <IconArrowLeft size={18} /> {t('place.stays')}
      </Link>
      <header className={classes.head}>
        <Title order={2} fz={26} lh={1.2}>
          <Link to="/profiles/$id" params={{ id: guest }} search={{ q: '' }} className={classes.name}>
            {(profile.data && nameOf(profile.data.attributes)) || brief?.title || t('profiles.nameless')}
          </Link>
        </Title>
        {typeof tier === 'string' && (
          <Badge variant="light" size="lg" tt="none">
            {tier}
          </Badge>
        )}
      </header>
      {failed && <Problem error={failed} />}
      {!brief && !failed && <Skeleton h={360} />}
      {brief && (
        <div className={panes.column}>
          <BriefFirst brief={brief} />
          <Section title={t('journey.title')}>
            <JourneyOf guest={guest} brief={brief} />
          </Section>
          <div className={panes.columns}>
            <BriefView brief={brief} without={[...firstKinds, 'journey']} />
            <Proposals asked={asked} title={t('stays.offer')} />
          </div>
        </div>
      )}
    </article>
  )
}

function JourneyOf({ guest, brief }: { readonly guest: string; readonly brief: Brief }) {
  const { t, format } = useI18n()
  const { data, error } = useInfiniteQuery(timelineQuery(guest, journeyEntities, JOURNEY_ITEMS))
  const items = data?.pages.flatMap((page) => page.items)
  const points = useMemo(
    () =>
      items &&
      journeyOf(items, localDay(new Date()), {
        format,
        t,
        ...briefWords(brief, items),
      }),
    [items, brief, format, t],
  )
  if (error) return <Problem error={error} />
  if (!points) return <Skeleton h={240} />
  return <Journey points={points} />
}
