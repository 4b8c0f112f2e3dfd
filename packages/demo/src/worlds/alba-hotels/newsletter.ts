import { bareUtcInstant, DAY_MS, HOUR_MS, isoInstant, MINUTE_MS } from '../../time.ts'
import { NOBODY, type Told } from '../../told.ts'
import { CAMPAIGNS, type Campaign, SITE, sentAtMs } from './campaigns.ts'
import { activityId, subscriberId } from './keys.ts'
import type { Guest, Subscription } from './life.ts'
import { happens, type Telling, tellParty } from './telling.ts'

/** A line of `email/subscribers.csv`, in the merge tags of the e-mail tool. */
export interface Subscriber {
  LEID: string
  EMAIL: string
  FNAME: string
  LNAME: string
  MEMBER_NO: string
  STATUS: 'subscribed' | 'unsubscribed' | 'cleaned' | 'pending'
  LANGUAGE: string
  SOURCE: string
  OPTIN_TIME: string
  CONFIRM_TIME: string
  UNSUB_TIME: string
  LAST_CHANGED: string
}

export const SUBSCRIBER_COLUMNS = ['LEID', 'EMAIL', 'FNAME', 'LNAME', 'MEMBER_NO', 'STATUS', 'LANGUAGE', 'SOURCE', 'OPTIN_TIME',
  'CONFIRM_TIME', 'UNSUB_TIME', 'LAST_CHANGED'] as const satisfies readonly (keyof Subscriber)[] // biome-ignore format: a header

/** A row of `email/activity.jsonl`: what happened to one newsletter of one subscriber. */
export interface EmailActivity {
  id: string
  subscriber: string
  campaign: string
  title: string
  action: 'sent' | 'open' | 'click' | 'bounce' | 'unsub'
  url: string | null
  timestamp: string
}

export const ACTIVITY_COLUMNS = ['id', 'subscriber', 'campaign', 'title', 'action', 'url',
  'timestamp'] as const satisfies readonly (keyof EmailActivity)[] // biome-ignore format: a header

/** A line of `email/campaigns.csv`. */
export interface CampaignRow {
  CAMPAIGN: string
  TITLE: string
  TOPIC: string
  SENT_AT: string
}

export const CAMPAIGN_COLUMNS = [
  'CAMPAIGN',
  'TITLE',
  'TOPIC',
  'SENT_AT',
] as const satisfies readonly (keyof CampaignRow)[]

export function campaignRows(nowMs: number): CampaignRow[] {
  return CAMPAIGNS.map((campaign) => ({
    CAMPAIGN: campaign.id,
    TITLE: campaign.title,
    TOPIC: campaign.topic,
    SENT_AT: bareUtcInstant(sentAtMs(campaign, nowMs)),
  }))
}

/** A household's subscribers; told from the same randomness as {@link tellActivity}, so that the two agree. */
export function tellSubscribers(telling: Telling): Told<Subscriber>[] {
  const { life } = telling
  const rows: Told<Subscriber>[] = []
  for (const guest of life.people) {
    for (const subscription of guest.subscriptions)
      rows.push({
        owner: guest.person.ordinal,
        key: subscription.id,
        row: subscriberRow(telling, guest, subscription),
      })
  }
  const testKey = subscriberId(life.household.index * 4, 3)
  if (happens(telling, 'email/subscribers', testKey, 'test-record'))
    rows.push({ owner: NOBODY, key: testKey, row: testSubscriber(telling, testKey) })
  return rows
}

