import { type Emission, rowProblem } from '@rapport/core'
import type { Settings } from './config.ts'
import { contentId, emailOrNull, idOrNull } from './ids.ts'
import type { EventRow, GroupRow, LeadRow, MembershipRow, UnreadRow, UserRow } from './rows.ts'
import { isPlain, type Plain, textOrNull } from './shapes.ts'
import { Signals } from './signals.ts'
import { occurredAtMs } from './time.ts'

/** What every message has in common, read once. */
interface Head {
  readonly messageId: string
  readonly userId: string | null
  readonly anonymousId: string | null
  readonly occurredAtMs: number
  readonly occurredAt: string
  /** The message itself says when it happened; otherwise that is when it was received, which another attempt has another of. */
  readonly isTimed: boolean
  readonly context: Plain | null
}

/** Events that `page` and `screen` become: one name each, so that they can be counted; the page's own name is a property. */
const viewed = { page: 'Page Viewed', screen: 'Screen Viewed' } as const
const pageMembers = ['url', 'path', 'referrer', 'title', 'search'] as const

/** Turns the messages of one request into rows, a list a stream. Bad ones become rows with a problem. */
export class Collector {
  readonly #settings: Settings
  readonly #receivedAt: number
  readonly #signals = new Signals()
  readonly #users: UserRow[] = []
  readonly #leads: LeadRow[] = []
  readonly #groups: GroupRow[] = []
  readonly #memberships: MembershipRow[] = []
  readonly #events: (EventRow | UnreadRow)[] = []

  constructor(settings: Settings, receivedAt: number) {
    this.#settings = settings
    this.#receivedAt = receivedAt
  }

  /**
   * Adds one message.
   * @param arrival tells this message from another that says the same, when neither has an id or a time
   */
  add(type: unknown, message: Plain, batchContext: Plain | undefined, skewMs: number, arrival: string): void {
    const head = this.#head(message, batchContext, skewMs, arrival)
    const isAnybodys = head.userId !== null || head.anonymousId !== null
    if (isAnybodys && head.userId !== null && head.anonymousId !== null)
      this.#signals.login(head.anonymousId, 'users', head.userId, head.occurredAtMs)
    switch (type) {
      case 'track':
        this.#track(head, message, isAnybodys)
        break
      case 'page':
      case 'screen':
        this.#view(viewed[type], head, message, isAnybodys)
        break
      case 'identify':
        this.#identify(head, message, isAnybodys)
        break
      case 'group':
        this.#group(head, message, isAnybodys)
        break
      case 'alias':
        this.#alias(head, message)
        break
      default: {
        const problem = type === undefined ? 'the message has no type' : `there is no message type ${shown(type)}`
        this.#events.push({ ...eventRow(head, textOrNull(message.event), message), [rowProblem]: problem })
      }
    }
  }

  /** Keeps what is no message at all among the rejected rows. */
  unread(arrival: string, received: unknown, problem: string): void {
    const id = isPlain(received) ? idOrNull(received.messageId) : null
    this.#events.push({ messageId: id ?? contentId({ received }, arrival), received, [rowProblem]: problem })
  }

