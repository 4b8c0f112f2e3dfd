import type { JsonObject, PersonReference, ProfileId, Sequence } from '@rapport/core'
import { bareNamespace, identifierKey, identifiersOf } from '../identifiers.ts'
import { cutEpochs, type DeviceSignal } from '../pipeline/epochs.ts'
import type { Reader } from '../port/reader.ts'
import type { Anchor, StoredRecord } from '../port/rows.ts'
import type { Writer } from '../port/writer.ts'

type NamedAnchor = Anchor & { readonly streamName: string }

/** Somebody who is to be erased: all that tells them, while it is still there. */
export interface Person {
  readonly profile: ProfileId
  readonly anchors: readonly NamedAnchor[]
  /** What suppression recognises them by: `stream/key` of each record, and identifiers that are nobody else's, as match keys. */
  readonly texts: readonly string[]
  /** Identifiers that are nobody else's. */
  readonly identifiers: PersonReference['identifiers']
}

const PAGE = 500
const ANONYMOUS = 'anonymousId'

/** By what a person's records are recognised: `stream/key` of each. Cheap, and without their identifiers. */
export const anchorTexts = (anchors: readonly NamedAnchor[]): readonly string[] =>
  anchors.map((anchor) => `${anchor.streamName}/${anchor.key}`)

/** Match keys of the identifiers that records have now. */
export const identifierTexts = (records: readonly (StoredRecord | undefined)[]): readonly string[] => [
  ...new Set(records.flatMap((record) => (record?.keys ?? []).filter((key) => key.startsWith('=')))),
]

/** Reads who a profile is, former identifiers included: a source may send an old record again under another key. */
export async function readPerson(reader: Reader, write: Pick<Writer, 'devices'>, profile: ProfileId): Promise<Person> {
  const anchors = await reader.anchors(profile)
  const found = new Map<string, { readonly namespace: string; readonly value: string }>()
  const add = (namespace: string, value: string) => found.set(identifierKey(namespace, value), { namespace, value })
  for (const anchor of anchors) {
    const namespace = bareNamespace(anchor.streamName)
    if (namespace !== undefined) {
      if (namespace !== ANONYMOUS) add(namespace, anchor.key)
      continue
    }
    for (let after: string | undefined; ; ) {
      const page = await reader.versions(anchor.id, { limit: PAGE, ...(after === undefined ? {} : { after }) })
      for (const { attributes } of page.items)
        for (const { namespace: of, value } of identifiersOf(JSON.parse(attributes) as JsonObject)) add(of, value)
      if (page.next === null) break
      after = page.next
    }
  }
  for (const device of await ownDevices(write, anchors)) add(ANONYMOUS, device)
  const owners = await reader.profilesByKey([...found.keys()])
  const own = [...found].filter((_, index) => owners[index]?.every((owner) => owner === profile) !== false)
  return {
    profile,
    anchors,
    texts: [...new Set([...anchorTexts(anchors), ...own.map(([key]) => key)])],
    identifiers: own.map(([, identifier]) => identifier),
  }
}

/** Devices that nobody else logged in on: what comes from a shared one may be the other's. */
async function ownDevices(write: Pick<Writer, 'devices'>, anchors: readonly NamedAnchor[]): Promise<readonly string[]> {
  const mine = new Set(anchors.map((anchor) => anchor.id))
  const names = [
    ...new Set(
      anchors
        .filter((anchor) => bareNamespace(anchor.streamName) === ANONYMOUS)
        .map((anchor) => anchor.key.split('#')[0] as string),
    ),
  ]
  const devices = names.length === 0 ? [] : await write.devices(names)
  return names.filter((_, index) => {
    const body = devices[index]?.body
    if (body === undefined) return true
    const { signals } = JSON.parse(body) as { signals: readonly DeviceSignal[] }
    return cutEpochs(signals).every(({ user }) => user === null || mine.has(user))
  })
}

/**
 * Keys of the person's rows by connection, as the source knows them: records and what belongs to the person, but no happenings, of
 * which there may be any number, and no rows that a mapping made out of another row.
 */
export async function keysByConnection(
  reader: Reader,
  person: Person,
): Promise<ReadonlyMap<string, PersonReference['keys']>> {
  const named = new Map<string, { readonly name: string; readonly key: string }>()
  const add = (name: string, key: string) => {
    if (bareNamespace(name) === undefined) named.set(`${name}/${key}`, { name, key })
  }
  for (const anchor of person.anchors) add(anchor.streamName, anchor.key)
  for (let after: string | undefined; ; ) {
    const page = await reader.timeline({
      profile: person.profile,
      statesOnly: true,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    })
    for (const row of page.items) add(row.streamName, row.key)
    if (page.next === null) break
    after = page.next
  }
  const keys = new Map<string, { readonly stream: string; readonly key: string }[]>()
  for (const { name, key } of named.values()) {
    if (isFurtherRow(named, name, key)) continue
    const [connection = '', stream = ''] = name.split('/')
    keys.set(connection, [...(keys.get(connection) ?? []), { stream, key }])
  }
  return keys
}

function isFurtherRow(named: ReadonlyMap<string, unknown>, name: string, key: string): boolean {
  for (let at = key.indexOf('/'); at > 0; at = key.indexOf('/', at + 1))
    if (named.has(`${name}/${key.slice(0, at)}`)) return true
  return false
}

/** A phone is told by its last digits, however it was written. */
const TELLING_DIGITS = 9
/** Shorter values are too often part of something else. */
const MIN_TELLING_LENGTH = 6

/** Rejected rows that name the person: they were never mapped, so only their text tells. */
export async function rejectedAbout(reader: Reader, person: Person): Promise<readonly Sequence[]> {
  const texts = new Set<string>()
  const phones = new Set<string>()
  for (const { namespace, value } of person.identifiers)
    if (namespace === 'phone') phones.add(value.replace(/\D/g, '').slice(-TELLING_DIGITS))
    else if (value.length >= MIN_TELLING_LENGTH) texts.add(value.toLowerCase())
  const found: Sequence[] = []
  for (let after: string | undefined; ; ) {
    const page = await reader.rejected({ limit: PAGE, ...(after === undefined ? {} : { after }) })
    for (const { id, raw } of page.items) {
      const lower = raw.toLowerCase()
      const digits = phones.size === 0 ? '' : raw.replace(/\D/g, '')
      if ([...texts].some((text) => lower.includes(text)) || [...phones].some((phone) => digits.includes(phone)))
        found.push(id)
    }
    if (page.next === null) return found
    after = page.next
  }
}