function subscriberRow(telling: Telling, guest: Guest, { id, source, isNameless }: Subscription): Subscriber {
  const { random, nowMs } = telling
  const { person, memberships } = guest
  const party = tellParty(telling, 'email/subscribers', id, person)
  const isMissing = happens(telling, 'email/subscribers', id, 'missing-name', !isNameless)
  const hasName = !isNameless && !isMissing
  // An address without a name and without a number is nobody else's: the form was filled in by its owner.
  const isOwn = isNameless || (isMissing && source !== 'Alba Circle')
  const status = (['subscribed', 'unsubscribed', 'cleaned', 'pending'] as const)[
    random.weighted([0.78, 0.12, 0.05, 0.05])
  ]
  const optedInMs = person.sinceMs + random.integer(Math.max(1, nowMs - person.sinceMs - 15 * DAY_MS))
  const isConfirmed = status !== 'pending' && random.chance(0.6)
  const leftMs = optedInMs + DAY_MS + random.integer(Math.max(1, nowMs - optedInMs - 2 * DAY_MS))
  const hasLeft = status === 'unsubscribed' || status === 'cleaned'
  return {
    LEID: id,
    EMAIL: (isOwn ? person.email : party.email) ?? person.email,
    FNAME: hasName ? party.firstName : '',
    LNAME: hasName ? party.lastName : '',
    MEMBER_NO: source === 'Alba Circle' ? (memberships[0]?.number ?? '') : '',
    STATUS: status ?? 'subscribed',
    LANGUAGE: person.language === 'it' ? 'it' : 'en',
    SOURCE: source,
    OPTIN_TIME: bareUtcInstant(optedInMs),
    CONFIRM_TIME: isConfirmed ? bareUtcInstant(optedInMs + 20 * MINUTE_MS) : '',
    UNSUB_TIME: status === 'unsubscribed' ? bareUtcInstant(leftMs) : '',
    LAST_CHANGED: bareUtcInstant(hasLeft ? leftMs : optedInMs + random.integer(HOUR_MS)),
  }
}

function testSubscriber({ random, nowMs }: Telling, key: string): Subscriber {
  const atMs = nowMs - random.between(20, 900) * DAY_MS
  return {
    LEID: key, EMAIL: random.pick(['test@test.com', 'noreply@alba-hotels.example']), FNAME: 'Test', LNAME: 'Test', MEMBER_NO: '',
    STATUS: 'subscribed', LANGUAGE: 'en', SOURCE: 'Website', OPTIN_TIME: bareUtcInstant(atMs), CONFIRM_TIME: '', UNSUB_TIME: '',
    LAST_CHANGED: bareUtcInstant(atMs),
  } // biome-ignore format: one record
}

function msOf(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`)
}

/** What the newsletters of a household's subscribers did. `telling.random` must start as for {@link tellSubscribers}. */
export function tellActivity(telling: Telling): Told<EmailActivity>[] {
  const { life, random, nowMs } = telling
  if (life.people.every((guest) => guest.subscriptions.length === 0)) return []
  const rows: Told<EmailActivity>[] = []
  for (const { owner, row: subscriber } of tellSubscribers({ ...telling, ledger: null })) {
    if (owner === NOBODY || subscriber.STATUS === 'pending') continue
    const untilMs = subscriber.UNSUB_TIME === '' ? nowMs : msOf(subscriber.UNSUB_TIME)
    const appetite = random.fraction()
    const received = CAMPAIGNS.filter((campaign) => {
      const atMs = sentAtMs(campaign, nowMs)
      return atMs > msOf(subscriber.OPTIN_TIME) && atMs < untilMs
    }).reverse()
    const push = (campaign: Campaign, action: EmailActivity['action'], atMs: number, url: string | null = null) => {
      if (atMs > nowMs) return
      const key = activityId(life.household.index, rows.length)
      rows.push({ owner, key, row: activityRow(key, subscriber.LEID, campaign, action, atMs, url) })
    }
    for (const [at, campaign] of received.entries()) {
      const atMs = sentAtMs(campaign, nowMs) + random.integer(30 * MINUTE_MS)
      push(campaign, 'sent', atMs)
      if (subscriber.STATUS === 'cleaned' && at === received.length - 1) {
        push(campaign, 'bounce', atMs + MINUTE_MS)
        continue
      }
      if (!random.chance(appetite * 0.8)) continue
      const openedMs = atMs + random.between(1, 60) * HOUR_MS
      push(campaign, 'open', openedMs)
      if (random.chance(0.3))
        push(campaign, 'click', openedMs + random.between(20, 200) * 1000, `${SITE}/${campaign.topic}`)
    }
    const last = received.at(-1)
    if (subscriber.STATUS === 'unsubscribed' && last !== undefined) push(last, 'unsub', untilMs)
  }
  return rows
}

/** One thing that happened to a newsletter, as the e-mail tool exports it. */
export function activityRow(
  id: string,
  subscriber: string,
  campaign: Campaign,
  action: EmailActivity['action'],
  atMs: number,
  url: string | null,
): EmailActivity {
  return { id, subscriber, campaign: campaign.id, title: campaign.title, action, url, timestamp: isoInstant(atMs) }
}
