import { Text, UnstyledButton } from '@mantine/core'
import type { Ring, Rings } from '../api/rings.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { ringName } from './ring-name.ts'
import classes from './waiting.module.css'

interface WaitingProps {
  readonly rings: Rings
  onAnswer(id: string): void
}

/** Nobody is on the line: whether the desk hears of calls, and what rang in the last minutes. */
export function Waiting({ rings, onAnswer }: WaitingProps) {
  const { t } = useI18n()
  return (
    <div className={classes.waiting}>
      <p className={classes.state} role="status">
        <span className={classes.dot} data-live={rings.isLive || undefined} aria-hidden="true" />
        {t(rings.isLive ? 'desk.waiting' : 'desk.notLive')}
      </p>
      {rings.items.length > 0 && (
        <section className={classes.recent} aria-label={t('desk.recent')}>
          <h2>{t('desk.recent')}</h2>
          <ul>
            {rings.items.map((ring) => (
              <li key={ring.id}>
                <RecentRing ring={ring} onAnswer={onAnswer} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function RecentRing({ ring, onAnswer }: { readonly ring: Ring; onAnswer(id: string): void }) {
  const { t, format } = useI18n()
  return (
    <UnstyledButton className={classes.ring} onClick={() => onAnswer(ring.id)}>
      <time dateTime={ring.at} className="tabular">
        {format.time(ring.at)}
      </time>
      <span className={classes.who}>
        <b>{ringName(ring, t)}</b>
        <Text span c="dimmed" fz="sm" className="tabular">
          {ring.from || t('desk.withheld')}
          {ring.queue !== null && ` · ${ring.queue}`}
        </Text>
      </span>
      <Text span c="dimmed" fz="sm">
        {ring.taken ? t('desk.takenBy', { name: ring.taken.author }) : t('desk.notTaken')}
      </Text>
    </UnstyledButton>
  )
}
