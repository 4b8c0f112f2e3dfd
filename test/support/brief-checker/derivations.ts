import { localIn, numberOf, type RawTime, rawValuesOf, timeOf } from './raw-values.ts'
import type { RawRow, SourceRow } from './source-rows.ts'
import type { Cue } from './spoken.ts'

const DAY_MS = 86_400_000
const YEAR_DAYS = 365
const MONTH_DAYS = 30

/** Streams whose rows are of parties. */
const parties = new Set(
  `crm/contacts crm/accounts crm/members shop/customers support/requesters website/users website/leads directory/pharmacies directory/pharmacists
  erp/customers marketing/subscribers pms/profiles email/subscribers desk/callers`.split(/\s+/),
)

/** The newest version of each cited row. */
function newest(cited: readonly SourceRow[], ...streams: readonly string[]): readonly RawRow[] {
  const byKey = new Map<string, RawRow>()
  for (const { stream, key, row } of cited) {
    if (!streams.includes(stream)) continue
    const before = byKey.get(`${stream}/${key}`)
    if (!before || String(row.updatedAt ?? row.updated_at ?? '') >= String(before.updatedAt ?? before.updated_at ?? ''))
      byKey.set(`${stream}/${key}`, row)
  }
  return [...byKey.values()]
}

const isMain = ({ part }: SourceRow): boolean => part === undefined
const isReturn = (row: RawRow): boolean => row.kind === 'return' || row.AUART === 'RE'
const orders = (cited: readonly SourceRow[]): readonly RawRow[] => newest(cited, 'shop/orders', 'erp/orders')
const stays = (cited: readonly SourceRow[]): readonly RawRow[] => newest(cited, 'pms/reservations')
const amountOf = (value: unknown): number => (typeof value === 'number' ? value : (numberOf(String(value ?? '')) ?? 0))

function msOf(value: unknown): number {
  const time: RawTime | undefined = timeOf(String(value ?? ''))
  return time === undefined ? Number.NaN : 'ms' in time ? time.ms : Date.parse(`${time.day}T00:00:00Z`)
}
/** Rows of the days between two, counted back from now. */
const within = (rows: readonly RawRow[], column: string, nowMs: number, fromDays: number, toDays: number) =>
  rows.filter((row) => {
    const days = (nowMs - msOf(row[column])) / DAY_MS
    return days >= toDays && days < fromDays
  })
/** A window's edge is a day's: which of the two, the sentence does not say. */
const EDGES = [0, 1] as const

/**
 * What may be counted of something among the cited rows: all of them, and those of the last year. `undefined`: nothing is counted by
 * that name, so that the number must be in a row.
 */
export function countsOf(cited: readonly SourceRow[], noun: string, nowMs: number): readonly number[] | undefined {
  switch (noun) {
    case 'record':
      return [
        new Set(cited.filter(({ stream }) => parties.has(stream)).map(({ stream, key }) => `${stream}/${key}`)).size,
      ]
    case 'order': {
      const rows = orders(cited)
      // Of a product's own row, the number of orders stands in it.
      return rows.length > 0
        ? [rows.filter((row) => !isReturn(row)).length]
        : columns(newest(cited, 'erp/statistics'), 'ANZ')
    }
    case 'return':
      return [orders(cited).filter(isReturn).length]
    case 'stay':
      // Who only came along on a stay has no bill of it.
      return [completed(cited).length, completed(cited.filter(isMain)).length]
    case 'night': {
      return stays(cited).length === 1 ? columns(stays(cited), 'nights') : [sum(completed(cited), 'nights')]
    }
    case 'invoice':
      return [newest(cited, 'erp/invoices').length]
    case 'visit':
      return EDGES.map(
        (edge) =>
          within(newest(cited, 'crm/interactions'), 'ActivityDateTime', nowMs, YEAR_DAYS + edge, 0).filter(
            (row) => row.Type === 'Visit',
          ).length,
      )
    case 'recentNight':
      return EDGES.map((edge) => sum(within(completed(cited), 'arrival', nowMs, YEAR_DAYS + edge, 0), 'nights'))
    case 'treatment':
      return [viewed(cited, nowMs).filter((row) => row.event === 'Spa Treatment Viewed').length]
    case 'room':
      return [
        viewed(cited, nowMs).filter(
          (row) => row.event === 'Room Viewed' && String(propertiesOf(row).room_type).startsWith('Sea-view'),
        ).length,
      ]
    case 'point':
      return [...columns(newest(cited, 'crm/members'), 'points'), sum(newest(cited, 'crm/points'), 'points')]
    case 'pharmacy':
      return columns(newest(cited, 'directory/listings'), 'comparables')
    case 'listing':
      return columns(newest(cited, 'directory/listings'), 'comparables_referencant')
    case 'case':
      return [newest(cited, 'support/tickets', 'desk/cases').length]
    case 'tally':
      return tallies(cited, nowMs)
    case 'more': {
      const lines = orders(cited).map((row) => linesOf(row) - 1)
      return lines
    }
    default:
      return undefined
  }
}

