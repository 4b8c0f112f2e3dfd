import { readFile } from 'node:fs/promises'
import { formatProfileId, type Sequence } from '@rapport/core'
import { describe, expect } from 'vitest'
import type { Anchor } from '../port/rows.ts'
import type { Writer, Writes } from '../port/writer.ts'
import { answersAbout } from './everything.ts'
import {
  activityOf,
  addPeople,
  CONTACTS,
  changeOf,
  commit,
  decisionOf,
  entryOf,
  expectPages,
  headOf,
  homeOf,
  itemOf,
  linkOf,
  onePerson,
  recordOf,
  rejectedOf,
  twoPeople,
  versionOf,
} from './fixtures.ts'
import type { StoreCase } from './subject.ts'

/** A word that is in everything about the person, and in nothing else. */
const MARK = 'zwetschkenbaum'

/** All that a store may know of a person, marked. */
function everythingAbout(person: Anchor, other: Anchor, mark: string): Writes {
  const profile = homeOf(person)
  const text = JSON.stringify({ name: mark })
  return {
    records: [
      recordOf(person.id, {
        attributes: text,
        received: text,
        keys: [`=email:${mark}@x.fr`],
        searchKeys: [mark],
        features: Buffer.from(mark),
      }),
    ],
    versions: [versionOf(person.id, 1, { raw: text, attributes: text })],
    links: [linkOf(person.id, other.id, { evidence: text })],
    decisions: [decisionOf(`decision-${mark}`, person.id, other.id, { by: mark })],
    activities: [
      activityOf(person.id * 10 + 1, person, { key: `order-${mark}`, body: text, raw: text, number: mark }),
      activityOf(person.id * 10 + 2, person, { key: `event-${mark}`, isHappening: true, body: text }),
    ],
    devices: [{ key: person.key, body: JSON.stringify({ signals: [{ user: person.id, at: 1, mark }] }) }],
    heads: [headOf(profile, { head: text })],
    figures: [{ profile, figures: Buffer.from(mark), flipAt: 5 }],
    entered: [{ segment: 'vip', profile, since: 1 }],
    rejected: [rejectedOf(person.key, { raw: text, reason: mark }), rejectedOf(`order-${mark}`, { raw: text })],
    changes: [changeOf(profile, { body: text })],
    entries: [entryOf('call', mark, { profile, body: text })],
    terms: [{ term: mark, variants: [mark, mark.slice(1)] }],
    seen: [{ stream: person.stream, keys: [person.key, `order-${mark}`], start: false }],
    enqueue: [
      itemOf(JSON.stringify({ stream: CONTACTS, rows: [{ key: person.key, name: mark }] })),
      itemOf(JSON.stringify({ profile: formatProfileId(profile), text: mark }), { queue: 'deliver', lane: 'mail' }),
    ],
  }
}

const erase = (write: Writer, person: Anchor, suppress: readonly string[] = []) =>
  write.erase({ profile: homeOf(person), anchors: [person.id], suppress, at: 77 })

/** Somebody to erase and somebody who stays, with everything about both. */
async function personAndOther(write: Writer): Promise<readonly [Anchor, Anchor]> {
  const [other] = (await addPeople(write, 1, 'other')) as [Anchor]
  const [person] = (await addPeople(write, 1, `key-${MARK}`)) as [Anchor]
  const third = await onePerson(write)
  await commit(write, everythingAbout(other, third, 'somebody-else'))
  await commit(write, everythingAbout(person, other, MARK))
  return [person, other]
}

