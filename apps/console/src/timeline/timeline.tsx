import { Badge, Button, Chip, Group, Skeleton, Text, UnstyledButton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type TimelineItem, timelineQuery } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'
import { SourceName } from '../ui/source-name.tsx'
import { EntityIcon } from './entity-icon.tsx'
import { type FocusedRow, isRow } from './row-focus.ts'
import { rowWords } from './row-words.ts'
import classes from './timeline.module.css'

/** What one filters by; everything else is under "all". */
const filters = ['order', 'case', 'interaction', 'task', 'event', 'stay', 'invoice', 'shipment'] as const

interface TimelineProps {
  readonly id: string
  /** Only these entities; empty: all. */
  readonly only: readonly string[]
  onOnly(entities: readonly string[]): void
  /** A row to scroll to and open; of long histories so many pages are read for it. */
  readonly focused?: FocusedRow | null
  /** It is not among what was read of the history. */
  onMissing?(row: FocusedRow): void
}

/** Behind these a row is not looked for: a history may be long. */
const MAX_PAGES_READ = 8

/** What happened, newest first, by days. */
export function Timeline({ id, only, onOnly, focused = null, onMissing }: TimelineProps) {
  const { t, format } = useI18n()
  const { data, error, isFetchingNextPage, hasNextPage, fetchNextPage } = useInfiniteQuery(timelineQuery(id, only))
  const isThere = focused !== null && data?.pages.some((page) => page.items.some((item) => isRow(item, focused)))
  const pages = data?.pages.length ?? 0
  useEffect(() => {
    if (focused === null || isThere || pages === 0 || isFetchingNextPage || only.length > 0) return
    if (hasNextPage && pages < MAX_PAGES_READ) void fetchNextPage()
    else onMissing?.(focused)
  }, [focused, isThere, pages, isFetchingNextPage, hasNextPage, only, fetchNextPage, onMissing])
  return (
    <div className={classes.timeline}>
      <Chip.Group multiple value={[...only]} onChange={(value) => onOnly(filters.filter((one) => value.includes(one)))}>
        <Group gap={4} mb="sm" role="group" aria-label={t('timeline.filter')}>
          {filters.map((entity) => (
            <Chip key={entity} value={entity} size="xs" variant="light">
              {t(`filter.${entity}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {error && <Problem error={error} />}
      {!data && !error && <Skeleton h={240} />}
      {data && (
        <>
          {byDay(data.pages.flatMap((page) => page.items)).map(([day, items]) => (
            <section key={day} className={classes.day} aria-label={format.date(day)}>
              <h3>{format.date(day)}</h3>
              <ol>
                {items.map((item) => (
                  <Row key={item.id} item={item} focused={focused !== null && isRow(item, focused) ? focused : null} />
                ))}
              </ol>
            </section>
          ))}
          {data.pages[0]?.items.length === 0 && <Text c="dimmed">{t('timeline.nothing')}</Text>}
          {hasNextPage && (
            <Button
              variant="default"
              fullWidth
              mt="md"
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              {t('timeline.more')}
            </Button>
          )}
        </>
      )}
    </div>
  )
}

/** One row; opened, everything that its source told. */
function Row({ item, focused }: { readonly item: TimelineItem; readonly focused: FocusedRow | null }) {
  const { t, format } = useI18n()
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (focused === null) return
    setOpen(true)
    button.current?.focus({ preventScroll: true })
    button.current?.scrollIntoView({ block: 'start', behavior: 'smooth' })
  }, [focused])
  const { title, detail, status, amount } = rowWords(item, format, t)
  return (
    <li className={classes.item} data-open={isOpen || undefined} data-focused={focused !== null || undefined}>
      <UnstyledButton ref={button} className={classes.row} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span className={classes.icon}>
          <EntityIcon entity={item.entity} />
        </span>
        <span className={classes.words}>
          <span className={classes.title}>{title}</span>
          {detail !== '' && <span className={classes.detail}>{detail}</span>}
        </span>
        <span className={classes.end}>
          {status !== null && (
            <Badge variant="default" size="sm" tt="none" fw={500}>
              {status}
            </Badge>
          )}
          {amount && <span className="tabular">{format.money(amount)}</span>}
          <time dateTime={item.occurredAt} className="tabular">
            {format.time(item.occurredAt)}
          </time>
        </span>
      </UnstyledButton>
      {isOpen && <RowDetails item={item} />}
    </li>
  )
}

/** All that a row says, as text. */
function RowDetails({ item }: { readonly item: Pick<TimelineItem, 'stream' | 'key' | 'attributes'> }) {
  const { format } = useI18n()
  return (
    <div className={classes.details}>
      <dl>
        {Object.entries(item.attributes).map(([name, value]) => (
          <div key={name}>
            <dt>{format.name('attribute', name)}</dt>
            <dd>{isLong(value) ? <Nested value={value} /> : format.value(value)}</dd>
          </div>
        ))}
      </dl>
      <Text c="dimmed" fz="xs">
        <SourceName stream={item.stream} rowKey={item.key} />
      </Text>
    </div>
  )
}

const isLong = (value: unknown) => Array.isArray(value) && typeof value[0] === 'object'

/** Lines of an order and such: one a line. */
function Nested({ value }: { readonly value: unknown }) {
  const { format } = useI18n()
  return (
    <ul className={classes.nested}>
      {(value as readonly unknown[]).map((one) => {
        const text = format.value(one)
        return <li key={text}>{text}</li>
      })}
    </ul>
  )
}

/** Items by their day here, in the order that they came. */
function byDay(items: readonly TimelineItem[]): readonly (readonly [string, readonly TimelineItem[]])[] {
  const days = new Map<string, TimelineItem[]>()
  for (const item of items) {
    const at = new Date(item.occurredAt)
    const day = `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`
    const list = days.get(day)
    if (list) list.push(item)
    else days.set(day, [item])
  }
  return [...days]
}