  /** All that came of the request, to be committed together. */
  emissions(): readonly Emission[] {
    const emissions: Emission[] = []
    const signals = this.#signals.list()
    if (this.#users.length > 0 || signals.length > 0) {
      emissions.push(
        signals.length > 0 ? { stream: 'users', rows: this.#users, signals } : { stream: 'users', rows: this.#users },
      )
    }
    if (this.#leads.length > 0) emissions.push({ stream: 'leads', rows: this.#leads })
    if (this.#groups.length > 0) emissions.push({ stream: 'groups', rows: this.#groups })
    if (this.#memberships.length > 0) emissions.push({ stream: 'memberships', rows: this.#memberships })
    if (this.#events.length > 0) emissions.push({ stream: 'events', rows: this.#events })
    return emissions
  }

  #head(message: Plain, batchContext: Plain | undefined, skewMs: number, arrival: string): Head {
    const toldMs = occurredAtMs(message.originalTimestamp ?? message.timestamp, skewMs, this.#receivedAt)
    const atMs = toldMs ?? this.#receivedAt
    const own = isPlain(message.context) ? message.context : undefined
    return {
      messageId: idOrNull(message.messageId) ?? contentId(message, arrival),
      userId: idOrNull(message.userId),
      anonymousId: idOrNull(message.anonymousId),
      occurredAtMs: atMs,
      occurredAt: new Date(atMs).toISOString(),
      isTimed: toldMs !== undefined,
      context:
        batchContext === undefined ? (own ?? null) : own === undefined ? batchContext : { ...batchContext, ...own },
    }
  }

  #track(head: Head, message: Plain, isAnybodys: boolean): void {
    const name = textOrNull(message.event)
    const row = eventRow(head, name, message)
    if (name === null) row[rowProblem] = 'a track has no event name'
    else this.#check(row, message.properties, isAnybodys)
    this.#events.push(row)
    if (name !== null && head.anonymousId !== null && this.#settings.resetEvents.has(name))
      this.#signals.reset(head.anonymousId, head.occurredAtMs)
  }

  #view(event: string, head: Head, message: Plain, isAnybodys: boolean): void {
    const page = isPlain(head.context?.page) ? head.context.page : undefined
    const given = isPlain(message.properties) ? message.properties : undefined
    const properties: Record<string, unknown> = {}
    if (page !== undefined)
      for (const member of pageMembers) if (page[member] !== undefined) properties[member] = page[member]
    if (typeof message.name === 'string') properties.name = message.name
    if (typeof message.category === 'string') properties.category = message.category
    const row = eventRow(head, event, message, given === undefined ? properties : { ...properties, ...given })
    this.#check(row, message.properties, isAnybodys)
    this.#events.push(row)
  }

  #identify(head: Head, message: Plain, isAnybodys: boolean): void {
    const traits = mergedTraits(head.context, message.traits)
    const row: UserRow = {
      messageId: head.messageId,
      userId: head.userId,
      anonymousId: head.anonymousId,
      occurredAt: head.occurredAt,
      traits,
      locale: textOrNull(head.context?.locale),
      timezone: textOrNull(head.context?.timezone),
    }
    if (head.userId !== null || !isAnybodys || !areObjects(message.traits)) {
      this.#check(row, message.traits, isAnybodys)
      this.#users.push(row)
      return
    }
    // Nobody is logged in. An e-mail address makes a person of it; without one it is something that a device told.
    const email = emailOrNull(traits?.email)
    if (email === null) {
      this.#events.push(eventRow(head, 'Identify', message, traits))
      return
    }
    this.#leads.push({ ...row, email })
    if (head.anonymousId !== null) this.#signals.login(head.anonymousId, 'leads', email, head.occurredAtMs)
  }

  #group(head: Head, message: Plain, isAnybodys: boolean): void {
    const { messageId, userId, anonymousId, occurredAt } = head
    const groupId = idOrNull(message.groupId)
    const traits = isPlain(message.traits) ? message.traits : null
    const row: GroupRow = { messageId, userId, anonymousId, occurredAt, groupId, traits }
    if (groupId === null) row[rowProblem] = 'a group has no groupId'
    else if (!areObjects(message.traits)) row[rowProblem] = 'traits is not an object'
    else if (isAnybodys) this.#memberships.push({ messageId, userId, anonymousId, occurredAt, groupId })
    this.#groups.push(row)
  }

  #alias(head: Head, message: Plain): void {
    const previousId = idOrNull(message.previousId)
    if (head.userId === null || previousId === null) {
      const problem = 'an alias needs a userId and a previousId'
      this.#events.push({
        ...eventRow(head, null, message, { previousId: message.previousId ?? null }),
        [rowProblem]: problem,
      })
    } else if (previousId === head.anonymousId) {
      // analytics.js sends the device's own id when nobody was logged in before: the login above says it already.
    } else if (previousId !== head.userId) this.#signals.alias('users', head.userId, previousId)
  }

  /** Marks a row of which nobody can be told, or whose details are no object. */
  #check(row: EventRow | UserRow, details: unknown, isAnybodys: boolean): void {
    if (!isAnybodys) row[rowProblem] = 'it names nobody: neither userId nor anonymousId is an id'
    else if (!areObjects(details)) row[rowProblem] = `${'traits' in row ? 'traits' : 'properties'} is not an object`
  }
}

function eventRow(head: Head, name: string | null, message: Plain, properties?: Plain | null): EventRow {
  const { context } = head
  return {
    messageId: head.messageId,
    userId: head.userId,
    anonymousId: head.anonymousId,
    occurredAt: head.isTimed ? head.occurredAt : null,
    name,
    properties: properties !== undefined ? properties : isPlain(message.properties) ? message.properties : null,
    campaign: isPlain(context?.campaign) ? context.campaign : null,
    session: sessionOf(context),
    context,
  }
}

/** RudderStack's `sessionId` is a number, others' a text. */
function sessionOf(context: Plain | null): string | null {
  const session = context?.sessionId
  return typeof session === 'number' ? String(session) : textOrNull(session)
}

/** RudderStack's Python SDK sends traits in the context only; the message's own win. */
function mergedTraits(context: Plain | null, traits: unknown): Plain | null {
  const around = isPlain(context?.traits) ? context.traits : null
  if (!isPlain(traits)) return around
  return around === null ? traits : { ...around, ...traits }
}

const areObjects = (value: unknown): boolean => value === undefined || value === null || isPlain(value)

/** A message type for a person to read: what is no short word is not repeated. */
const shown = (type: unknown): string =>
  typeof type === 'string' && /^[\w-]{1,40}$/.test(type) ? `'${type}'` : 'of that kind'
