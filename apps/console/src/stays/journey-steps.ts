import type { TimelineItem } from '../api/profiles.ts'
import type { Format } from '../i18n/format.ts'
import type { Translate } from '../i18n/translate.ts'
import { rowWords } from '../timeline/row-words.ts'
import { localDay } from '../ui/days.ts'

/** By which way somebody came nearer, outermost first. */
export const lanes = ['web', 'mail', 'talk', 'stay'] as const
export type Lane = (typeof lanes)[number]

/** Entities that a journey is made of. */
export const journeyEntities = ['event', 'interaction', 'case', 'task', 'stay'] as const

/** One thing that happened, as the picture tells it. */
export interface Step {
  readonly item: TimelineItem
  /** What it was, in a few words. */
  readonly label: string
  /** All that is worth saying of it, in a line. */
  readonly text: string
  /** It happened before anybody knew who it was. */
  readonly isAnonymous: boolean
}

/** A point of the picture: what happened in one lane on one day. */
export interface JourneyPoint {
  readonly lane: Lane
  /** `2026-11-24`. */
  readonly day: string
  /** What it is called, in a few words. */
  readonly label: string
  readonly steps: readonly Step[]
  readonly isAnonymous: boolean
  /** A stay that is still to come. */
  readonly isAhead: boolean
}

/** How a row is told. */
export interface JourneyWords {
  readonly format: Format
  readonly t: Translate
  /** A row's own sentence, where the brief has one that says nothing else. */
  sentenceOf(item: TimelineItem): string | undefined
  /** What a row is about, in a few words, where the brief knows. */
  subjectOf(item: TimelineItem): string | undefined
  /** What a place is called, by its row's key. */
  placeOf(key: string): string | undefined
}

/**
 * The way that somebody came, oldest first: what they did and what was done for them, not what was only sent to them.
 * @param items of a timeline, in any order
 * @param today `2026-11-24`, where the reader is
 */
export function journeyOf(items: readonly TimelineItem[], today: string, words: JourneyWords): readonly JourneyPoint[] {
  const points: JourneyPoint[] = []
  for (const item of items.toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1))) {
    const lane = laneOf(item)
    if (lane === undefined) continue
    const day = lane === 'stay' ? arrivalOf(item) : localDay(item.occurredAt)
    const step = stepOf(item, lane, words)
    const last = points.at(-1)
    if (last?.lane === lane && last.day === day && last.isAnonymous === step.isAnonymous && lane !== 'stay')
      points[points.length - 1] = pointOf(last, [...last.steps, step])
    else
      points.push(
        pointOf({ lane, day, isAnonymous: step.isAnonymous, isAhead: lane === 'stay' && day >= today }, [step]),
      )
  }
  return points
}

function pointOf(
  { lane, day, isAnonymous, isAhead }: Pick<JourneyPoint, 'lane' | 'day' | 'isAnonymous' | 'isAhead'>,
  steps: readonly Step[],
): JourneyPoint {
  // A case says more than the call about it.
  const { label } = steps.find(({ item }) => item.entity === 'case') ?? (steps[0] as Step)
  return { lane, day, label, steps, isAnonymous, isAhead }
}

/** What is only sent to somebody is no step of theirs, nor is what a system counts by itself. */
const nothingDone = /\b(sent|delivered|bounced|points? (earned|given|redeemed|expired))\b/i
const byMail = /newsletter|e-?mail|mailing/i

function laneOf({ entity, attributes }: TimelineItem): Lane | undefined {
  if (entity === 'stay') return /^(cancelled|noShow)$/.test(String(attributes.status)) ? undefined : 'stay'
  if (entity === 'interaction' || entity === 'case' || entity === 'task') return 'talk'
  if (entity !== 'event') return undefined
  const name = String(attributes.name ?? '')
  if (nothingDone.test(name)) return undefined
  return byMail.test(name) ? 'mail' : 'web'
}

function stepOf(item: TimelineItem, lane: Lane, { format, t, sentenceOf, subjectOf, placeOf }: JourneyWords): Step {
  const { title, detail } = rowWords(item, format, t)
  const place = lane === 'stay' ? placeName(item, placeOf) : ''
  const subject = item.entity === 'event' ? (subjectOf(item) ?? aboutEvent(item)) : ''
  const label = place || subject || (item.entity === 'event' ? title : detailFirst(title))
  const own = [place || title, subject || detail].filter((one, at, all) => one !== '' && all.indexOf(one) === at)
  const stay = lane === 'stay' ? [place || title, nights(item, format)].filter((one) => one !== '') : own
  return {
    item,
    label,
    text: sentenceOf(item) ?? stay.join(': '),
    isAnonymous: isAnonymous(item),
  }
}

/** What an event was about: its title, else the first of its texts that is for people, not an address or a code. */
function aboutEvent({ attributes }: TimelineItem): string {
  const properties = (attributes.properties ?? {}) as Readonly<Record<string, unknown>>
  const texts = [properties.title, properties.name, properties.query, ...Object.values(properties)]
  return (
    texts.find((one): one is string => typeof one === 'string' && /\p{Ll}/u.test(one) && !/[/_=]|^\d/.test(one)) ?? ''
  )
}

/** “Case: Noisy room” → “Noisy room”. */
const detailFirst = (title: string): string => title.slice(title.indexOf(': ') < 0 ? 0 : title.indexOf(': ') + 2)

function placeName({ attributes }: TimelineItem, placeOf: (key: string) => string | undefined): string {
  const key = (attributes.location as { key?: unknown } | undefined)?.key
  return typeof key === 'string' ? (placeOf(key) ?? key) : ''
}

function nights({ attributes: { arrivalOn, departureOn } }: TimelineItem, format: Format): string {
  return [arrivalOn, departureOn]
    .filter((one): one is string => typeof one === 'string')
    .map((one) => format.date(one))
    .join(' – ')
}

const arrivalOf = ({ attributes, occurredAt }: TimelineItem): string =>
  typeof attributes.arrivalOn === 'string' ? attributes.arrivalOn.slice(0, 10) : occurredAt.slice(0, 10)

/** As the system that tracks says: under whatever plugin's name. */
const isAnonymous = ({ attributes }: TimelineItem): boolean =>
  Object.values((attributes.ext ?? {}) as Readonly<Record<string, { readonly anonymous?: unknown } | null>>).some(
    (one) => one?.anonymous === true,
  )
