import type { Money, Occasion, SentenceKind, ValueType } from '@rapport/core'
import type { Provenance } from '@rapport/engine'

/**
 * A piece of what a fact can say, with its type, so that any language can write it. Instants are ISO in UTC, with the `day` that
 * their source wrote where it wrote no time; dates may lack day and month.
 */
export type Part =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'money'; readonly value: Money }
  | { readonly type: 'instant'; readonly value: string; readonly day?: string }
  | { readonly type: 'date'; readonly value: string }

export type Text = Extract<Part, { type: 'text' }>
export type Count = Extract<Part, { type: 'number' }>
export type Amount = Extract<Part, { type: 'money' }>
export type Instant = Extract<Part, { type: 'instant' }>
export type Day = Extract<Part, { type: 'date' }>

/**
 * How sure a fact is: `stated` by a source, `agreed` by several, `disputed` between sources, `calculated` from rows by us.
 */
export type Certainty = 'stated' | 'agreed' | 'disputed' | 'calculated'

interface FactOf<
  K extends string,
  V extends object,
  P extends Readonly<Record<string, Part | readonly Part[] | undefined>>,
> {
  /** The same for the same thing at every reading. */
  readonly id: string
  readonly kind: K
  /** For programs. */
  readonly value: V
  /** For sentences: everything that one may say of it. */
  readonly parts: P
  /** What it stands on, the newest first. Of a row that is no record, `observedAt` is when it happened. */
  readonly rows: readonly Provenance[]
  readonly certainty: Certainty
  /** A sensitive one waits for the right to see it, and for the caller to be verified. */
  readonly sensitivity: 'open' | 'sensitive'
}

/** What a fact about something with a course of its own has: when it happened, and the rows (`stream/key`) it belongs with. */
export interface Course {
  readonly at: string
  readonly about: readonly string[]
}

export type NameFact = FactOf<'name', { readonly name: string | null }, { readonly name?: Text }>
export type IdentityFact = FactOf<
  'identity',
  {
    readonly records: number
    /** What holds the records together; of several, the weakest. */
    readonly basis: 'single' | 'decision' | 'asserted' | 'deterministic' | 'probabilistic'
  },
  { readonly records: Count; readonly systems: readonly Text[]; readonly rule?: Text }
>
/** Others who share the number that rings. */
export type CallerFact = FactOf<'caller', { readonly isVerified: boolean }, { readonly others: Count }>
type DeceasedFact = FactOf<'deceased', { readonly isDeceased: true }, Record<never, never>>
export type ConsentFact = FactOf<
  'consent',
  {
    readonly purpose: string
    readonly channel: string | null
    readonly state: 'denied' | 'withdrawn' | 'objected'
  },
  {
    readonly purpose: Text
    readonly channel?: Text
    readonly since: Instant
    /** A system that still has a grant. */
    readonly grantedIn?: Text
  }
>
/** That sources disagree; what they say is a fact of its own, which may be sensitive. */
export type ConflictFact = FactOf<'conflict', { readonly attribute: string }, { readonly attribute: Text }>
export type ConflictValuesFact = FactOf<
  'conflictValues',
  { readonly attribute: string },
  { readonly attribute: Text; readonly values: readonly Part[]; readonly systems: readonly Text[] }
>
/** Why a case is an alert: what it is about, or that it presses. */
export type CaseAlert = 'warning' | 'dispute' | 'complaint' | 'urgent'
export type CaseFact = FactOf<
  'case',
  Course & { readonly isOverdue: boolean; readonly alert: CaseAlert | null },
  {
    readonly number?: Text
    readonly subject?: Text
    readonly topic?: Text
    readonly priority?: Text
    readonly product?: Text
    readonly openedAt: Instant
    readonly dueAt?: Instant
  }
