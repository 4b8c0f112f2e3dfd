import { Button, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import classes from './offers.module.css'

/** What people say; the words are under `desk.why.…`. */
const usual = ['notNow', 'hasOne', 'tooDear', 'notInterested'] as const
const MAX_LENGTH = 300

interface DeclineProps {
  readonly title: string
  /** @param why in their words; empty when they did not say */
  onDecline(why: string): void
  onCancel(): void
}

/** Why they do not want it: kept with the answer, so that the next who proposes knows. */
export function Decline({ title, onDecline, onCancel }: DeclineProps) {
  const { t } = useI18n()
  const [why, setWhy] = useState('')
  return (
    <form
      className={classes.decline}
      aria-label={`${t('desk.decline')}: ${title}`}
      onSubmit={(event) => {
        event.preventDefault()
        onDecline(why.trim())
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel()
      }}
    >
      <TextInput
        autoFocus
        size="xs"
        value={why}
        maxLength={MAX_LENGTH}
        onChange={(event) => setWhy(event.currentTarget.value)}
        label={t('desk.why')}
        placeholder={t('desk.whyHint')}
        autoComplete="off"
      />
      <Group gap={6}>
        {usual.map((one) => (
          <Button
            key={one}
            size="compact-xs"
            variant="light"
            color="gray"
            onClick={() => onDecline(t(`desk.why.${one}`))}
          >
            {t(`desk.why.${one}`)}
          </Button>
        ))}
      </Group>
      <Group gap={8}>
        <Button type="submit" size="xs" variant="default">
          {t('desk.decline')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </Group>
    </form>
  )
}
