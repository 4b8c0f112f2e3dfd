import { Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconClockPause } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'
import { discard, type Letter } from '../offline/outbox.ts'
import classes from './letter-state.module.css'

const icons = { waiting: IconClockPause, sent: IconCheck, refused: IconAlertTriangle } as const

/** Where something written is: still here, or with the server; or refused, and why. */
export function LetterState({ letter }: { readonly letter: Letter }) {
  const { t, format } = useI18n()
  const { state, problem, key, writtenAt } = letter
  const Icon = icons[state]
  const known = problem && t(`problem.${problem.code}`)
  return (
    <div className={classes.state} data-state={state} role="status">
      <Icon size={16} stroke={1.8} aria-hidden="true" />
      <span>
        {t(`letter.${state}`, { at: format.time(writtenAt) })}
        {problem && (
          <Text span c="dimmed" fz="sm">
            {' '}
            {known === `problem.${problem.code}` ? problem.text : known}
          </Text>
        )}
      </span>
      {state !== 'sent' && (
        <Group gap={6}>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => discard(key)}>
            {t('letter.discard')}
          </Button>
        </Group>
      )}
    </div>
  )
}
