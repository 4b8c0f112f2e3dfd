import { Badge, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { recordsQuery, type SourceRecord } from '../api/profiles.ts'
import { Corrections } from '../corrections/corrections.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'
import { SourceName } from '../ui/source-name.tsx'
import { attributeRows } from './attribute-rows.ts'
import classes from './records.module.css'

/** The records that it stands on, as each source told them: cleaned, and as received where that differs. */
export function Records({ id }: { readonly id: string }) {
  const { data, error } = useQuery(recordsQuery(id))
  if (error) return <Problem error={error} />
  if (!data) return <Skeleton h={240} />
  return (
    <div className={classes.records}>
      <Corrections profile={id} />
      {data.map((record) => (
        <RecordCard key={record.anchor} record={record} />
      ))}
    </div>
  )
}

/** One record, as its source told it. */
export function RecordCard({ record }: { readonly record: SourceRecord }) {
  const { t, format } = useI18n()
  const { attributes, received, flags } = record
  const { contactPoints, identifiers, ...others } = attributes
  const points = (Array.isArray(contactPoints) ? contactPoints : []) as {
    kind: string
    raw?: string
    normal?: string
  }[]
  const flagged = new Map(flags.map((flag) => [String(flag.field), String(flag.code)]))
  return (
    <section className={classes.record} data-deleted={record.isDeleted || undefined}>
      <header>
        <SourceName stream={record.stream} rowKey={record.key} />
        <Text span c="dimmed" fz="xs">
          {format.dateTime(record.observedAt)}
        </Text>
        {record.isDeleted && (
          <Badge color="red" variant="light" tt="none">
            {t('records.deleted')}
          </Badge>
        )}
      </header>
      <dl>
        {attributeRows({ ...others, ...(attributes.fullName !== undefined && { fullName: attributes.fullName }) }).map(
          ({ path, value }) => (
            <div key={path}>
              <dt>{format.name('attribute', path)}</dt>
              <dd>
                {format.value(value)}
                <Received value={receivedOf(received, path)} />
              </dd>
            </div>
          ),
        )}
        {points.map((point) => (
          <div key={`${point.kind} ${point.raw}`}>
            <dt>{t(`contact.${point.kind}`)}</dt>
            <dd>
              {point.kind === 'post' ? point.raw : (point.normal ?? point.raw)}
              {point.kind !== 'post' && point.normal !== undefined && point.raw !== point.normal && (
                <Received value={point.raw} />
              )}
              {flagged.has(point.kind) && (
                <Badge ml={8} size="sm" color="orange" variant="light" tt="none">
                  {t(`flag.${flagged.get(point.kind)}`)}
                </Badge>
              )}
            </dd>
          </div>
        ))}
        {((identifiers ?? []) as { namespace: string; value: string }[]).map((one) => (
          <div key={`${one.namespace} ${one.value}`}>
            <dt>{one.namespace}</dt>
            <dd className={classes.code}>{one.value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** A list's items are named one by one. */
function receivedOf(received: Readonly<Record<string, unknown>>, path: string): unknown {
  if (path in received) return received[path]
  const items = Object.entries(received).filter(([name]) => name.startsWith(`${path}.`))
  return items.length > 0 ? items.map(([, value]) => value) : undefined
}

function Received({ value }: { readonly value: unknown }) {
  const { t } = useI18n()
  if (value === undefined) return null
  // As it came: not made pretty.
  return (
    <span className={classes.received}>
      {t('records.received', { value: typeof value === 'string' ? value : JSON.stringify(value) })}
    </span>
  )
}
