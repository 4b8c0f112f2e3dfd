import { folded, localIn, timeOf } from './raw-values.ts'
import type { RawRow, SourceRow, SourceRows } from './source-rows.ts'
import type { SpokenLanguage } from './spoken.ts'

/** Something that matters for an occasion, found in the raw rows. */
export interface MustSay {
  readonly what: string
  /** Whether it has to stand in every brief, however little room there is. */
  readonly isAlert: boolean
  /** A brief that has all texts of one of these says it. */
  readonly says: readonly (readonly string[])[]
}

/** Whose brief, for what. */
export interface Asked {
  readonly occasion: 'call' | 'visit' | 'stay'
  readonly language: SpokenLanguage
  readonly zone: string
  readonly nowMs: number
  /** The records of the profile, `stream/key`. */
  readonly records: ReadonlySet<string>
}

const DAY_MS = 86_400_000

/** What a brief of a world must say, by the truth of its raw rows; knows nothing of facts. */
export const mustSay: Readonly<Record<string, (source: SourceRows, asked: Asked) => readonly MustSay[]>> = {
  'maison-aurele': maisonAurele,
  'laboratoire-calyx': laboratoireCalyx,
  'alba-hotels': albaHotels,
}

/** Which of them a brief's text says. */
export function isSaid({ says }: MustSay, text: string): boolean {
  const whole = folded(text)
  return says.some((all) => all.every((one) => whole.includes(folded(one))))
}

const item = (what: string, says: MustSay['says'], isAlert = false): MustSay => ({ what, says, isAlert })
const said = (value: unknown): string => String(value ?? '').trim()
/** What a text begins with: a quotation may be cut. */
const begins = (value: unknown): string => said(value).slice(0, 30).trim()
const msOf = (value: unknown): number => {
  const time = timeOf(said(value))
  return time === undefined ? Number.NaN : 'ms' in time ? time.ms : Date.parse(time.day)
}

/** `27 November`, `1er décembre`, as briefs of that language write it without its year. */
function dayOf(value: unknown, { zone, language }: Asked): string {
  const time = timeOf(said(value))
  if (time === undefined) return said(value)
  const day = 'day' in time ? time.day : localIn(zone, time.ms).day
  const text = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'fr-FR', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(Date.parse(day))
  return language === 'fr' ? text.replace(/^1(?= )/, '1er') : text
}

const money = (amount: number, { language }: Asked): string =>
  amount.toLocaleString(language === 'en' ? 'en-GB' : 'fr-FR', {
    minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
    maximumFractionDigits: 2,
  })

function ownRows(source: SourceRows, stream: string, asked: Asked, owner: string, of: string): readonly RawRow[] {
  return source.newest(stream).flatMap(({ row }) => (asked.records.has(`${of}/${said(row[owner])}`) ? [row] : []))
}

const records = (source: SourceRows, stream: string, { records: own }: Asked): readonly SourceRow[] =>
  source.newest(stream).filter(({ key }) => own.has(`${stream}/${key}`))

/** A refusal that nobody contradicts. */
function refusal(
  channel: 'email' | 'sms',
  statements: readonly (boolean | null)[],
  { language }: Asked,
): readonly MustSay[] {
  const known = statements.filter((one) => one !== null)
  if (known.length === 0 || known.includes(true)) return []
  const words = language === 'en' ? { email: 'e-mail', sms: 'text message' } : { email: 'e-mail', sms: 'SMS' }
  const no = language === 'en' ? 'No marketing by' : 'Aucune sollicitation commerciale par'
  return [item(`refused ${channel}`, [[no, words[channel]]], true)]
}