>
export type TaskFact = FactOf<
  'task',
  Course & { readonly isPromise: boolean; readonly isOverdue: boolean },
  { readonly who?: Text; readonly what?: Text; readonly madeAt: Instant; readonly dueAt?: Instant }
>
export type OrderFact = FactOf<
  'order',
  Course & { readonly isOpen: boolean; readonly isLate: boolean },
  {
    readonly number?: Text
    readonly placedAt: Instant
    readonly product?: Text
    /** Lines beside the product named. */
    readonly moreProducts?: Count
    readonly service?: Text
    readonly location?: Text
    readonly locationKind?: Text
    readonly promisedAt?: Instant
    readonly deliveredAt?: Instant
    readonly daysLate?: Count
    readonly total?: Amount
  }
>
export type InvoiceFact = FactOf<
  'invoice',
  Course & { readonly isOverdue: boolean },
  { readonly number?: Text; readonly balance: Amount; readonly dueOn?: Day }
>
export type StayFact = FactOf<
  'stay',
  Course & { readonly when: 'coming' | 'now' | 'past' },
  { readonly location?: Text; readonly arrivalOn: Day; readonly departureOn?: Day }
>
export type OpportunityFact = FactOf<
  'opportunity',
  Course & {
    /** The day on which it was expected is over. */
    readonly isPast: boolean
  },
  { readonly name?: Text; readonly stage?: Text; readonly closeOn?: Day }
>
export type InteractionFact = FactOf<
  'interaction',
  Course & {
    readonly kind: string
    readonly isPlanned: boolean
    /** It was planned, and its day is over: nobody told whether it took place. */
    readonly isUnreported?: true
  },
  { readonly at: Instant; readonly who?: Text; readonly words?: Text }
>
/** Something of an entity that is not canonical. */
export type OwnFact = FactOf<
  'own',
  Course & { readonly entity: string },
  { readonly entity: Text; readonly number?: Text; readonly status?: Text; readonly at: Instant }
>
export type WebFact = FactOf<'web', { readonly at: string }, { readonly at: Instant; readonly pages: readonly Text[] }>
export type SpendFact = FactOf<
  'spend',
  { readonly isPartial: boolean; readonly of: 'order' | 'stay' },
  {
    readonly totals: readonly Amount[]
    readonly count: Count
    readonly returns?: Count
    readonly first: Instant
    readonly last: Instant
  }
>
export type TierFact = FactOf<'tier', { readonly tier: string }, { readonly tier: Text; readonly points?: Count }>
export type MissingFact = FactOf<'missing', { readonly attribute: string }, { readonly attribute: Text }>
export type StaleFact = FactOf<
  'stale',
  { readonly isWhole: boolean },
  { readonly system: Text; readonly since: Instant }
>
export type FlagFact = FactOf<
  'flag',
  { readonly attribute: string; readonly code: string },
  { readonly attribute: Text; readonly system: Text }
>
/** That there is more history than was read. */
export type BoundFact = FactOf<'bound', { readonly limit: number }, { readonly limit: Count }>

/** By which channels offers may be sent; none named: by any. */
export type PermissionFact = FactOf<
  'permission',
  { readonly channels: readonly string[] },
  { readonly channels: readonly Text[] }
>
/** Who works at an organisation. */
export type MemberFact = FactOf<
  'member',
  { readonly profile: string; readonly role: string | null },
  { readonly name: Text; readonly title?: Text }
>
/** What is overdue at who pays for an organisation, by currency. */
export type PayerDueFact = FactOf<
  'payerDue',
  { readonly profile: string },
  { readonly payer: Text; readonly totals: readonly Amount[]; readonly invoices: Count; readonly since: Day }
>

/** What there may be more of since the last visit. */
export type Change =
  | 'orders'
  | 'returns'
  | 'overdue'
  | 'casesOpened'
  | 'casesClosed'
  | 'arrivals'
  | 'departures'
  | 'refusals'
