import { CloseButton, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { SourceRecord } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { RecordCard } from '../profiles/records.tsx'
import type { RowName } from '../timeline/row-focus.ts'
import { SourceName } from '../ui/source-name.tsx'
import classes from './pinned-row.module.css'

interface PinnedRowProps {
  readonly row: RowName
  /** Of a party; absent where it is none, or not to be seen. */
  readonly record: SourceRecord | undefined
  /** Until then what is sensitive is not shown: it could be read out to whoever calls. */
  readonly isVerified: boolean
  onClose(): void
}

/** A row that a sentence stands on and that the timeline does not have: a record of who it is. */
export function PinnedRow({ row, record, isVerified, onClose }: PinnedRowProps) {
  const { t } = useI18n()
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (row) place.current?.focus()
  }, [row])
  return (
    <section ref={place} tabIndex={-1} className={classes.pinned} aria-label={t('desk.row')}>
      <CloseButton size="sm" className={classes.close} aria-label={t('action.close')} onClick={onClose} />
      {record ? (
        <>
          <RecordCard record={isVerified ? record : withoutSensitive(record)} />
          {!isVerified && (
            <Text c="dimmed" fz="sm" className={classes.waits}>
              {t('desk.rowWaits')}
            </Text>
          )}
        </>
      ) : (
        <div className={classes.absent}>
          <SourceName stream={row.stream} rowKey={row.key} />
          <Text c="dimmed" fz="sm">
            {t('desk.rowAbsent')}
          </Text>
        </div>
      )}
    </section>
  )
}

const sensitive = /^(?:birthDate|address|email|phone|contactPoints|wrong)\b/

function withoutSensitive(record: SourceRecord): SourceRecord {
  const shown = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !sensitive.test(name)))
  const { identifiers, ...attributes } = shown(record.attributes)
  const named = Array.isArray(identifiers)
    ? identifiers.filter(({ namespace }: { readonly namespace: string }) => !sensitive.test(namespace))
    : []
  return { ...record, attributes: { ...attributes, identifiers: named }, received: shown(record.received) }
}
