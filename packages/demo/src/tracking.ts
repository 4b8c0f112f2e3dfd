import type { Ledger } from './ledger.ts'
import { hashText, Random, scramble } from './random.ts'
import type { Told } from './told.ts'

/** A message of a `web/events.jsonl`, as Segment's specification has it. */
export interface WebEvent {
  type: 'identify' | 'track' | 'page'
  messageId: string
  anonymousId: string
  /** The customer's number, once somebody has signed in on that browser. */
  userId?: string
  event?: string
  name?: string
  properties?: Record<string, unknown>
  traits?: Record<string, unknown>
  context: {
    library: { name: string; version: string }
    page?: { path: string; url: string; title: string; referrer: string }
    campaign?: { name: string; source: string; medium: string; content: string }
    device?: { type: string; name: string }
    userAgent: string
    locale: string
  }
  timestamp: string
  sentAt: string
}

/** All fields of a message. */
export const EVENT_COLUMNS = ['type', 'messageId', 'anonymousId', 'userId', 'event', 'name', 'properties', 'traits', 'context',
  'timestamp', 'sentAt'] as const satisfies readonly (keyof WebEvent)[] // biome-ignore format: a header

/** A browser somebody uses: its anonymous id and what it says of itself. */
export interface Device {
  readonly anonymousId: string
  readonly isShared: boolean
  readonly userAgent: string
  readonly tabletName: string | null
}

/** What sends the messages. */
export const LIBRARY = { name: 'analytics.js', version: '2.11.1' }

/** What browsers say they are. */
export const USER_AGENTS = {
  phone: 'Mozilla/5.0 (iPhone)',
  laptop: 'Mozilla/5.0 (Macintosh)',
  tablet: 'Mozilla/5.0 (iPad)',
} as const

/** The locale that browsers of a language's speakers send. */
export const LOCALES: Readonly<Record<string, string>> = {
  fr: 'fr-FR',
  en: 'en-GB',
  ja: 'ja-JP',
  it: 'it-IT',
  zh: 'zh-CN',
  ar: 'ar-AE',
}

/** An anonymous id as browsers make them: a random UUID, here from the seed. */
export function anonymousId(seed: number, label: number): string {
  const random = new Random(seed, hashText('anonymous-id'), label)
  const hex = [random.bits(), random.bits(), random.bits(), random.bits()]
    .map((bits) => bits.toString(16).padStart(8, '0'))
    .join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Segment message id: unique by household and count. */
export function messageId(household: number, count: number): string {
  return `ajs-${scramble(household, 20, 0xc0ffe).toString(36).padStart(4, '0')}-${count.toString(36)}`
}

/** Sends some messages after their next one, and some twice, as networks do. */
export function disturb<R extends Told>(
  rows: R[],
  { random, ledger }: { readonly random: Random; readonly ledger: Ledger | null },
  rates: { readonly 'out-of-order': number; readonly redelivered: number },
): void {
  for (let at = 1; at < rows.length; at++) {
    const isSwapped = random.chance(rates['out-of-order'])
    ledger?.count('web/events', 'out-of-order', isSwapped)
    if (isSwapped) [rows[at - 1], rows[at]] = [rows[at] as R, rows[at - 1] as R]
  }
  const sent = rows.length
  for (let at = 0; at < sent; at++) {
    const isAgain = random.chance(rates.redelivered)
    ledger?.count('web/events', 'redelivered', isAgain)
    if (isAgain) rows.push(rows[at] as R)
  }
}
