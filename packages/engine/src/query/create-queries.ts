import { type Flag, formatProfileId, type JsonObject, type ProfileId } from '@rapport/core'
import { activationMembership, activationOf } from '../activation-membership.ts'
import { decodeFigures } from '../figures/packed.ts'
import { renderFigures } from '../figures/render.ts'
import { bareNamespace } from '../identifiers.ts'
import type { Page, Reader, StoredProfile } from '../port/reader.ts'
import type { Anchor } from '../port/rows.ts'
import type {
  Head,
  Memberships,
  ProfileAnswer,
  Provenance,
  Queries,
  ReaderRights,
  RecordAnswer,
  SearchHit,
} from '../queries.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import type { ReadRules } from '../rulebook.ts'
import { memberNames } from '../segments/evaluate.ts'
import { createAgenda } from './agenda.ts'
import { isInScope } from './find-profile.ts'
import { createLookup } from './lookup.ts'
import { search } from './search.ts'
import { toTimelineItem } from './timeline-item.ts'

/** What reading stands on; `now` in epoch ms. */
export interface QueriesOptions {
  readonly reader: Reader
  readonly rules: () => ReadRules
  readonly now: () => number
}

/** Profiles that a search looks for at first, for one that is shown: a profile may have a key once for each of its records. */
const MET_PER_HIT = 3
const MORE_MET = 4
const MAX_MET = 3000

