import { CloseButton, Loader, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { IconBuildingStore, IconSearch, IconUser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { searchQuery } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { whenIdle } from '../ui/when-idle.ts'
import classes from './profiles-place.module.css'

/** Profiles: search as you type on the left, one of them on the right. */
export function ProfilesPlace() {
  const { t } = useI18n()
  const { q } = useSearch({ from: '/profiles' })
  const isOpen = useParams({ strict: false }).id !== undefined
  const navigate = useNavigate({ from: '/profiles' })
  const [typed, setTyped] = useState(q)
  const asked = useDeferredValue(typed.trim())
  const found = useQuery(searchQuery(asked))
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  useShortcuts(useMemo(() => ({ '/': () => focusOn(input.current) }), []))
  // One of them is opened next.
  useEffect(() => whenIdle(() => void import('./profile-page.tsx')), [])

  const type = (text: string) => {
    setTyped(text)
    // The address keeps up without filling the history.
    void navigate({ to: '.', search: (before) => ({ ...before, q: text }), replace: true })
  }
  const links = () => [...(list.current?.querySelectorAll('a') ?? [])]
  const step = (event: KeyboardEvent, from: number) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const to = from + by
    if (to < 0) input.current?.focus()
    else links()[to]?.focus()
  }
  return (
    <div className={classes.place} data-open={isOpen || undefined}>
      <VisuallyHidden component="h1">{t('place.profiles')}</VisuallyHidden>
      <section className={classes.finder} aria-label={t('profiles.find')}>
        <div className={classes.head}>
          <Text fz="xl" fw={620} aria-hidden="true">
            {t('place.profiles')}
          </Text>
          <TextInput
            ref={input}
            type="search"
            size="md"
            value={typed}
            onChange={(event) => type(event.currentTarget.value)}
            onKeyDown={(event) => {
              step(event, -1)
              if (event.key === 'Enter') links()[0]?.click()
              if (event.key === 'Escape') type('')
            }}
            aria-label={t('profiles.find')}
            placeholder={t('profiles.placeholder')}
            leftSection={<IconSearch size={18} stroke={1.6} />}
            rightSection={
              found.isFetching ? (
                <Loader size={16} />
              ) : typed === '' ? (
                <kbd className={classes.key}>/</kbd>
              ) : (
                <CloseButton size="sm" aria-label={t('profiles.clear')} onClick={() => type('')} />
              )
            }
            autoComplete="off"
            spellCheck={false}
          />
        </div>
        {found.error && <Problem error={found.error} />}
        <ul ref={list} className={classes.list}>
          {found.data?.map(({ id, name, attributes }, index) => (
            <li key={id}>
              <Link
                to="/profiles/$id"
                params={{ id }}
                search={{ q: typed }}
                className={classes.hit}
                activeProps={{ 'data-active': true, 'aria-current': 'page' }}
                activeOptions={{ includeSearch: false }}
                onKeyDown={(event) => step(event, index)}
              >
                <span className={classes.face} aria-hidden="true">
                  {'givenName' in attributes || 'familyName' in attributes ? (
                    initials(name) || <IconUser size={16} />
                  ) : (
                    <IconBuildingStore size={16} />
                  )}
                </span>
                <span className={classes.words}>
                  <span className={classes.name}>{name || t('profiles.nameless')}</span>
                  <span className={classes.about}>{about(attributes)}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
        {found.data?.length === 0 && (
          <Text c="dimmed" px="lg" py="md" role="status">
            {t('profiles.nobody', { q: asked })}
          </Text>
        )}
      </section>
      <div className={classes.one}>
        {isOpen ? (
          <Outlet />
        ) : (
          <div className={classes.empty}>
            <Text c="dimmed">{t('profiles.choose')}</Text>
          </div>
        )}
      </div>
    </div>
  )
}

function focusOn(input: HTMLInputElement | null): void {
  input?.focus()
  input?.select()
}

function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{Lu}/u.test(word))
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '').join('')
}

/** What tells one from another in a list: tier, town, an address. */
function about(attributes: Readonly<Record<string, unknown>>): string {
  const { tier, address, email, phone } = attributes
  const city = (address as { city?: unknown } | undefined)?.city
  return [tier, city, email ?? phone].filter((one): one is string => typeof one === 'string' && one !== '').join(' · ')
}
