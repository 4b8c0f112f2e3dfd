import { DAY_MS, isoDate, isoInstant, MINUTE_MS } from '../../time.ts'
import { NOBODY, type Told } from '../../told.ts'
import { CAMPAIGNS } from './catalogue.ts'
import { activityId, subscriberId } from './keys.ts'
import type { ContactLife, Mailing, OrganizationLife } from './life.ts'
import { RATES } from './rates.ts'
import { ownerOf, plant, type Telling, tellContact } from './telling.ts'

/** A line of `marketing/subscribers.csv`. */
export interface Subscriber {
  subscriber_id: string
  email: string
  first_name: string
  last_name: string
  company: string
  customer_number: string
  state: string
  state_changed_at: string
  created_at: string
  updated_at: string
}

/** A line of `marketing/campaigns.csv`. */
export interface CampaignRow {
  campaign_id: string
  name: string
  range: string
  channel: string
  starts_on: string
  ends_on: string
}

/** A row of `marketing/activity.jsonl`: a message sent, bounced, opened or clicked. A few are delivered twice. */
export interface MarketingActivity {
  id: string
  type: 'sent' | 'bounced' | 'opened' | 'clicked'
  subscriber_id: string
  customer_number: string | null
  campaign_id: string
  campaign: string
  url: string | null
  at: string
}

export const SUBSCRIBER_COLUMNS = ['subscriber_id', 'email', 'first_name', 'last_name', 'company', 'customer_number',
  'state', 'state_changed_at', 'created_at', 'updated_at'] as const satisfies readonly (keyof Subscriber)[] // biome-ignore format: a header

export const CAMPAIGN_COLUMNS = ['campaign_id', 'name', 'range', 'channel', 'starts_on', 'ends_on'] as const satisfies readonly (keyof CampaignRow)[] // biome-ignore format: a header

export const ACTIVITY_COLUMNS = ['id', 'type', 'subscriber_id', 'customer_number', 'campaign_id', 'campaign', 'url',
  'at'] as const satisfies readonly (keyof MarketingActivity)[] // biome-ignore format: a header

/** The marketing tool's addresses of a group, without those it could not know an address of. */
export function tellSubscribers(telling: Telling): Told<Subscriber>[] {
  const { life, random, nowMs } = telling
  const rows: Told<Subscriber>[] = []
  for (const one of life.contacts) {
    for (const key of one.subscribers)
      rows.push({ owner: ownerOf(one.contact), key, row: subscriberRow(telling, one, key) })
  }
  const testKey = subscriberId(life.group.index * 32, 3)
  if (plant(telling, 'marketing/subscribers', testKey, 'test-record')) {
    const createdMs = nowMs - random.between(20, 900) * DAY_MS
    const row: Subscriber = {
      subscriber_id: testKey, email: random.pick(['test@test.com', 'noreply@calyx.example']), first_name: 'Test',
      last_name: 'Test',
      company: 'Calyx', customer_number: '', state: 'subscribed', state_changed_at: isoInstant(createdMs),
      created_at: isoInstant(createdMs),
      updated_at: isoInstant(createdMs),
    } // biome-ignore format: one record
    rows.push({ owner: NOBODY, key: testKey, row })
  }
  return rows
}

function subscriberRow(telling: Telling, { contact }: ContactLife, key: string): Subscriber {
  const { life, random, nowMs } = telling
  const employer = life.organizations[contact.organization] as OrganizationLife
  const party = tellContact(telling, 'marketing/subscribers', key, contact, employer.organization)
  const lacksNumber = plant(
    telling,
    'marketing/subscribers',
    key,
    'missing-customer-number',
    employer.customers.length > 0,
  )
  const createdMs = contact.sinceMs
  const changedMs = createdMs + random.integer(nowMs - createdMs - DAY_MS)
  return {
    subscriber_id: key,
    email: party.email ?? '',
    first_name: party.firstName,
    last_name: party.lastName,
    company: employer.organization.name,
    customer_number: lacksNumber ? '' : (employer.customers[0] ?? ''),
    state: random.chance(0.85) ? 'subscribed' : 'unsubscribed',
    state_changed_at: isoInstant(changedMs),
    created_at: isoInstant(createdMs),
    updated_at: isoInstant(changedMs + random.integer(nowMs - changedMs)),
  }
}

/** The mailings to pharmacies. */
export function campaignRows(nowMs: number): CampaignRow[] {
  return CAMPAIGNS.map(({ id, name, range, sentDaysAgo }) => ({
    campaign_id: id,
    name,
    range: range.code,
    channel: 'email',
    starts_on: isoDate(nowMs - sentDaysAgo * DAY_MS),
    ends_on: isoDate(nowMs - (sentDaysAgo - 30) * DAY_MS),
  }))
}

/** What was sent to a group's subscribers, and what they did with it. */
export function tellActivity(telling: Telling): Told<MarketingActivity>[] {
  const { life, random, ledger } = telling
  const rows: Told<MarketingActivity>[] = []
  for (const { contact, mailings } of life.contacts) {
    const number = life.organizations[contact.organization]?.customers[0] ?? null
    let count = 0
    for (const mailing of mailings) {
      for (const row of writeMailing(mailing, number, () => activityId(contact.serial, count++))) {
        rows.push({ owner: ownerOf(contact), key: row.id, row })
        const isTwice = random.chance(RATES['marketing/activity'].redelivered)
        ledger?.count('marketing/activity', 'redelivered', isTwice)
        if (isTwice) rows.push({ owner: ownerOf(contact), key: row.id, row })
      }
    }
  }
  return rows
}

/** A mailing in the tool's rows. */
export function writeMailing(
  { subscriber, campaign, sentAtMs, isBounced, openedAtMs, clickedAtMs }: Mailing,
  customer: string | null,
  nextId: () => string,
): MarketingActivity[] {
  const row = (type: MarketingActivity['type'], atMs: number): MarketingActivity => ({
    id: nextId(),
    type,
    subscriber_id: subscriber,
    customer_number: customer,
    campaign_id: campaign.id,
    campaign: campaign.name,
    url: type === 'clicked' ? campaign.link : null,
    at: isoInstant(atMs),
  })
  return [
    row('sent', sentAtMs),
    ...(isBounced ? [row('bounced', sentAtMs + MINUTE_MS)] : []),
    ...(openedAtMs === null ? [] : [row('opened', openedAtMs)]),
    ...(clickedAtMs === null ? [] : [row('clicked', clickedAtMs)]),
  ]
}
