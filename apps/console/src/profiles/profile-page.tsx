import { ActionIcon, Badge, Button, Skeleton, Tabs, Text, TextInput, Title, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconHistory, IconPencil, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { nameOf, type Profile, profileQuery } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMay } from '../shell/session-context.ts'
import { Timeline } from '../timeline/timeline.tsx'
import { Problem } from '../ui/problem.tsx'
import { AsOf } from './as-of.tsx'
import { Identity } from './identity.tsx'
import { Overview } from './overview.tsx'
import classes from './profile-page.module.css'
import { type ProfileTab, profileTabs } from './profile-tabs.ts'
import { Records } from './records.tsx'

const CorrectionDialog = lazy(() =>
  import('../corrections/correction-dialog.tsx').then((one) => ({ default: one.CorrectionDialog })),
)

/** One profile: who it is, what happened, why it is one, and what each source told. */
export function ProfilePage() {
  const { id } = useParams({ from: '/profiles/$id' })
  const { tab = 'overview', only, at, q } = useSearch({ from: '/profiles/$id' })
  const navigate = useNavigate({ from: '/profiles/$id' })
  const { t } = useI18n()
  const { data, error } = useQuery(profileQuery(id))
  const movedTo = data && data.id !== id ? data.id : undefined
  useEffect(() => {
    // An absorbed id answers with where it went: the address follows.
    if (movedTo !== undefined)
      void navigate({ to: '/profiles/$id', params: { id: movedTo }, search: (s) => s, replace: true })
  }, [movedTo, navigate])

  if (error) return <Problem error={error} />
  if (!data) return <Loading />
  const show = (next: ProfileTab) => void navigate({ search: (before) => ({ ...before, tab: next }), replace: true })
  return (
    <article className={classes.page}>
      <Link to="/profiles" search={{ q }} className={classes.back}>
        <IconArrowLeft size={18} /> {t('place.profiles')}
      </Link>
      <Head profile={data} at={at} onAt={(day) => void navigate({ search: withDay(day), replace: true })} />
      {at !== undefined ? (
        <AsOf id={data.id} day={at} />
      ) : (
        <Tabs value={tab} onChange={(next) => show(next as ProfileTab)} keepMounted={false}>
          <Tabs.List mb="md" className={classes.tabs}>
            {profileTabs.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {t(`profile.tab.${one}`)}
                {one === 'records' && <span className={classes.count}>{data.records}</span>}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="overview">
            <Overview profile={data} />
          </Tabs.Panel>
          <Tabs.Panel value="timeline">
            <Timeline
              id={data.id}
              only={only === undefined ? [] : only.split(',')}
              onOnly={(entities) => void navigate({ search: withOnly(entities), replace: true })}
            />
          </Tabs.Panel>
          <Tabs.Panel value="identity">
            <Identity profile={data} />
          </Tabs.Panel>
          <Tabs.Panel value="records">
            <Records id={data.id} />
          </Tabs.Panel>
        </Tabs>
      )}
    </article>
  )
}

type Search = { readonly q: string; readonly tab?: ProfileTab; readonly only?: string; readonly at?: string }

const withDay =
  (day: string | undefined) =>
  ({ at: _, ...rest }: Search): Search =>
    day === undefined ? rest : { ...rest, at: day }

const withOnly =
  (entities: readonly string[]) =>
  ({ only: _, ...rest }: Search): Search =>
    entities.length === 0 ? rest : { ...rest, only: entities.join(',') }

interface HeadProps {
  readonly profile: Profile
  readonly at: string | undefined
  onAt(day: string | undefined): void
}

function Head({ profile, at, onAt }: HeadProps) {
  const { t, format } = useI18n()
  const { attributes, conflicts, records, sources, space, territory } = profile
  const systems = new Set(sources.map((one) => one.split('/', 1)[0]))
  const today = new Date().toISOString().slice(0, 10)
  const mayWrite = useMay('write')
  const [isCorrecting, setCorrecting] = useState(false)
  return (
    <header className={classes.head}>
      <div className={classes.who}>
        <Title order={2} fz={26} lh={1.2}>
          {nameOf(attributes) || t('profiles.nameless')}
        </Title>
        <div className={classes.marks}>
          <span>{format.name('entity', profile.entity)}</span>
          {typeof attributes.tier === 'string' && (
            <Badge variant="light" tt="none">
              {attributes.tier}
            </Badge>
          )}
          {conflicts.length > 0 && (
            <Badge variant="light" color="orange" tt="none">
              {t('profile.conflicts', { count: conflicts.length })}
            </Badge>
          )}
          <span>
            {t('profile.records', { count: records })} · {t('profile.systems', { count: systems.size })}
          </span>
          {space !== null && <span>{space.replaceAll('|', ', ')}</span>}
          {territory !== null && <span>{territory.replaceAll('|', ', ')}</span>}
          <Text span c="dimmed" fz="xs" ff="monospace">
            {profile.id}
          </Text>
        </div>
      </div>
      {mayWrite && at === undefined && (
        <Button
          variant="default"
          leftSection={<IconPencil size={16} stroke={1.6} />}
          onClick={() => setCorrecting(true)}
        >
          {t('correct.open')}
        </Button>
      )}
      {isCorrecting && (
        <Suspense>
          <CorrectionDialog profile={profile.id} onClose={() => setCorrecting(false)} />
        </Suspense>
      )}
      <TextInput
        type="date"
        size="sm"
        w={190}
        max={today}
        label={t('profile.asOf')}
        value={at ?? ''}
        onChange={(event) => onAt(event.currentTarget.value || undefined)}
        leftSection={<IconHistory size={16} />}
        rightSection={
          at !== undefined && (
            <Tooltip label={t('profile.now')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={t('profile.now')}
                onClick={() => onAt(undefined)}
              >
                <IconX size={14} />
              </ActionIcon>
            </Tooltip>
          )
        }
      />
    </header>
  )
}

function Loading() {
  return (
    <div className={classes.page} aria-busy="true">
      <Skeleton h={30} w={260} mb="sm" />
      <Skeleton h={18} w={380} mb="xl" />
      <Skeleton h={260} />
    </div>
  )
}
