import { ActionIcon, Button, Text, TextInput, Tooltip } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { dayAfter, localDay } from '../ui/days.ts'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import classes from './day-bar.module.css'

interface DayBarProps {
  /** `2026-11-24`. */
  readonly day: string
  onDay(day: string): void
}

/** Goes from day to day: by buttons, by the arrow keys, by a date; `t` is today. */
export function DayBar({ day, onDay }: DayBarProps) {
  const { t, format } = useI18n()
  const today = localDay(new Date())
  useShortcuts(
    useMemo(
      () => ({
        ArrowLeft: () => onDay(dayAfter(day, -1)),
        ArrowRight: () => onDay(dayAfter(day, 1)),
        t: () => onDay(localDay(new Date())),
      }),
      [day, onDay],
    ),
  )
  return (
    <fieldset className={classes.bar} aria-label={t('day.choose')}>
      <Text fw={560} className={classes.words} aria-live="polite">
        {format.dayInWords(day)}
      </Text>
      {day !== today && (
        <Button size="compact-sm" variant="subtle" onClick={() => onDay(today)}>
          {t('day.today')}
        </Button>
      )}
      <div className={classes.steps}>
        <Step by={-1} day={day} onDay={onDay} />
        <TextInput
          type="date"
          size="sm"
          value={day}
          onChange={(event) => event.currentTarget.value !== '' && onDay(event.currentTarget.value)}
          aria-label={t('day.date')}
        />
        <Step by={1} day={day} onDay={onDay} />
      </div>
    </fieldset>
  )
}

function Step({ by, day, onDay }: DayBarProps & { readonly by: -1 | 1 }) {
  const { t } = useI18n()
  const label = t(by < 0 ? 'day.before' : 'day.after')
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={36} aria-label={label} onClick={() => onDay(dayAfter(day, by))}>
        {by < 0 ? <IconChevronLeft size={18} /> : <IconChevronRight size={18} />}
      </ActionIcon>
    </Tooltip>
  )
}
