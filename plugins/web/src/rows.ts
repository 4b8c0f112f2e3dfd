import type { rowProblem } from '@rapport/core'
import type { Plain } from './shapes.ts'

/** Says what is wrong with a message; its row is kept among the rejected ones. */
interface MaybeProblem {
  [rowProblem]?: string
}

/** Who sent a message and when: the same members first in every row. `occurredAt` is an instant in UTC. */
interface Sent extends MaybeProblem {
  readonly messageId: string
  readonly userId: string | null
  readonly anonymousId: string | null
  readonly occurredAt: string
}

/** An `identify` of a user. */
export interface UserRow extends Sent {
  readonly traits: Plain | null
  readonly locale: string | null
  readonly timezone: string | null
}

/** An `identify` of somebody who gave an e-mail address without being logged in. */
export interface LeadRow extends UserRow {
  readonly email: string
}

/** A `group`: what it says of the organization. */
export interface GroupRow extends Sent {
  readonly groupId: string | null
  readonly traits: Plain | null
}

/** A `group`: that the sender belongs to the organization. */
export interface MembershipRow extends Sent {
  readonly groupId: string
}

/** A `track`, `page`, `screen`, or an `identify` of nobody in particular. */
export interface EventRow extends Omit<Sent, 'occurredAt'> {
  /** Null where the message says no time: it happened when it was received, and is recognised whenever it comes again. */
  readonly occurredAt: string | null
  readonly name: string | null
  readonly properties: Plain | null
  readonly campaign: Plain | null
  readonly session: string | null
  readonly context: Plain | null
}

/** A message of which nothing else could be made, so that it is kept. Always with a problem. */
export interface UnreadRow extends MaybeProblem {
  readonly messageId: string
  readonly received: unknown
}
