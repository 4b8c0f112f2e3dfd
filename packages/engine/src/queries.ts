import type { Json, JsonObject, ProfileId } from '@rapport/core'
import type { ActionCatalogue } from './actions/action-catalogue.ts'
import type { AgendaKind } from './agenda/agenda.ts'
import type { Page, Paging, RowScope } from './port/reader.ts'
import type { TemplateSet } from './templates/template.ts'

/** Who reads: what rows they may see, and whether sensitive fields too. */
export interface ReaderRights extends RowScope {
  readonly sensitive: boolean
}

/** Where one value of a profile comes from. */
export interface Provenance {
  /** connection/stream */
  readonly stream: string
  readonly key: string
  readonly observedAt: string
}

/** Values that disagree, kept and shown. */
export interface Conflict {
  readonly attribute: string
  readonly values: readonly (Provenance & { readonly value: Json })[]
}

/** A consent as it counts: purpose × channel, on a contact point (`kind:normal`) or the whole person. */
export interface EffectiveConsent {
  readonly purpose: string
  readonly channel: string | null
  readonly contactPoint: string | null
  readonly state: 'granted' | 'denied' | 'withdrawn' | 'objected'
  readonly since: string
  /** A grant counts until then; absent: without end. */
  readonly expiresAt?: string
  /** A grant with proof. */
  readonly isProven?: true
  readonly from: Provenance
}

/** The reconciled part of a profile, as its head is stored: everything that does not move with the clock. */
export interface Head {
  readonly attributes: JsonObject
  readonly identifiers: readonly { readonly namespace: string; readonly value: string }[]
  readonly contactPoints: readonly JsonObject[]
  readonly consents: readonly EffectiveConsent[]
  readonly provenance: Readonly<Record<string, Provenance>>
  readonly conflicts: readonly Conflict[]
  /** How many records it stands on, and of which streams. */
  readonly records: number
  readonly sources: readonly string[]
}

/** What `GET /v1/profiles/{reference}` answers. */
export interface ProfileAnswer extends Head {
  readonly id: string
  readonly version: number
  readonly entity: string
  readonly insights: JsonObject
  readonly segments: readonly string[]
  readonly space: string | null
  readonly territory: string | null
  readonly movedFrom?: string
}

/** What a reference stands for: found (as text ready to send), moved, erased, absent, or several. */
export type Lookup =
  | {
      readonly status: 'found'
      readonly id: ProfileId
      readonly version: number
      readonly text: string /** Changes when anything in the text may. */
      readonly tag: string
      readonly movedFrom?: ProfileId
      /** A place for what a door makes of it once, headers say; it lives as long as the answer is kept ready. */
      prepared: unknown
    }
  | { readonly status: 'absent' | 'erased' }
  | { readonly status: 'ambiguous'; readonly ids: readonly ProfileId[] }

export interface TimelineItem {
  readonly id: string
  readonly entity: string
  readonly stream: string
  readonly key: string
  readonly occurredAt: string
  readonly attributes: JsonObject
}

/** A row of a reference entity: a product, a location, a campaign. Nobody's history. */
export interface ReferenceRow {
  readonly entity: string
  readonly stream: string
  readonly key: string
  readonly occurredAt: string
  readonly attributes: JsonObject
}

export interface RecordAnswer {
  readonly anchor: string
  readonly stream: string
  readonly key: string
  readonly version: string
  readonly observedAt: string
  readonly attributes: JsonObject
  readonly received: JsonObject
  readonly flags: readonly JsonObject[]
  readonly isDeleted: boolean
}

export interface LinkAnswer {
  readonly a: Provenance
  readonly b: Provenance
  readonly resolver: string
  readonly certainty: string
  readonly weightBits: number
  readonly evidence: readonly JsonObject[]
  /** Whether the link holds the profile together, or was overruled by a decision or by values that must not differ. */
  readonly isActive: boolean
}

export interface SearchHit {
  readonly id: string
  readonly name: string
  readonly matched: string
  readonly score: number
  readonly attributes: JsonObject
}

/** How far the work is that a change of rules made, in the background. */
export interface BackfillProgress {
  /**
   * `profiles`: insights, segments, activations, reconciled values. `features` and then `links`: who is who, by what records are
   * found and compared by, then by comparing them.
   */
  readonly work: 'profiles' | 'features' | 'links'
  /** Gone through so far, and how many there are: profiles, or records with what only devices are known by. */
  readonly done: number
  readonly of: number
}

