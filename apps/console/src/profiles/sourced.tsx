import { Tooltip } from '@mantine/core'
import { IconArrowsSplit2 } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Conflict, Provenance } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { SourceName } from '../ui/source-name.tsx'
import classes from './sourced.module.css'

interface SourcedProps {
  readonly from: Provenance | undefined
  readonly conflict?: Conflict | undefined
  readonly children: ReactNode
}

/** A value that says on hover, on focus and on touch who told it and when, and who says otherwise. */
export function Sourced({ from, conflict, children }: SourcedProps) {
  const { t, format } = useI18n()
  if (!from) return <span className={classes.plain}>{children}</span>
  const others = (conflict?.values ?? []).filter((one) => one.stream !== from.stream || one.key !== from.key)
  return (
    <Tooltip
      multiline
      maw={360}
      withArrow
      openDelay={120}
      events={{ hover: true, focus: true, touch: true }}
      label={
        <div className={classes.card}>
          <SourceName stream={from.stream} rowKey={from.key} />
          <span>{t('provenance.told', { at: format.dateTime(from.observedAt) })}</span>
          {others.map((one) => (
            <span key={`${one.stream} ${one.key}`} className={classes.other}>
              <SourceName stream={one.stream} /> {t('provenance.says', { value: format.value(one.value) })}
            </span>
          ))}
        </div>
      }
    >
      <button type="button" className={classes.value} data-disputed={others.length > 0 || undefined}>
        {children}
        {others.length > 0 && <IconArrowsSplit2 size={14} stroke={1.8} aria-label={t('provenance.disputed')} />}
      </button>
    </Tooltip>
  )
}
