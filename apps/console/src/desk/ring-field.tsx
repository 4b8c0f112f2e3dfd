import { Button, TextInput } from '@mantine/core'
import { IconPhoneIncoming } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useRing } from '../api/desk.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import classes from './desk-place.module.css'

interface RingFieldProps {
  /** The call that is shown. */
  readonly open: string | undefined
  onRing(id: string): void
}

/** The number that rings, as the telephony would tell it: for a demo, and where no telephony does. */
export function RingField({ open, onRing }: RingFieldProps) {
  const { t } = useI18n()
  const ring = useRing()
  const [from, setFrom] = useState('')
  const input = useRef<HTMLInputElement>(null)
  // A call that opens by itself is answered by keys; a number that is being typed stays.
  useEffect(() => {
    if (open !== undefined && input.current?.value === '') input.current.blur()
  }, [open])
  useShortcuts(useMemo(() => ({ '/': () => input.current?.focus() }), []))
  return (
    <>
      <form
        className={classes.ring}
        onSubmit={(event) => {
          event.preventDefault()
          ring.mutate(from.trim(), {
            onSuccess: ({ id }) => {
              setFrom('')
              input.current?.blur()
              onRing(id)
            },
          })
        }}
      >
        <TextInput
          ref={input}
          type="tel"
          autoFocus={open === undefined}
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
    </>
  )
}
