import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { useCallback } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import classes from './agenda-head.module.css'
import { DayBar } from './day-bar.tsx'
import { OfflineNote } from './offline-note.tsx'
import { type Agenda, type AgendaSearch, EVERYBODY } from './use-agenda.ts'

interface AgendaHeadProps {
  readonly agenda: Agenda
  readonly title: string
  /** What chooses whose day it is: its label, and what all of them are called. */
  readonly who: { readonly label: string; readonly everybody: string }
  /** When the whole day was kept for the road. */
  readonly keptAt?: string | undefined
  onGo(search: AgendaSearch): void
}

/** Which day, whose, and how old what is shown is. */
export function AgendaHead({ agenda, title, who, keptAt, onGo }: AgendaHeadProps) {
  const { t, format } = useI18n()
  const { asked, groups, chosen, previous, next, items, at, isOffline, remember } = agenda
  const { kind, day } = asked
  const onDay = useCallback((to: string) => onGo({ day: to }), [onGo])
  return (
    <header className={classes.head}>
      <Text fz="xl" fw={620} aria-hidden="true">
        {title}
      </Text>
      <DayBar day={day} onDay={onDay} />
      <NativeSelect
        aria-label={who.label}
        value={chosen}
        onChange={(event) => {
          remember(event.currentTarget.value)
          onGo({ of: event.currentTarget.value })
        }}
      >
        <option value={EVERYBODY}>{who.everybody}</option>
        {groups.map(({ key, name, count }) => (
          <option key={key} value={key}>
            {`${name} (${format.number(count)})`}
          </option>
        ))}
      </NativeSelect>
      {at !== undefined && <OfflineNote at={isOffline ? at : (keptAt ?? at)} isOffline={isOffline} isKept={!!keptAt} />}
      {items?.length === 0 && (
        <div className={classes.nearest}>
          <Text c="dimmed" role="status">
            {t(`agenda.none.${kind}`)}
          </Text>
          <Group gap={8}>
            {previous !== null && <Nearest day={previous} onDay={onDay} />}
            {next !== null && <Nearest day={next} onDay={onDay} />}
          </Group>
        </div>
      )}
    </header>
  )
}

/** The nearest day on which there is something. */
function Nearest({ day, onDay }: { readonly day: string; onDay(day: string): void }) {
  const { format } = useI18n()
  return (
    <Button size="compact-sm" variant="light" onClick={() => onDay(day)}>
      {format.dayInWords(day)}
    </Button>
  )
}