/** How many of what is open, missing, planned or clicked, and how many points. */
function tallies(cited: readonly SourceRow[], nowMs: number): readonly number[] {
  const count = (streams: readonly string[], is: (row: RawRow) => boolean) =>
    newest(cited, ...streams).filter(is).length
  return [
    count(['crm/tasks'], ({ Status }) => Status !== 'Completed'),
    count(['desk/promises'], ({ stato }) => stato === 'aperta'),
    count(['support/tickets'], ({ status }) => !['solved', 'closed'].includes(String(status))),
    count(['desk/cases'], ({ stato }) => stato !== 'chiusa'),
    count(['directory/listings'], ({ referencee, part }) => referencee === 'N' && amountOf(part) >= 60),
    count(['pms/reservations'], ({ status }) => status === 'RESERVED'),
    viewed(cited, nowMs).filter((row) => row.event === 'Spa Treatment Viewed').length,
    count(['marketing/activity'], ({ type }) => type === 'clicked'),
    ...columns(newest(cited, 'crm/members'), 'points'),
    sum(newest(cited, 'crm/points'), 'points'),
  ]
}

const completed = (cited: readonly SourceRow[]) => stays(cited).filter((row) => row.status === 'CHECKED OUT')
const viewed = (cited: readonly SourceRow[], nowMs: number) =>
  within(newest(cited, 'website/events'), 'timestamp', nowMs, MONTH_DAYS, 0)
const propertiesOf = ({ properties }: RawRow) => (properties ?? {}) as RawRow

const columns = (rows: readonly RawRow[], column: string): readonly number[] =>
  rows.flatMap((row) => (row[column] === undefined || row[column] === null ? [] : [amountOf(row[column])]))
const sum = (rows: readonly RawRow[], column: string): number =>
  rows.reduce((total, row) => total + amountOf(row[column]), 0)
const linesOf = ({ lines, POSITIONEN }: RawRow): number =>
  Array.isArray(lines) ? lines.length : String(POSITIONEN ?? '').split('|').length

/** In which columns a date stands that words tell of; of the others, in any. */
const dated: Readonly<Record<Exclude<Cue, 'first' | 'last'>, readonly string[]>> = {
  arrival: ['arrival'],
  departure: ['departure'],
  delivered: ['deliveredAt', 'WADAT'],
  promised: ['promisedAt', 'LFDAT'],
  due: ['NETDT'],
  stated: [
    ...[
      'EmailOptInDate',
      'SmsOptInDate',
      'date_optin',
      'at',
      'state_changed_at',
      'UNSUB_TIME',
      'OPTIN_TIME',
      'LAST_CHANGED',
    ],
    ...['UPDATED', 'updatedAt', 'timestamp'],
  ],
}
const began = ['placedAt', 'ERDAT', 'arrival'] as const