/** What has happened since the last visit, of a sort, counted. */
export type ChangeFact = FactOf<
  'change',
  {
    readonly what: Change
    /** The newest of them. */
    readonly at: string
    /** The history was not read as far back as the visit: there may be more. */
    readonly isPartial: boolean
  },
  {
    readonly count: Count
    readonly totals?: readonly Amount[]
    /** Numbers of cases. */
    readonly number?: readonly Text[]
    /** Who came, left, or refused. */
    readonly who?: readonly Text[]
    readonly payer?: Text
    readonly last: Instant | Day
    /** When the visit was. */
    readonly since: Instant
  }
>
/** That nobody has been there, as far as anything tells. */
export type UnvisitedFact = FactOf<'unvisited', { readonly isVisited: false }, Record<never, never>>

/** What to propose, by the catalogue of actions, and why. */
export type OfferFact = FactOf<
  'offer',
  {
    readonly action: string
    /** The higher, the earlier. */
    readonly value: number
    /** By language. */
    readonly text: Readonly<Record<string, string>>
    readonly reason: Readonly<Record<string, string>>
  },
  { readonly offered: readonly Text[]; readonly reason: readonly Text[] }
>
/** A colleague who has been on it today. */
export type EngagedFact = FactOf<
  'engaged',
  Course & { readonly by: 'call' | 'interaction' | 'task' },
  { readonly who: Text; readonly since: Instant }
>

/** What a template of the workspace tells. */
export type TemplateFact = FactOf<
  'template',
  Course & {
    readonly template: string
    /** The member whom it tells of, by fact; absent: the profile itself. */
    readonly of?: string
    /** Where in a brief it is told, and how much it matters by occasion, 0 to 1. */
    readonly section: SentenceKind
    readonly relevance: Readonly<Partial<Record<Occasion, number>>>
    /** By language, in ICU MessageFormat over `parts`. */
    readonly text: Readonly<Record<string, string>>
    readonly as: Readonly<Record<string, ValueType>>
  },
  Readonly<Record<string, Part | readonly Part[]>>
>

/** Something known about a profile, of a kind, with the rows that it stands on. */
export type Fact =
  | NameFact
  | IdentityFact
  | CallerFact
  | DeceasedFact
  | ConsentFact
  | ConflictFact
  | ConflictValuesFact
  | CaseFact
  | TaskFact
  | OrderFact
  | InvoiceFact
  | StayFact
  | OpportunityFact
  | InteractionFact
  | WebFact
  | OwnFact
  | SpendFact
  | TierFact
  | MissingFact
  | StaleFact
  | FlagFact
  | BoundFact
  | PermissionFact
  | MemberFact
  | PayerDueFact
  | ChangeFact
  | UnvisitedFact
  | OfferFact
  | EngagedFact
  | TemplateFact

export type FactKind = Fact['kind']

/** What is known about a profile, as one reader may see it at one time. */
export interface Facts {
  /** `prf_…` */
  readonly profile: string
  readonly version: number
  readonly facts: readonly Fact[]
  /** Sensitive facts that are held back, and until when: the reader's key gets the scope, or the caller is verified. */
  readonly heldBack: { readonly count: number; readonly until: 'scope' | 'verified' | null }
  /** The newest time that any row told of, ISO. */
  readonly asOf: string | null
  readonly nowMs: number
  /** IANA zone in which times are told: the asked one, else that of the newest location, else UTC. */
  readonly zone: string
}

export const text = (value: string): Text => ({ type: 'text', value })
export const count = (value: number): Count => ({ type: 'number', value })
export const amount = (value: Money): Amount => ({ type: 'money', value })
export const instant = (value: string): Instant => ({ type: 'instant', value })
export const day = (value: string): Day => ({ type: 'date', value })

/** The facts of one kind, in their order. */
export function ofKind<K extends FactKind>(facts: readonly Fact[], kind: K): readonly Extract<Fact, { kind: K }>[] {
  return facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind)
}
