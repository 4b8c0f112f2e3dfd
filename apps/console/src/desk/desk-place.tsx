import { Button, Skeleton, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { IconPhoneIncoming } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { callQuery, useRing } from '../api/desk.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMay } from '../shell/session-context.ts'
import { Problem } from '../ui/problem.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { CallView } from './call-view.tsx'
import classes from './desk-place.module.css'
import { Picker } from './picker.tsx'

/** The desk: a number rings, and who it is stands there with what to know before one speaks. */
export function DeskPlace() {
  const { t } = useI18n()
  const { call: id } = useSearch({ from: '/desk' })
  const mayWrite = useMay('write')
  return (
    <div className={classes.place}>
      <VisuallyHidden component="h1">{t('place.desk')}</VisuallyHidden>
      {mayWrite && <Ring />}
      {id !== undefined ? (
        <OpenCall id={id} />
      ) : (
        <div className={classes.empty}>
          <Text c="dimmed">{t(mayWrite ? 'desk.waiting' : 'problem.SCOPE_MISSING')}</Text>
        </div>
      )}
    </div>
  )
}

/** The number that rings, as the telephony would tell it. */
function Ring() {
  const { t } = useI18n()
  const navigate = useNavigate({ from: '/desk' })
  const ring = useRing()
  const [from, setFrom] = useState('')
  const input = useRef<HTMLInputElement>(null)
  useShortcuts(useMemo(() => ({ '/': () => input.current?.focus() }), []))
  return (
    <div className={classes.bar}>
      <Text fz="xl" fw={620} aria-hidden="true" className={classes.title}>
        {t('place.desk')}
      </Text>
      <form
        className={classes.ring}
        onSubmit={(event) => {
          event.preventDefault()
          ring.mutate(from.trim(), {
            onSuccess: ({ id }) => {
              setFrom('')
              input.current?.blur()
              void navigate({ search: { call: id } })
            },
          })
        }}
      >
        <TextInput
          ref={input}
          type="tel"
          autoFocus
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
          aria-label={t('desk.number')}
          placeholder={t('desk.number')}
          leftSection={<IconPhoneIncoming size={18} stroke={1.6} />}
          rightSection={from === '' && <kbd className={classes.key}>/</kbd>}
          autoComplete="off"
        />
        <Button type="submit" loading={ring.isPending} disabled={from.trim() === ''}>
          {t('desk.ring')}
        </Button>
      </form>
      {ring.error && <Problem error={ring.error} />}
    </div>
  )
}

function OpenCall({ id }: { readonly id: string }) {
  const { data: call, error } = useQuery(callQuery(id))
  if (error) return <Problem error={error} />
  if (!call) return <Skeleton h={300} m="lg" />
  // What was asked and written belongs to one call and one person: another begins anew.
  if (call.profile === null) return <Picker key={call.id} call={call} />
  return <CallView key={`${call.id} ${call.profile.id}`} call={call} who={call.profile} />
}
