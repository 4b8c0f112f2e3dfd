import type { ProfileId, Sequence } from '@rapport/core'
import type { Anchor } from '../port/rows.ts'
import { homeOf } from './fixtures.ts'
import type { Subject } from './subject.ts'

const ALL = { limit: 100 }

/**
 * What every door answers about some people and everything beside them: two stores, or one before and after, are the same as
 * far as anybody can tell. Without versions of profiles, which count commits.
 */
export async function answersAbout(subject: Subject, people: readonly Anchor[]): Promise<unknown> {
  const { write, read, documents, store } = subject
  const ids = people.map(({ id }) => id)
  const profiles = people.map(homeOf)
  const keys = people.map(({ stream, key }) => ({ stream, key }))
  const each = <T>(ask: (profile: ProfileId) => Promise<T>): Promise<T[]> => Promise.all(profiles.map(ask))
  const found = await read.profiles(profiles)
  return plain({
    found: found.map((one) => (one.status === 'found' ? { ...one, profile: { ...one.profile, version: 0 } } : one)),
    list: (await read.list(ALL)).items.map(({ id }) => id),
    anchors: await each((profile) => read.anchors(profile)),
    anchorsByKey: await read.anchorsByKey(keys),
    anchorsAt: await each((profile) => read.anchorsAt(profile, 5)),
    formerProfiles: await read.formerProfiles(ids),
    records: await read.records(ids),
    versions: await Promise.all(ids.map((id) => read.versions(id, ALL))),
    links: await each((profile) => read.links(profile)),
    timeline: await each((profile) => read.timeline({ profile, ...ALL })),
    objects: await write.objects(people.flatMap(({ stream }) => [{ stream, key: 'a1' }])),
    byKey: await read.profilesByKey(['=email:a@x.fr', '#rules/person:ana']),
    search: await read.searchPrefix([''], 100),
    numbers: await read.searchNumbers('', 100),
    terms: await read.similarTerms(['an', 'ana'], 100),
    unknown: await write.unknownTerms(['ana']),
    devices: await write.devices(['device']),
    flips: await write.dueFlips(1000, 100),
    memberships: await each((profile) => read.memberships(profile)),
    members: await read.members('vip', ALL),
    changes: await read.changes(0 as Sequence, 100),
    rejected: await read.rejected(ALL),
    waiting: await read.queue('work', ALL),
    dead: await read.queue('work', { ...ALL, state: 'dead' }),
    entries: await read.entries('call', ALL),
    streams: await read.streams(),
    unseen: await Promise.all(people.map(({ stream }) => write.unseen(stream, '', 100))),
    suppressions: await store.suppressions(ALL),
    documents: await documents.list(ALL),
  })
}

/** Bytes as numbers, so that a Buffer and a Uint8Array of the same bytes are the same. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, one) => {
      if (one?.type === 'Buffer') return one.data
      return ArrayBuffer.isView(one) ? [...(one as Uint8Array)] : one
    }),
  )
}
