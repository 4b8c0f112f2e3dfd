import { ActionIcon, VisuallyHidden } from '@mantine/core'
import { IconAddressBook, IconBed, IconBuildingStore, IconHeadset, IconSettings } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useRouter } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react'
import { useLiveProfiles } from '../api/changes.ts'
import { startSending } from '../api/outbox.ts'
import { useLiveRings, useRings } from '../api/rings.ts'
import { may, type Scope, type Session } from '../api/session.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Mark } from '../ui/mark.tsx'
import { whenIdle } from '../ui/when-idle.ts'
import { SessionContext } from './session-context.ts'
import classes from './shell.module.css'

interface Place {
  readonly to: '/profiles' | '/desk' | '/visits' | '/stays'
  /** Each its own; where a link may go to either, its type wants what both need. */
  readonly search: { readonly q?: string }
  readonly name: string
  readonly icon: ComponentType<{ size?: number; stroke?: number }>
  /** What one must be allowed to; who is not is not offered the place. */
  readonly scope: Scope
}

const places: readonly Place[] = [
  { to: '/profiles', search: { q: '' }, name: 'profiles', icon: IconAddressBook, scope: 'read' },
  { to: '/desk', search: {}, name: 'desk', icon: IconHeadset, scope: 'write' },
  { to: '/visits', search: {}, name: 'visits', icon: IconBuildingStore, scope: 'read' },
  { to: '/stays', search: {}, name: 'stays', icon: IconBed, scope: 'read' },
]

/** What is around every place: where one can go, and how the console looks and speaks. */
export function Shell({ session }: { readonly session: Session }) {
  const { t } = useI18n()
  useLiveProfiles()
  useLiveRings(may(session, 'write'))
  usePreloaded(session)
  const client = useQueryClient()
  useEffect(() => startSending(client, session), [client, session])
  return (
    <SessionContext value={session}>
      <a href="#main" className={classes.skip}>
        {t('shell.skip')}
      </a>
      <div className={classes.shell}>
        <nav className={classes.rail} aria-label={t('shell.places')}>
          <Link to="/" className={classes.home} aria-label="Rapport">
            <Mark size={30} />
          </Link>
          <ul className={classes.places}>
            {places
              .filter(({ scope }) => may(session, scope))
              .map((place) => (
                <li key={place.name}>
                  <Link
                    to={place.to}
                    search={place.search as { q: string }}
                    className={classes.place}
                    activeOptions={{ includeSearch: false }}
                    activeProps={{ 'data-active': true }}
                  >
                    <place.icon size={22} stroke={1.6} />
                    {place.name === 'desk' && <Ringing />}
                    <span>{t(`place.${place.name}`)}</span>
                  </Link>
                </li>
              ))}
          </ul>
          <Settings session={session} />
        </nav>
        <main id="main" className={classes.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </SessionContext>
  )
}

/** The places one may go to are loaded before one does, once there is nothing better to do. */
function usePreloaded(session: Session): void {
  const router = useRouter()
  useEffect(
    () =>
      whenIdle(() => {
        for (const { to, search, scope } of places)
          if (may(session, scope)) void router.preloadRoute({ to, search: search as { q: string } }).catch(() => {})
      }),
    [router, session],
  )
}

const loadSettings = () => import('./settings-menu.tsx').then((one) => ({ default: one.SettingsMenu }))
const SettingsMenu = lazy(loadSettings)

/** The wheel; what it opens is loaded when somebody is about to. */
function Settings({ session }: { readonly session: Session }) {
  const { t } = useI18n()
  const [isWanted, setWanted] = useState(false)
  const wheel = (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={44}
      aria-label={t('shell.settings')}
      onPointerEnter={() => void loadSettings()}
      onFocus={() => void loadSettings()}
      onClick={() => setWanted(true)}
    >
      <IconSettings size={22} stroke={1.6} />
    </ActionIcon>
  )
  return isWanted ? (
    <Suspense fallback={wheel}>
      <SettingsMenu session={session} />
    </Suspense>
  ) : (
    wheel
  )
}

/** Somebody rings, wherever in the console one is. */
function Ringing() {
  const { t } = useI18n()
  const count = useRings().ringing.length
  useEffect(() => {
    document.title = count > 0 ? `☎ ${t('desk.ringing', { count })} · Rapport` : 'Rapport'
  }, [count, t])
  if (count === 0) return null
  return (
    <span className={classes.ringing}>
      <span aria-hidden="true">{count}</span>
      <VisuallyHidden>{t('desk.ringing', { count })}</VisuallyHidden>
    </span>
  )
}