/** The dates that words tell of: of what was bought or slept, the first or the last; `undefined` where any date of the rows will do. */
export function datesOf(cited: readonly SourceRow[], cue: Cue | null): readonly RawTime[] | undefined {
  if (cue === null) return undefined
  if (cue !== 'first' && cue !== 'last') return cited.flatMap(({ row }) => timesIn(row, dated[cue]))
  const rows = [...orders(cited).filter((row) => !isReturn(row)), ...completed(cited)]
  const times = rows.flatMap((row) => timesIn(row, began)).sort((a, b) => startOf(a) - startOf(b))
  const billed = completed(cited.filter(isMain))
    .flatMap((row) => timesIn(row, began))
    .sort((a, b) => startOf(a) - startOf(b))
  const at = cue === 'first' ? 0 : -1
  return [times.at(at), billed.at(at)].filter((time) => time !== undefined)
}

const startOf = (time: RawTime): number => ('ms' in time ? time.ms : Date.parse(time.day))

function timesIn(value: unknown, columns: readonly string[]): readonly RawTime[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, held]) => {
    const time = columns.includes(name) ? timeOf(String(held ?? '')) : undefined
    return time ? [time] : timesIn(held, columns)
  })
}

/** As Maison Aurèle's documents/people.yaml fixes them; no other world sums across currencies. */
const REPORTING = 'EUR'
const RATES: Readonly<Record<string, number>> = { EUR: 1, GBP: 1.16, USD: 0.92, JPY: 0.0061, CNY: 0.128, AED: 0.25 }

/** Amounts of money that the cited rows hold in a currency, and what adds up of them. */
export function moneyOf(cited: readonly SourceRow[], currency: string, nowMs: number): readonly number[] {
  const bought = orders(cited).filter((row) => (row.currency ?? row.WAERK) === currency && row.status !== 'cancelled')
  const net = (rows: readonly RawRow[]) =>
    rows.reduce((total, row) => total + amountOf(row.total ?? row.NETWR) * (isReturn(row) ? -1 : 1), 0)
  const slept = stays(cited.filter(isMain)).filter((row) => row.currency === currency)
  const owed = newest(cited, 'erp/invoices').filter((row) => row.WAERK === currency)
  // What is summed across currencies, row by row, in the one that the house reports in.
  const converted = currency !== REPORTING ? [] : orders(cited).filter((row) => row.status !== 'cancelled')
  const inReporting = (rows: readonly RawRow[]) =>
    rows.reduce((total, row) => {
      const rate = RATES[String(row.currency ?? row.WAERK)] ?? Number.NaN
      const amount = Math.round(amountOf(row.total ?? row.NETWR) * rate * 100) / 100
      return total + amount * (isReturn(row) ? -1 : 1)
    }, 0)
  const own = cited.filter(({ row }) => (row.currency ?? row.WAERK ?? row.Currency) === currency)
  return [
    ...own.flatMap(({ row }) => rawValuesOf(row).numbers),
    net(bought),
    net(bought.filter((row) => !isReturn(row))),
    ...EDGES.flatMap((edge) => [
      net(within(bought, 'ERDAT', nowMs, YEAR_DAYS + edge, 0)),
      net(within(bought, 'placedAt', nowMs, YEAR_DAYS + edge, 0)),
      net(
        within(
          bought.filter((row) => !isReturn(row)),
          'placedAt',
          nowMs,
          YEAR_DAYS + edge,
          0,
        ),
      ),
      net(within(bought, 'ERDAT', nowMs, 2 * YEAR_DAYS + edge, YEAR_DAYS + edge)),
      inReporting(within(converted, 'placedAt', nowMs, YEAR_DAYS + edge, 0)),
    ]),
    sum(slept, 'totalRevenue'),
    sum(owed, 'OFFEN'),
  ]
}

/** Days between two days of one row, and from one of its days until now. */
export function spanDays(cited: readonly SourceRow[], zone: string, nowMs: number): readonly number[] {
  const days = cited.flatMap(({ row }) => {
    const told = rawValuesOf(row).times.map((time) => ('day' in time ? time.day : localIn(zone, time.ms).day))
    const all = [...told, localIn(zone, nowMs).day].map((day) => Date.parse(day) / DAY_MS)
    return all.flatMap((from) => all.map((to) => to - from))
  })
  return days.filter((one) => one >= 0)
}