function maisonAurele(source: SourceRows, asked: Asked): readonly MustSay[] {
  const tickets = ownRows(source, 'support/tickets', asked, 'requester_id', 'support/requesters')
  const tasks = ownRows(source, 'crm/tasks', asked, 'WhoId', 'crm/contacts')
  const orders = ownRows(source, 'shop/orders', asked, 'customer', 'shop/customers')
  const contacts = records(source, 'crm/contacts', asked)
  const customers = records(source, 'shop/customers', asked)
  const tiers = [...new Set(contacts.map(({ row }) => said(row.Tier)).filter((tier) => tier !== ''))]
  const yesNo = (value: unknown) => (value === 'O' ? true : value === 'N' ? false : null)
  const optIn = (value: unknown) => (typeof value === 'boolean' ? value : null)
  return [
    ...tickets
      .filter(({ status }) => ['new', 'open', 'pending'].includes(said(status)))
      .map((row) =>
        item(
          `open case, ${said(row.topic)}`,
          [[said(row.ticket_number)]],
          isPressing(row, asked.nowMs, ['faulty', 'late']),
        ),
      ),
    ...tasks
      .filter(({ Status }) => Status !== 'Completed')
      .map((row) => item(row.Kind === 'Promise' ? 'promise' : 'task', [[begins(row.Subject)]])),
    ...(asked.occasion === 'stay' ? [] : orders)
      .filter(
        ({ delivery, status, kind }) => kind === 'order' && status !== 'cancelled' && isLate(delivery, asked.nowMs),
      )
      .map((row) => item('late order', [[said(row.orderNumber)]])),
    ...(tiers.length > 0
      ? [
          item(
            'tier',
            tiers.map((tier) => [tier]),
          ),
        ]
      : []),
    ...refusal(
      'email',
      [...contacts.map(({ row }) => optIn(row.EmailOptIn)), ...customers.map(({ row }) => yesNo(row.optin_email))],
      asked,
    ),
    ...refusal(
      'sms',
      [...contacts.map(({ row }) => optIn(row.SmsOptIn)), ...customers.map(({ row }) => yesNo(row.optin_sms))],
      asked,
    ),
  ]
}

/** Complains of one of these, is past its limit, or is urgent. */
function isPressing(row: RawRow, nowMs: number, complaints: readonly string[]): boolean {
  const due = msOf(row.sla_due_at ?? row.scadenza)
  return (
    complaints.includes(said(row.topic ?? row.tema)) ||
    due < nowMs ||
    ['high', 'urgent', 'alta'].includes(said(row.priority ?? row.priorita))
  )
}

/** Not there past its promise, or there late within a month. */
function isLate(delivery: unknown, nowMs: number): boolean {
  const { promisedAt, deliveredAt } = (delivery ?? {}) as RawRow
  const promised = msOf(promisedAt)
  const delivered = msOf(deliveredAt)
  if (Number.isNaN(promised)) return false
  if (Number.isNaN(delivered)) return promised < nowMs && nowMs - promised < 30 * DAY_MS
  return delivered > promised && nowMs - delivered < 30 * DAY_MS
}

function albaHotels(source: SourceRows, asked: Asked): readonly MustSay[] {
  const { nowMs, zone, occasion } = asked
  const today = localIn(zone, nowMs).day
  const stays = ownRows(source, 'pms/reservations', asked, 'profile', 'pms/profiles')
  const hotels = new Map(source.newest('pms/hotels').map(({ key, row }) => [key, said(row.NAME)]))
  const dayMs = (value: unknown) => msOf(value)
  const coming = stays.filter(({ status, arrival }) => status === 'RESERVED' && dayMs(arrival) >= Date.parse(today))
  const inHouse = stays.filter(({ status }) => status === 'IN HOUSE')
  const members = records(source, 'crm/members', asked)
  const tiers = [
    ...members.map(({ row }) => said(row.tier)),
    ...records(source, 'pms/profiles', asked).map(({ row }) => said(row.TIER)),
  ].filter((tier) => tier !== '')
  const consent = (channel: 'email' | 'sms') =>
    members.map(({ row }) => {
      const of = (row.consents as Readonly<Record<string, RawRow | undefined>> | null)?.[channel]
      return of === undefined ? null : of.granted === true
    })
  const byMail = [
    ...consent('email'),
    ...records(source, 'pms/profiles', asked).map(({ row }) =>
      row.MAIL_OPTIN === 'Y' ? true : row.MAIL_OPTIN === 'N' ? false : null,
    ),
    ...records(source, 'email/subscribers', asked).map(({ row }) =>
      row.STATUS === 'subscribed' ? true : row.STATUS === 'unsubscribed' ? false : null,
    ),
  ]
  const own = [
    ...ownRows(source, 'desk/cases', asked, 'contatto', 'desk/callers')
      .filter(({ stato }) => stato !== 'chiusa')
      .map((row) =>
        item(
          `open case, ${said(row.tema)}`,
          [[said(row.numero)]],
          isPressing(row, nowMs, ['noise', 'room', 'billing']),
        ),
      ),
    ...ownRows(source, 'desk/promises', asked, 'contatto', 'desk/callers')
      .filter(({ stato }) => stato === 'aperta')
      .map((row) => item('promise', [[begins(row.oggetto)]])),
    ...coming.map((row) => item('planned stay', [[hotels.get(said(row.hotel)) ?? '', dayOf(row.arrival, asked)]])),
    ...inHouse.map((row) => item('in house', [[hotels.get(said(row.hotel)) ?? '']])),
    ...(tiers.length > 0
      ? [
          item(
            'tier',
            [...new Set(tiers)].map((tier) => [tier]),
          ),
        ]
      : []),
    ...refusal('email', byMail, asked),
    ...refusal('sms', consent('sms'), asked),
  ]
  if (occasion !== 'stay') return own
  // Of several members' records one is believed: any of their lists will do.
  const wishes = members
    .map(({ row }) => (row.preferences ?? []) as readonly string[])
    .filter((list) => list.length > 0)
  return [
    ...own,
    ...coming.filter(({ requests }) => requests).map((row) => item('request', [[begins(row.requests)]])),
    ...(wishes.length > 0
      ? [
          item(
            'preferences',
            wishes.map((list) => list.slice(0, 5)),
          ),
        ]
      : []),
  ]
}

