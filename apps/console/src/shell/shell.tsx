import { ActionIcon, Menu, Text, Tooltip, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import {
  IconAddressBook,
  IconCheck,
  IconHeadset,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
  IconSunMoon,
} from '@tabler/icons-react'
import { Link, Outlet } from '@tanstack/react-router'
import { type ComponentType, useEffect } from 'react'
import { useLiveProfiles } from '../api/changes.ts'
import { queryClient } from '../api/query-client.ts'
import { useLiveRings, useRings } from '../api/rings.ts'
import { may, type Scope, type Session, useSignOut } from '../api/session.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Mark } from '../ui/mark.tsx'
import { SessionContext } from './session-context.ts'
import classes from './shell.module.css'

interface Place {
  readonly to: '/profiles' | '/desk'
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
]

/** What is around every place: where one can go, and how the console looks and speaks. */
export function Shell({ session }: { readonly session: Session }) {
  const { t } = useI18n()
  useLiveProfiles()
  useLiveRings(may(session, 'write'))
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
          <SettingsMenu session={session} />
        </nav>
        <main id="main" className={classes.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </SessionContext>
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

const schemes = [
  { name: 'auto', icon: IconSunMoon },
  { name: 'light', icon: IconSun },
  { name: 'dark', icon: IconMoon },
] as const

function SettingsMenu({ session }: { readonly session: Session }) {
  const { t, language, languages, setLanguage } = useI18n()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  const names = (code: string) => new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code
  return (
    <Menu position="right-end" width={220} withinPortal={false}>
      <Menu.Target>
        <Tooltip label={t('shell.settings')} position="right">
          <ActionIcon
            variant="subtle"
            color="gray"
            size={44}
            aria-label={t('shell.settings')}
            className={classes.settings}
          >
            <IconSettings size={22} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {session.title} · {session.workspace}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('shell.language')}</Menu.Label>
        {languages.map((code) => (
          <Menu.Item
            key={code}
            lang={code}
            leftSection={<IconLanguage size={16} />}
            rightSection={code === language ? <Chosen /> : null}
            onClick={() => {
              setLanguage(code)
              // Titles and reasons come from the server in words.
              void queryClient.invalidateQueries()
            }}
          >
            <Text span size="sm" tt="capitalize">
              {names(code)}
            </Text>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('shell.appearance')}</Menu.Label>
        {schemes.map(({ name, icon: Icon }) => (
          <Menu.Item
            key={name}
            leftSection={<Icon size={16} />}
            rightSection={colorScheme === name ? <Chosen /> : null}
            onClick={() => setColorScheme(name)}
          >
            {t(`shell.scheme.${name}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Chosen() {
  const { t } = useI18n()
  return (
    <>
      <IconCheck size={14} />
      <VisuallyHidden>{t('shell.chosen')}</VisuallyHidden>
    </>
  )
}
