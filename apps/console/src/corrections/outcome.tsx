import { Badge, Text } from '@mantine/core'
import type { Correction, CorrectionOutcome, SaidConsent } from '../api/corrections.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { SourceName } from '../ui/source-name.tsx'
import classes from './outcome.module.css'

interface OutcomeProps {
  readonly outcome: Correction['outcome']
  /** As it was typed, by attribute. */
  readonly asked: Readonly<Record<string, unknown>>
}

/** What became of a correction: what the profile shows now, and where another source wins, by which rule. */
export function Outcome({ outcome, asked: set }: OutcomeProps) {
  const { t, format } = useI18n()
  return (
    <ul className={classes.outcome}>
      {outcome.map((one) => {
        const asked = set[one.attribute]
        const isOther = !one.isHidden && asked != null && saysOther(asked, one.shows)
        const shown = one.isHidden ? t('correct.hidden') : format.value(one.shows)
        return (
          <li key={one.attribute}>
            <span className={classes.name}>{format.name('attribute', one.attribute)}</span>
            <span className={classes.values}>
              <b>{shown}</b>
              {isOther && (
                <Text span c="dimmed" fz="xs">
                  {t('correct.asked', { value: format.value(asked) })}
                </Text>
              )}
              <Why outcome={one} />
            </span>
            <Badge variant="light" color={one.holds ? 'sea' : 'orange'} tt="none">
              {t(one.holds ? 'correct.holds' : 'correct.loses')}
            </Badge>
          </li>
        )
      })}
    </ul>
  )
}

/** What counts for the purpose now, whoever said it. */
export function ConsentOutcome({ consent: { purpose, channel, consents, holds } }: { readonly consent: SaidConsent }) {
  const { t, format } = useI18n()
  return (
    <ul className={classes.outcome}>
      {consents.map((one) => (
        <li key={`${one.channel} ${one.contactPoint}`}>
          <span className={classes.name}>{format.name('attribute', purpose)}</span>
          <span className={classes.values}>
            <b>
              {t(one.channel === null ? 'correct.anyChannel' : `contact.${one.channel}`)}: {t(`consent.${one.state}`)}
            </b>
            <Text span c="dimmed" fz="xs">
              <SourceName stream={one.from.stream} /> · {format.date(one.since)}
            </Text>
          </span>
          {one.channel === channel && (
            <Badge variant="light" color={holds ? 'sea' : 'orange'} tt="none">
              {t(holds ? 'correct.counts' : 'correct.loses')}
            </Badge>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Whether what was typed is not what is shown: cleaning made it another, or another source wins. */
function saysOther(asked: unknown, shown: unknown): boolean {
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return String(asked) !== String(shown)
  return Object.entries(asked).some(([name, value]) => (shown as Record<string, unknown> | null)?.[name] !== value)
}

function Why({ outcome: { holds, from, rule } }: { readonly outcome: CorrectionOutcome }) {
  const { t } = useI18n()
  if (holds || !from) return null
  const pick = String(rule?.pick ?? '')
  const known = ['best-point', 'most-recent', 'most-frequent', 'longest', 'source', 'union'].includes(pick)
  return (
    <Text span c="dimmed" fz="xs">
      <SourceName stream={from.stream} rowKey={from.key} /> · {known ? t(`correct.rule.${pick}`) : pick}
    </Text>
  )
}