function laboratoireCalyx(source: SourceRows, asked: Asked): readonly MustSay[] {
  const { nowMs, language, occasion } = asked
  const customers = records(source, 'erp/customers', asked)
  const numbers = new Set(customers.map(({ key }) => key))
  const accounts = records(source, 'crm/accounts', asked)
  const isOwn = (number: unknown) => numbers.has(said(number))
  const overdue = source.newest('erp/invoices').flatMap(({ row }) => (row.STATUS === 'échue' ? [row] : []))
  const mine = overdue.filter(({ KUNRG }) => isOwn(KUNRG))
  const payers = new Set(customers.flatMap(({ row }) => (row.KTOKD === 'ZSHP' ? [said(row.KUNRG)] : [])))
  const sum = (rows: readonly RawRow[]) =>
    Math.round(rows.reduce((total, row) => total + Number(said(row.OFFEN).replace(',', '.')), 0) * 100) / 100
  const ofAccount = (stream: string) => ownRows(source, stream, asked, 'AccountId', 'crm/accounts')
  const own = [
    ...source
      .newest('support/tickets')
      .filter(
        ({ row }) => isOwn(row.customer_number) || asked.records.has(`support/requesters/${said(row.requester_id)}`),
      )
      // Of a shop's ticket its caller's brief tells nothing.
      .filter(({ row }) => isOwn(row.customer_number) || !row.customer_number)
      .filter(({ row }) => !['solved', 'closed'].includes(said(row.status)))
      .map(({ row }) =>
        item(
          `open case, ${said(row.topic)}`,
          [[said(row.ticket_number)]],
          isPressing(row, nowMs, ['damaged', 'late', 'faulty']),
        ),
      ),
    ...(occasion !== 'stay' && customers.some(({ row }) => row.AUFSD === 'X')
      ? [item('blocked', [[language === 'en' ? 'Blocked for orders' : 'Bloquée à la commande']], true)]
      : []),
    ...ofAccount('crm/tasks')
      .filter(({ Status }) => Status !== 'Completed')
      .map((row) => item(row.Kind === 'Promise' ? 'promise' : 'task', [[begins(row.Subject)]])),
    ...(occasion !== 'stay' && mine.length > 0 ? [item('overdue', [[money(sum(mine), asked)]])] : []),
  ]
  if (occasion !== 'visit' || (numbers.size === 0 && accounts.length === 0)) return own
  const listings = ownRows(source, 'directory/listings', asked, 'finess', 'directory/pharmacies')
  const gaps = listings.filter((row) => row.referencee === 'N' && Number(said(row.part).replace(',', '.')) >= 60)
  const lapsed = ownRows(source, 'erp/statistics', asked, 'KUNNR', 'erp/customers').filter(
    ({ ABC, STATUS }) => ABC === 'A' && STATUS === 'L',
  )
  const atPayer = overdue.filter(({ KUNRG }) => payers.has(said(KUNRG)) && !isOwn(KUNRG))
  return [
    ...own,
    ...(atPayer.length > 0 ? [item('overdue at the payer', [[money(sum(atPayer), asked)]])] : []),
    ...ofAccount('crm/visits')
      .filter((row) => row.Status === 'Planned' && msOf(row.StartsAt) >= nowMs)
      .map((row) => item('planned visit', [[said(row.OwnerName), dayOf(row.StartsAt, asked)]])),
    ...ofAccount('crm/opportunities')
      .filter(({ Stage }) => !['Won', 'Lost'].includes(said(Stage)))
      .map((row) => item('opportunity', [[begins(row.Name)]])),
    ...(gaps.length > 0
      ? [
          item(
            'range gap',
            gaps.map((row) => [said(row.gamme_libelle)]),
          ),
        ]
      : []),
    ...(lapsed.length > 0
      ? [
          item(
            'lapsed star',
            lapsed.map((row) => [said(row.MAKTX)]),
          ),
        ]
      : []),
  ]
}