/** The reads of a workspace, over a reader of their own. */
export function createQueries(options: QueriesOptions): Queries {
  const { reader, rules, now } = options

  /** What moves with the clock and the rules, beside the stored head. */
  async function live(
    profile: StoredProfile,
    rights: ReaderRights,
  ): Promise<{ readonly rest: Omit<ProfileAnswer, keyof Head>; readonly validUntil: number }> {
    const { insights, segments: rulesOfSegments, sensitivity } = rules()
    const figures = decodeFigures(insights, profile.figures, now())
    const { values, validUntil } = renderFigures(figures, now())
    const segments =
      figures.segments.hash === rulesOfSegments.hash
        ? memberNames(rulesOfSegments, figures.segments.memberBits)
        : (await reader.memberships(profile.id)).flatMap(({ segment }) =>
            activationOf(segment) === undefined ? [segment] : [],
          )
    const { id, version, entity, space, territory } = profile
    const visible = rights.sensitive ? (values as JsonObject) : sensitivity.insights(values as JsonObject)
    return {
      rest: { id: formatProfileId(id), version, entity, insights: visible, segments, space, territory },
      validUntil,
    }
  }

  async function answer(profile: StoredProfile, rights: ReaderRights): Promise<ProfileAnswer> {
    const head = JSON.parse(profile.head) as Head
    return {
      ...(await live(profile, rights)).rest,
      ...(rights.sensitive ? head : rules().sensitivity.head(profile.entity, head)),
    }
  }

  async function visible(id: ProfileId, rights: ReaderRights): Promise<StoredProfile | undefined> {
    const [found] = await reader.profiles([id])
    return found?.status === 'found' && isInScope(found.profile, rights) ? found.profile : undefined
  }

  const references: Queries['references'] = async (rows, rights) => {
    const { model } = rules()
    return (await reader.objects(rows)).map((row, index) => {
      const isReference = row !== undefined && model[row.entity]?.class === 'reference'
      if (!isReference || row.isDeleted || !isInScope(row, rights)) return undefined
      return {
        entity: row.entity,
        stream: rows[index]?.stream ?? '',
        key: row.key,
        occurredAt: new Date(row.occurredAt).toISOString(),
        attributes: JSON.parse(row.body) as JsonObject,
      }
    })
  }

  async function provenance(
    anchors: readonly (Anchor & { readonly streamName: string })[],
  ): Promise<ReadonlyMap<number, Provenance>> {
    const records = await reader.records(anchors.map((anchor) => anchor.id))
    return new Map(
      anchors.map((anchor, index) => [
        anchor.id,
        {
          stream: anchor.streamName,
          key: anchor.key,
          observedAt: new Date(records[index]?.observedAt ?? 0).toISOString(),
        },
      ]),
    )
  }

  return {
    lookup: createLookup({ reader, rules, now, live }),

    async profile(id, rights) {
      const profile = await visible(id, rights)
      return profile && answer(profile, rights)
    },

    async list(paging, rights): Promise<Page<ProfileAnswer>> {
      const page = await reader.list({
        ...paging,
        ...(rights.spaces === undefined ? {} : { spaces: rights.spaces }),
        ...(rights.territories === undefined ? {} : { territories: rights.territories }),
      })
      return { items: await Promise.all(page.items.map((profile) => answer(profile, rights))), next: page.next }
    },

    async timeline(id, query, rights) {
      const profile = await visible(id, rights)
      if (!profile) return { items: [], next: null }
      const { model } = rules()
      const statesOnly = query.entities?.every((entity) => model[entity]?.class !== 'happening') === true
      const page = await reader.timeline({ ...query, profile: profile.id, ...(statesOnly ? { statesOnly } : {}) })
      return {
        next: page.next,
        items: page.items.filter((row) => isInScope(row, rights)).map((row) => toTimelineItem(row, rules(), rights)),
      }
    },

    async records(id, rights): Promise<readonly RecordAnswer[]> {
      const profile = await visible(id, rights)
      if (!profile) return []
      const anchors = await reader.anchors(profile.id)
      const records = await reader.records(anchors.map((anchor) => anchor.id))
      return anchors.flatMap((anchor, index) => {
        const record = records[index]
        if (!record || !isInScope(record, rights)) return []
        const attributes = JSON.parse(record.attributes) as JsonObject
        const { received, flags } = JSON.parse(record.received) as { received: JsonObject; flags: readonly Flag[] }
        return [
          {
            anchor: `${anchor.streamName}/${anchor.key}`,
            stream: anchor.streamName,
            key: anchor.key,
            version: record.version,
            observedAt: new Date(record.observedAt).toISOString(),
            attributes: rights.sensitive ? attributes : rules().sensitivity.attributes(anchor.entity, attributes),
            // What was received may hold anything, so it is for those who may see all.
            received: rights.sensitive ? received : {},
            flags: rights.sensitive ? (flags as unknown as readonly JsonObject[]) : [],
            isDeleted: record.isDeleted,
          },
        ]
      })
    },

    references,

    ...createAgenda({ reader, rules, references, answer }),

    async links(id) {
      const anchors = await reader.anchors(id)
      const places = await provenance(anchors)
      const { links, decisions } = await reader.links(id)
      const elsewhere = { stream: '', key: '', observedAt: new Date(0).toISOString() }
      return {
        links: links.map(({ a, b, resolver, certainty, weightBits, evidence }) => ({
          a: places.get(a) ?? elsewhere,
          b: places.get(b) ?? elsewhere,
          resolver,
          certainty,
          weightBits,
          evidence: JSON.parse(evidence) as readonly JsonObject[],
          isActive: places.has(a) && places.has(b),
        })),
        decisions: decisions.map((decision) => ({
          ...decision,
          // What lies in another profile is not this one's to name.
          rows: { a: rowOf(places.get(decision.a)), b: rowOf(places.get(decision.b)) },
          at: new Date(decision.at).toISOString(),
          withdrawnAt: decision.withdrawnAt === null ? null : new Date(decision.withdrawnAt).toISOString(),
        })),
      }
    },

    async asOf(id, at, rights) {
      const profile = await visible(id, rights)
      if (!profile) return undefined
      const ids = await reader.anchorsAt(profile.id, at)
      if (ids.length === 0) return undefined
      const versions = await reader.versionsAt(ids, at)
      const names = new Map((await reader.anchors(profile.id)).map((anchor) => [anchor.id as number, anchor]))
      const records = ids.flatMap((anchor, index) => {
        const version = versions[index]
        const named = names.get(anchor)
        if (!version || version.raw === null) return []
        return [
          {
            anchor,
            stream: named?.streamName ?? '',
            key: named?.key ?? '',
            observedAt: version.observedAt,
            version: version.version,
            attributes: JSON.parse(version.attributes) as JsonObject,
          },
        ]
      })
      const identifiers = ids.flatMap((anchor) => {
        const named = names.get(anchor)
        const namespace = named && bareNamespace(named.streamName)
        return named && namespace !== undefined ? [{ namespace, value: named.key.split('#')[0] as string }] : []
      })
      // Nobody knew anything of it then.
      if (records.length === 0) return undefined
      // Consents are checked at the moment of use, never as they once were.
      const head = reconcile(rules().reconciliation, { entity: profile.entity, records, consents: [], identifiers })
      return rights.sensitive ? head : rules().sensitivity.head(profile.entity, head)
    },

    async search(typed, limit, rights) {
      const hits = new Map<ProfileId, SearchHit>()
      // Whoever may see few of those who were met asks for more of them.
      for (let most = limit * MET_PER_HIT; most <= MAX_MET; most *= MORE_MET) {
        const met = await search(reader, typed, most, rights)
        for (const { profile: id, matched, rank } of met) {
          const profile = hits.has(id) ? undefined : await visible(id, rights)
          if (!profile) continue
          const { attributes } = JSON.parse(profile.head) as Head
          hits.set(id, {
            id: formatProfileId(id),
            name: nameOf(attributes),
            matched,
            score: 1 / (1 + rank),
            attributes: rights.sensitive ? attributes : rules().sensitivity.attributes(profile.entity, attributes),
          })
          if (hits.size === limit) return [...hits.values()]
        }
        if (met.length < most) break
      }
      return [...hits.values()]
    },

    async memberships(id) {
      const segments: Memberships['segments'][number][] = []
      const activations: Memberships['activations'][number][] = []
      for (const row of await reader.memberships(id)) {
        const since = new Date(row.since).toISOString()
        const activation = activationOf(row.segment)
        if (activation === undefined) segments.push({ name: row.segment, since })
        else activations.push({ name: activation, since })
      }
      return { segments, activations }
    },

    async backfills() {
      const { items } = await reader.entries('backfill', { limit: MAX_BACKFILLS })
      if (items.length === 0) return []
      const { profiles = 0, anchors = 0 } = await reader.inspect()
      return items.map(({ body }) => {
        const { phase, done } = JSON.parse(body) as { readonly phase?: 'features' | 'links'; readonly done: number }
        return { work: phase ?? 'profiles', done, of: phase === undefined ? profiles : anchors }
      })
    },

    templates: () => rules().templates,

    actions: () => rules().actions,

    countRecipients(activations) {
      return reader.countMembers(activations.map(activationMembership))
    },

    async members(of, paging, rights) {
      const page = await reader.members('segment' in of ? of.segment : activationMembership(of.activation), paging)
      const profiles = await reader.profiles(page.items.map(({ profile }) => profile))
      return {
        next: page.next,
        items: page.items.flatMap(({ since }, index) => {
          const found = profiles[index]
          if (found?.status !== 'found' || !isInScope(found.profile, rights)) return []
          const { attributes } = JSON.parse(found.profile.head) as Head
          return [
            { id: formatProfileId(found.profile.id), name: nameOf(attributes), since: new Date(since).toISOString() },
          ]
        }),
      }
    },
  }
}

/** One for who is who, one for everything else. */
const MAX_BACKFILLS = 10

/** As a JSON object; null for what is not here. */
const rowOf = (place: Provenance | undefined): JsonObject | null => (place ? { ...place } : null)

function nameOf(attributes: JsonObject): string {
  return String(attributes.fullName ?? attributes.name ?? '')
}