/** Where a profile is in, and since when (ISO). */
export interface Memberships {
  readonly segments: readonly { readonly name: string; readonly since: string }[]
  readonly activations: readonly { readonly name: string; readonly since: string }[]
}

/** Who is due on a day: of one group, a person's or a place's, or of all. */
export interface AgendaQuery {
  readonly kind: AgendaKind
  /** The local day, `2026-11-24`. */
  readonly on: string
  /** As a group's `key`, or as somebody writes the name; empty: those of nobody. Absent: all. */
  readonly group?: string
}

/** A row that is due, with what is worth showing beside it. */
export interface AgendaItem {
  readonly row: TimelineItem
  readonly kind: AgendaKind
  readonly on: string
  /** On the clocks where it is; null: at no time of the day. */
  readonly time: string | null
  readonly group: string
  readonly location: ReferenceRow | null
  readonly profile: ProfileAnswer
}

/** What is due on a day in one group of it. */
export interface AgendaGroup {
  /** What {@link AgendaQuery.group} takes. */
  readonly key: string
  /** As the first of its rows writes it; null where nothing says. */
  readonly name: string | null
  readonly count: number
}

/** A day without its rows, and the nearest others with something in them; null: none within a year. */
export interface AgendaDay {
  readonly count: number
  /** Of the whole day, whatever group was asked for. */
  readonly groups: readonly AgendaGroup[]
  readonly hasMoreGroups: boolean
  readonly previous: string | null
  readonly next: string | null
}

/** Reads of a workspace; answers are what the API sends. Each may run in any thread, on a reader of its own. */
export interface Queries {
  /** `prf_…` or `namespace:value` (the value is cleaned like a received one: `phone:01 42 …`). */
  lookup(reference: string, rights: ReaderRights): Promise<Lookup>
  profile(id: ProfileId, rights: ReaderRights): Promise<ProfileAnswer | undefined>
  list(paging: Paging & { readonly entity?: string }, rights: ReaderRights): Promise<Page<ProfileAnswer>>
  timeline(
    id: ProfileId,
    query: Paging & { readonly entities?: readonly string[] },
    rights: ReaderRights,
  ): Promise<Page<TimelineItem>>
  /** What is planned and not done, group by group, in each by time. */
  agenda(query: AgendaQuery & Paging, rights: ReaderRights): Promise<Page<AgendaItem>>
  agendaDay(query: AgendaQuery, rights: ReaderRights): Promise<AgendaDay>
  records(id: ProfileId, rights: ReaderRights): Promise<readonly RecordAnswer[]>
  /** Rows that others point at, in the order asked: reference entities only; `undefined` for any other row, and for what is not there. */
  references(
    rows: readonly { readonly stream: string; readonly key: string }[],
    rights: ReaderRights,
  ): Promise<readonly (ReferenceRow | undefined)[]>
  links(id: ProfileId): Promise<{ readonly links: readonly LinkAnswer[]; readonly decisions: readonly JsonObject[] }>
  /** The profile as it was known at a time: records and ties of then, reconciled by today's rules. */
  asOf(id: ProfileId, at: number, rights: ReaderRights): Promise<Head | undefined>
  search(text: string, limit: number, rights: ReaderRights): Promise<readonly SearchHit[]>
  /** What a profile belongs to: segments, and activations that its last state was sent to; by name. */
  memberships(id: ProfileId): Promise<Memberships>
  /** What changed rules still have to go through; empty: everybody follows the newest. */
  backfills(): Promise<readonly BackfillProgress[]>
  /** How many each activation has sent and not removed since. */
  countRecipients(activations: readonly string[]): Promise<readonly number[]>
  /** The fact templates of the newest rules. */
  templates(): TemplateSet
  /** The catalogue of actions of the newest rules. */
  actions(): ActionCatalogue
  /** Who belongs to a segment, or who was sent to an activation and not removed since. */
  members(
    of: { readonly segment: string } | { readonly activation: string },
    paging: Paging,
    rights: ReaderRights,
  ): Promise<Page<{ readonly id: string; readonly name: string; readonly since: string }>>
}
