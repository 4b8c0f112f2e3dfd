import { formatProfileId, type Json, type JsonObject, type ProfileId, requireProfileId } from '@rapport/core'
import type {
  ActionCatalogue,
  Conflict,
  EffectiveConsent,
  LinkAnswer,
  ReaderRights,
  RecordAnswer,
  TemplateSet,
  TimelineItem,
} from '@rapport/engine'
import type { FactQueries } from '../src/index.ts'

export const NOW: number = Date.parse('2026-11-24T09:00:00Z')
export const ID: ProfileId = requireProfileId('prf_0000000001')
export const ALL = { sensitive: true }

/** A person as the engine would answer about them. */
export interface FakePerson {
  readonly id?: string
  readonly entity?: string
  readonly attributes?: JsonObject
  readonly identifiers?: readonly { readonly namespace: string; readonly value: string }[]
  /** Whose alone it is; readers of other spaces do not see it. */
  readonly space?: string
  readonly contactPoints?: readonly JsonObject[]
  readonly consents?: readonly EffectiveConsent[]
  readonly conflicts?: readonly Conflict[]
  readonly records?: readonly Partial<RecordAnswer>[]
  readonly links?: readonly LinkAnswer[]
  readonly decisions?: readonly JsonObject[]
  /** Any order; sorted here as the store does. */
  readonly timeline?: readonly TimelineItem[]
  /** By `stream/key`. */
  readonly references?: Readonly<Record<string, { readonly entity: string; readonly attributes: JsonObject }>>
  readonly sharing?: number
  /** Others, by a reference to them; each has an id of its own. */
  readonly others?: Readonly<Record<string, FakePerson>>
  readonly templates?: TemplateSet
  readonly actions?: ActionCatalogue
  /** Insights that are only for who may see what is sensitive. */
  readonly hidden?: readonly string[]
  readonly insights?: JsonObject
  readonly segments?: readonly string[]
}

const noTemplates: TemplateSet = { templates: [], insights: new Map(), isHappening: () => false, zones: new Map() }
const noActions: ActionCatalogue = { actions: [], insights: new Map(), segments: new Map(), currency: null }

/** What was asked, to see that reads are bounded. */
export interface Asked {
  readonly limits: number[]
}

export function fakeQueries(person: FakePerson, asked: Asked = { limits: [] }): FactQueries {
  const references = Object.keys(person.others ?? {})
  const others = Object.values(person.others ?? {}).map((one, n) =>
    fakeQueries({ id: formatProfileId((ID + 1 + n) as ProfileId), ...one }, asked),
  )
  // Others answer under the next ids, each as itself.
  const otherOf = (id: ProfileId) => (id === ID ? undefined : others[id - ID - 1])
  const isHidden = (rights: ReaderRights) =>
    person.space !== undefined && rights.spaces !== undefined && !rights.spaces.includes(person.space)
  const timeline = [...(person.timeline ?? [])].sort((a, b) => (a.occurredAt > b.occurredAt ? -1 : 1))
  return {
    lookup: async (reference, rights) => {
      if (references.includes(reference)) {
        const id = (ID + 1 + references.indexOf(reference)) as ProfileId
        return (await otherOf(id)?.profile(ID, rights)) ? { status: 'found', id } : { status: 'absent' }
      }
      if (!reference.startsWith('phone:')) return { status: 'absent' }
      const sharing = person.sharing ?? 1
      if (sharing === 0) return { status: 'absent' }
      if (sharing > 1)
        return { status: 'ambiguous', ids: Array.from({ length: sharing }, (_, n) => (n + 1) as ProfileId) }
      return { status: 'found', id: ID }
    },
    profile: async (id, rights) =>
      id !== ID
        ? otherOf(id)?.profile(ID, rights)
        : isHidden(rights)
          ? undefined
          : {
              id: person.id ?? 'prf_0000000001',
              version: 3,
              entity: person.entity ?? 'person',
              attributes: person.attributes ?? {},
              identifiers: person.identifiers ?? [],
              contactPoints: person.contactPoints ?? [],
              consents: person.consents ?? [],
              provenance: {},
              conflicts: person.conflicts ?? [],
              records: person.records?.length ?? 0,
              sources: [],
              insights: Object.fromEntries(
                Object.entries(person.insights ?? {}).filter(
                  ([name]) => rights.sensitive || !person.hidden?.includes(name),
                ),
              ),
              segments: person.segments ?? [],
              space: null,
              territory: null,
            },
    timeline: async (id, query, rights) => {
      const other = otherOf(id)
      if (other) return other.timeline(ID, query, rights)
      const { limit, entities, after } = query
      asked.limits.push(limit)
      const from = Number(after ?? 0)
      const items = timeline.filter((item) => entities === undefined || entities.includes(item.entity)).slice(from)
      return { items: items.slice(0, limit), next: items.length > limit ? String(from + limit) : null }
    },
    records: async (id, rights) =>
      otherOf(id)?.records(ID, rights) ??
      (person.records ?? []).map((one, index) => ({ ...recordOf(`crm/contacts/${index}`), ...one })),
    references: async (rows) =>
      rows.map(({ stream, key }) => {
        const found = person.references?.[`${stream}/${key}`]
        return found && { ...found, stream, key, occurredAt: '2026-01-01T00:00:00.000Z' }
      }),
    templates: () => person.templates ?? noTemplates,
    actions: () => person.actions ?? noActions,
    links: async () => ({ links: person.links ?? [], decisions: person.decisions ?? [] }),
  }
}

export function recordOf(anchor: string, observedAt = '2026-11-01T00:00:00.000Z'): RecordAnswer {
  return {
    anchor,
    ...row(anchor),
    version: '',
    observedAt,
    attributes: {},
    received: {},
    flags: [],
    isDeleted: false,
  }
}

let last = 0
/** A row of a history: `crm/tasks/T1` at an ISO instant. */
export function item(
  entity: string,
  name: string,
  occurredAt: string,
  attributes: Readonly<Record<string, Json | undefined>>,
): TimelineItem {
  const present = Object.entries(attributes).filter((one): one is [string, Json] => one[1] !== undefined)
  return {
    id: `${++last}`,
    entity,
    ...row(name),
    occurredAt,
    attributes: Object.fromEntries(present),
  }
}

/** `connection/stream/key` in its parts; the key may hold more slashes. */
export function row(name: string): { readonly stream: string; readonly key: string } {
  const [connection, stream, ...key] = name.split('/')
  return { stream: `${connection}/${stream}`, key: key.join('/') }
}
