import type { AnchorId, ProfileId } from '@rapport/core'
import { expect } from 'vitest'
import type { Page, Paging } from '../port/reader.ts'
import type {
  ActivityId,
  Anchor,
  Change,
  Decision,
  Enqueue,
  Entry,
  Link,
  RecordVersion,
  Rejected,
  StoredActivity,
  StoredRecord,
  StreamId,
} from '../port/rows.ts'
import type { Writer, Writes } from '../port/writer.ts'

export const CONTACTS = 'crm/contacts'

/** Texts that a store must keep apart and in the order of their code points, whatever its language. */
export const texts: readonly string[] = ['%', "'; --", 'A', '_', 'a', 'a b', 'ab', 'é', '\uffee', '😀']

/** A profile's home id is its oldest anchor's. */
export const homeOf = (anchor: { readonly id: AnchorId }): ProfileId => anchor.id as number as ProfileId

/** A stream by its name. */
export async function streamOf(write: Writer, name: string = CONTACTS): Promise<StreamId> {
  const [stream] = await write.streams([name])
  expect(stream).toBeTypeOf('number')
  return stream as StreamId
}

/** New people of a stream, each an anchor in a profile of its own; keys are `prefix-1`, `prefix-2`, … */
export async function addPeople(write: Writer, count: number, prefix: string = 'c'): Promise<readonly Anchor[]> {
  const stream = await streamOf(write)
  const first = await write.allocateAnchors(count)
  const anchors = Array.from({ length: count }, (_, at): Anchor => {
    const id = (first + at) as AnchorId
    return { id, stream, key: `${prefix}-${at + 1}`, profile: homeOf({ id }), entity: 'person', isGhost: false }
  })
  await commit(write, { anchors })
  return anchors
}

/** As many people as the case takes apart. */
export async function twoPeople(write: Writer): Promise<readonly [Anchor, Anchor]> {
  return (await addPeople(write, 2)) as readonly Anchor[] as readonly [Anchor, Anchor]
}
export async function onePerson(write: Writer): Promise<Anchor> {
  return (await addPeople(write, 1))[0] as Anchor
}

/** Commits; fails the case when it is refused. */
export async function commit(write: Writer, writes: Writes): Promise<number> {
  const committed = await write.commit(writes)
  expect(committed).toMatchObject({ ok: true })
  return committed.ok ? committed.sequence : Number.NaN
}

export const recordOf = (anchor: AnchorId, more: Partial<StoredRecord> = {}): StoredRecord => ({
  anchor,
  version: '1',
  contentHash: 'h',
  observedAt: 1,
  attributes: '{"givenName":"Ana"}',
  fieldVersions: null,
  received: '{}',
  isDeleted: false,
  space: null,
  territory: null,
  features: new Uint8Array([1, 0, 255]),
  keys: [],
  searchKeys: [],
  ...more,
})

export const versionOf = (
  anchor: AnchorId,
  from: number,
  more: Partial<RecordVersion> = {},
): Omit<RecordVersion, 'sequence'> => ({
  anchor,
  from,
  observedAt: from,
  version: String(from),
  mappingVersion: 1,
  raw: `{"from":${from}}`,
  attributes: '{}',
  ...more,
})

export const activityOf = (
  id: number,
  owner: Pick<Anchor, 'id' | 'stream'>,
  more: Partial<StoredActivity> = {},
): StoredActivity => ({
  id: id as ActivityId,
  anchor: owner.id,
  stream: owner.stream,
  key: `a${id}`,
  entity: 'order',
  isHappening: false,
  version: '1',
  contentHash: 'h',
  occurredAt: id,
  isDeleted: false,
  space: null,
  territory: null,
  body: '{}',
  raw: null,
  number: null,
  agenda: null,
  ...more,
})

export type Head = NonNullable<Writes['heads']>[number]

export const headOf = (profile: ProfileId, more: Partial<Head> = {}): Head => ({
  profile,
  entity: 'person',
  head: '{"attributes":{}}',
  space: null,
  territory: null,
  ...more,
})

export const linkOf = (a: AnchorId, b: AnchorId, more: Partial<Link> = {}): Link => ({
  a,
  b,
  resolver: 'rules/person',
  certainty: 'deterministic',
  weightBits: 12.5,
  evidence: '[{"rule":"card"}]',
  ...more,
})

export const decisionOf = (id: string, a: AnchorId, b: AnchorId, more: Partial<Decision> = {}): Decision => ({
  id,
  a,
  b,
  verdict: 'same',
  by: 'steward',
  at: 5,
  withdrawnAt: null,
  ...more,
})

export const itemOf = (body: string, more: Partial<Enqueue> = {}): Enqueue => ({
  queue: 'work',
  lane: '',
  dueAt: 0,
  key: null,
  body,
  ...more,
})

export const entryOf = (type: string, name: string, more: Partial<Entry> = {}): Entry => ({
  type,
  name,
  profile: null,
  at: 1,
  body: '{}',
  ...more,
})

export const rejectedOf = (key: string, more: Partial<Rejected> = {}): Rejected => ({
  stream: CONTACTS,
  key,
  field: 'birthDate',
  code: 'FIELD_INVALID',
  reason: 'lies in the future',
  raw: '{"id":1}',
  at: 1,
  ...more,
})

export const changeOf = (profile: ProfileId, more: Partial<Change> = {}): Change => ({
  kind: 'updated',
  profile,
  at: 1,
  body: '{}',
  ...more,
})

/** Every page of a list, of so many items; fails the case when one is longer, or when it does not end. */
async function pagesOf<T>(list: (paging: Paging) => Promise<Page<T>>, limit: number): Promise<readonly T[]> {
  const items: T[] = []
  for (let after: string | undefined; ; ) {
    const page = await list(after === undefined ? { limit } : { limit, after })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    items.push(...page.items)
    if (page.next === null) return items
    expect(page.items).toHaveLength(limit)
    expect(items.length, 'pages that never end').toBeLessThan(10_000)
    after = page.next
  }
}

/** A list's pages of any size hold the same rows in the same order, each once; and a cursor that it did not give is refused. */
export async function expectPages<T>(
  list: (paging: Paging) => Promise<Page<T>>,
  rows: readonly unknown[],
): Promise<void> {
  const whole = await list({ limit: rows.length + 1 })
  expect(whole.items).toEqual(rows)
  expect(whole.next).toBeNull()
  for (const limit of [1, 2, 3, rows.length]) {
    if (limit > 0) expect(await pagesOf(list, limit)).toEqual(whole.items)
  }
  await expect(list({ limit: 1, after: 'not-a-cursor' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
}
