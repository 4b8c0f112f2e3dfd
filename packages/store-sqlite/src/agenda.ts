import { type DueActivity, type DueRange, decodeCursor, type Page, type Paging } from '@rapport/engine'
import { type Connection, type Row, shaped } from './connection.ts'
import { streamNames } from './loads.ts'
import { list, page, scoped } from './pages.ts'

/** Some row reports on the one at hand, as it is planned now. */
const REPORTED = `EXISTS (SELECT 1 FROM activity r WHERE r.agenda =
  'reported|' || (SELECT s.name FROM stream s WHERE s.id = v.stream) || '|' || v.key || '|' || v.occurredAt)`

const isRestricted = ({ spaces, territories }: DueRange): boolean => spaces !== undefined || territories !== undefined

/** Of `?1` up to before `?2`; `?3` spaces and `?4` territories, where they restrict. Who may see all is spared the look at profiles. */
function fromWhere(range: DueRange): string {
  const scope = ['v', 'p']
    .map((row) => `${scoped(`${row}.space`, 3)} AND ${scoped(`${row}.territory`, 4)}`)
    .join(' AND ')
  return `FROM activity v CROSS JOIN anchor a ON a.id = v.anchor
    ${isRestricted(range) ? 'CROSS JOIN profile p ON p.id = a.profile' : ''}
    WHERE v.agenda >= ?1 AND v.agenda < ?2
    ${isRestricted(range) ? `AND ${scope}` : ''} ${range.withoutReported ? `AND NOT ${REPORTED}` : ''}`
}

const scopeOf = (range: DueRange): readonly unknown[] =>
  isRestricted(range) ? [list(range.spaces), list(range.territories)] : []

export function due(c: Connection, { limit, after, ...range }: Paging & DueRange): Page<DueActivity> {
  const [last, lastId] = (after === undefined ? ['', -1] : decodeCursor(after, 'sn')) as [string, number]
  // A cursor of another range begins no earlier than this one does.
  const isBefore = Buffer.compare(Buffer.from(last), Buffer.from(range.from)) < 0
  const [agenda, id] = isBefore ? [range.from, -1] : [last, lastId]
  const scope = scopeOf(range)
  const at = scope.length + 3
  const rows = c
    .sql(`SELECT v.*, a.profile ${fromWhere(range)} AND (v.agenda > ?1 OR v.id > ?${at})
      ORDER BY v.agenda, v.id LIMIT ?${at + 1}`)
    .all(agenda, range.to, ...scope, id, limit + 1)
  const names = streamNames(c)
  return page(
    rows,
    limit,
    (row) => [row.agenda as string, row.id as number],
    (row: Row) => shaped<DueActivity>({ ...row, streamName: names.get(row.stream as number) ?? '' }),
  )
}

export function countDue(c: Connection, range: DueRange): number {
  return c.sql(`SELECT count(*) AS n ${fromWhere(range)}`).get(range.from, range.to, ...scopeOf(range))?.n as number
}

export function lastDue(c: Connection, range: DueRange): string | undefined {
  return c
    .sql(`SELECT v.agenda ${fromWhere(range)} ORDER BY v.agenda DESC LIMIT 1`)
    .get(range.from, range.to, ...scopeOf(range))?.agenda as string | undefined
}
