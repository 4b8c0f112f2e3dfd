import { ActionIcon, Menu, Text, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCheck, IconLanguage, IconLogout, IconMoon, IconSettings, IconSun, IconSunMoon } from '@tabler/icons-react'
import { queryClient } from '../api/query-client.ts'
import { type Session, UnsentLetters, useSignOut } from '../api/session.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { problemText } from '../ui/problem-text.ts'

const schemes = [
  { name: 'auto', icon: IconSunMoon },
  { name: 'light', icon: IconSun },
  { name: 'dark', icon: IconMoon },
] as const

/** How the console looks and speaks, and the way out; open as soon as it is there. */
export function SettingsMenu({ session }: { readonly session: Session }) {
  const { t, language, languages, setLanguage } = useI18n()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  const onError = (error: Error) =>
    notifications.show({
      color: 'red',
      closeButtonProps: { 'aria-label': t('action.close') },
      message: error instanceof UnsentLetters ? t('letter.unsent', { count: error.count }) : problemText(error, t),
    })
  const names = (code: string) => new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code
  return (
    <Menu defaultOpened position="right-end" width={220} withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={t('shell.settings')}>
          <IconSettings size={22} stroke={1.6} />
        </ActionIcon>
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
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate(undefined, { onError })}>
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