export function eraseCases(test: StoreCase): void {
  describe('erase', () => {
    test('takes a person out of every answer of every door, and out of nobody else’s', async (subject) => {
      const { write, read } = subject
      const [person, other] = await personAndOther(write)
      const before = JSON.stringify(await answersAbout(subject, [person, other]))
      expect(before).toContain(MARK)
      await erase(write, person)
      const about = await answersAbout(subject, [person, other])
      expect(JSON.stringify(about)).not.toContain(MARK)
      expect(JSON.stringify(about)).toContain('somebody-else')
      expect(await read.profiles([homeOf(person), homeOf(other)])).toMatchObject([
        { status: 'erased' },
        { status: 'found' },
      ])
      expect(await write.anchorsById([person.id])).toEqual([undefined])
      expect(await write.profiles([homeOf(person)])).toEqual([undefined])
      expect(await write.devices([person.key, other.key])).toMatchObject([undefined, { key: other.key }])
      expect(await write.activitiesById([(person.id * 10 + 1) as never, (person.id * 10 + 2) as never])).toEqual([
        undefined,
        undefined,
      ])
      expect(await read.versionsAt([person.id], 99)).toEqual([undefined])
      expect(await read.profilesByKey([`=email:${MARK}@x.fr`])).toEqual([[]])
      expect(await write.candidates([`=email:${MARK}@x.fr`], 5)).toMatchObject([{ count: 0 }])
      expect(await read.similarTerms([MARK], 5)).toEqual([])
      expect(await read.searchNumbers(MARK, 5)).toEqual([])
      expect(await write.dueFlips(99, 9)).toEqual([homeOf(other)])
      expect(await read.entry('call', MARK)).toBeUndefined()
      expect((await read.timeline({ profile: homeOf(other), limit: 9 })).items).toHaveLength(2)
      expect((await read.queue('deliver', { limit: 9 })).items).toHaveLength(1)
    })

    test('counts the rows of each table that it removed', async ({ write }) => {
      const [person] = await personAndOther(write)
      const { rows } = await erase(write, person)
      expect(rows).toMatchObject({
        anchor: 1,
        record: 1,
        recordVersion: 1,
        link: 1,
        decision: 1,
        activity: 2,
        device: 1,
        profile: 1,
        membership: 1,
        change: 1,
        entry: 1,
        rejected: 2,
        queue: 2,
        term: 1,
      })
    })

    test('is in no backup made after it, byte for byte, and stays done in a store made of one', async (subject) => {
      const [person, other] = await personAndOther(subject.write)
      const file = await subject.backup()
      expect((await readFile(file)).includes(MARK)).toBe(true)
      await erase(subject.write, person, ['hash'])
      const after = await subject.backup()
      expect((await readFile(after)).includes(MARK)).toBe(false)
      await using restored = await subject.restore(after)
      expect(await restored.read.profiles([homeOf(person), homeOf(other)])).toMatchObject([
        { status: 'erased' },
        { status: 'found' },
      ])
      expect(await restored.write.suppressed(['hash'])).toEqual([true])
    })

    test('leaves one change in the feed, and says erased for every id the person had', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      await commit(write, { heads: [headOf(homeOf(a)), headOf(homeOf(b))] })
      await commit(write, {
        ties: [{ anchor: b.id, profile: homeOf(a), at: 1 }],
        absorbed: [{ profile: homeOf(b), into: homeOf(a) }],
        changes: [changeOf(homeOf(a), { kind: 'merged' }), changeOf(homeOf(b))],
      })
      // The profile's anchors go, named or not.
      await write.erase({ profile: homeOf(a), anchors: [], suppress: [], at: 77 })
      expect(await read.profiles([homeOf(a), homeOf(b)])).toEqual([{ status: 'erased' }, { status: 'erased' }])
      const last = await read.lastSequence()
      expect(await read.changes(0 as Sequence, 99)).toEqual([
        { sequence: last, kind: 'erased', profile: homeOf(a), at: 77, body: '{}' },
      ])
      expect(await read.anchorsAt(homeOf(a), 99)).toEqual([])
    })

    test('suppresses what it is given and what is told later, listed in pages', async (subject) => {
      const hashes = ['h1', 'h2', 'h3', 'h4', 'h5']
      await erase(subject.write, await onePerson(subject.write), hashes)
      await erase(subject.write, (await addPeople(subject.write, 1, 'd'))[0] as Anchor, ['h2'])
      await subject.reopen()
      const { store, write, read } = subject
      expect(await write.suppressed(['h2', 'other'])).toEqual([true, false])
      expect(await read.suppressed(['other', 'h5'])).toEqual([false, true])
      await expectPages((paging) => store.suppressions(paging), hashes)
      await write.suppress(['h6', 'h2'])
      await expectPages((paging) => store.suppressions(paging), [...hashes, 'h6'])
    })

    test('takes the person’s rows out of a batch that waits for others too', async ({ write, read }) => {
      const [person, other] = await twoPeople(write)
      const rows = [person, other].map(({ key }) => ({ key: `customer-${key}` }))
      const [first, second] = (await addPeople(write, 2, 'customer-c')) as [Anchor, Anchor]
      expect([first.key, second.key]).toEqual(rows.map(({ key }) => key))
      await commit(write, {
        enqueue: [itemOf(JSON.stringify({ stream: CONTACTS, rows })), itemOf('{"rows":[]}'), itemOf('not json')],
      })
      await erase(write, first)
      expect((await read.queue('work', { limit: 9 })).items.map(({ body }) => body)).toEqual([
        JSON.stringify({ stream: CONTACTS, rows: rows.slice(1) }),
        '{"rows":[]}',
        'not json',
      ])
    })

    test('takes the lease of work that names the person, so that it cannot bring them back', async ({ write }) => {
      const [person] = (await addPeople(write, 1, 'customer')) as [Anchor]
      await commit(write, {
        enqueue: [
          itemOf(JSON.stringify({ stream: CONTACTS, rows: [{ key: person.key }, { key: 'another-one' }] })),
          itemOf('else'),
        ],
      })
      const lease = await write.claim('work', { max: 9, leaseMs: 1000, nowMs: 0 })
      await erase(write, person)
      const settled = lease.items.map(({ id }) => ({ id, done: true as const }))
      const late = { lease: lease.token, settled, heads: [headOf(homeOf(person))] }
      expect(await write.commit(late)).toEqual({ ok: false, reason: 'lease-lost' })
      const again = await write.claim('work', { max: 9, leaseMs: 1000, nowMs: 1 })
      expect(again.items.map(({ body }) => body)).toEqual([
        JSON.stringify({ stream: CONTACTS, rows: [{ key: 'another-one' }] }),
        'else',
      ])
    })

    test('keeps a device while others’ logins are in it', async ({ write }) => {
      const [a, b] = await twoPeople(write)
      const key = `${a.key}`
      await commit(write, { devices: [{ key, body: JSON.stringify({ signals: [{ user: a.id }, { user: b.id }] }) }] })
      await erase(write, a)
      expect(await write.devices([key])).toMatchObject([{ key }])
    })

    test('a key that was erased may be born again, as somebody new', async ({ write, read }) => {
      const person = await onePerson(write)
      await commit(write, { heads: [headOf(homeOf(person))] })
      await erase(write, person)
      const [born] = (await addPeople(write, 1)) as [Anchor]
      expect(born.key).toBe(person.key)
      expect(born.id).toBeGreaterThan(person.id)
      await commit(write, { heads: [headOf(homeOf(born))] })
      expect(await read.profiles([homeOf(person), homeOf(born)])).toMatchObject([
        { status: 'erased' },
        { status: 'found' },
      ])
    })

    test('an entry that was on its way then is not kept, nor one of a profile that they absorbed', async ({
      write,
      read,
    }) => {
      const [absorbed, person] = await twoPeople(write)
      await commit(write, {
        ties: [{ anchor: absorbed.id, profile: homeOf(person), at: 2 }],
        absorbed: [{ profile: homeOf(absorbed), into: homeOf(person) }],
      })
      await write.erase({ profile: homeOf(person), anchors: [person.id, absorbed.id], suppress: [], at: 77 })
      const late = [person, absorbed].map((one) => entryOf('brief', `of-${one.id}`, { profile: homeOf(one) }))
      await commit(write, { entries: [...late, entryOf('erasure', 'proof')] })
      await expectPages((paging) => read.entries('brief', paging), [])
      expect(await read.entry('erasure', 'proof')).toBeDefined()
    })

    test('of somebody who is not there leaves the hashes and a change', async ({ write, read }) => {
      const { rows } = await write.erase({ profile: 5 as never, anchors: [], suppress: ['h'], at: 1 })
      expect(rows).toEqual({})
      expect(await read.suppressed(['h'])).toEqual([true])
      expect(await read.profiles([5 as never])).toEqual([{ status: 'erased' }])
    })
  })
}
