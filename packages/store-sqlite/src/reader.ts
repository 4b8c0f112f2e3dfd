import type { AnchorId, ProfileId, Sequence } from '@rapport/core'
import { decodeCursor, type Found, type Reader } from '@rapport/engine'
import { countDue, due, lastDue } from './agenda.ts'
import { type Connection, guarded, type Row, shaped } from './connection.ts'
import * as load from './loads.ts'
import { logBytes } from './log-bytes.ts'
import { list, page, scoped } from './pages.ts'
import { rowCount } from './row-counts.ts'

const same = (row: Row): never => row as never
const one = (after: string | undefined, start: number): number =>
  after === undefined ? start : (decodeCursor(after, 'n')[0] as number)
const END = Number.MAX_SAFE_INTEGER
const PROFILE = 'SELECT p.*, f.version, f.figures FROM profile p JOIN figures f ON f.profile = p.id'
/** Most ids stand for a profile of their own: one statement, one lock. */
const LIVE = `${PROFILE} WHERE p.id = ? AND NOT EXISTS (SELECT 1 FROM erased e WHERE e.profile = p.id) AND NOT EXISTS (SELECT 1 FROM absorbed a WHERE a.profile = p.id)`
const OWNERS = `SELECT p.*, f.version, f.figures FROM profile p CROSS JOIN figures f ON f.profile = p.id
  WHERE p.id IN (SELECT a.profile FROM matchKey k CROSS JOIN anchor a ON a.id = k.anchor WHERE k.key = ?) ORDER BY p.id`
/** Where its oldest record is now: an undone merge takes the ids along that came with it. */
const ABSORBED = `SELECT coalesce(nullif(t.profile, a.profile), a.target) AS target
  FROM absorbed a LEFT JOIN anchor t ON t.id = a.profile WHERE a.profile = ?`

export function createReader(c: Connection, shared?: Int32Array): Reader {
  const find = (id: ProfileId): Found => {
    const live = c.sql(LIVE).get(id)
    if (live !== undefined) return { status: 'found', profile: live as never }
    const met = new Set<number>()
    let at: number = id
    for (;;) {
      if (c.sql('SELECT 1 FROM erased WHERE profile = ?').get(at) !== undefined) return { status: 'erased' }
      const into = c.sql(ABSORBED).get(at)?.target as number | undefined
      if (into === undefined || met.has(at)) break
      met.add(at)
      at = into
    }
    const row = c.sql(`${PROFILE} WHERE p.id = ?`).get(at)
    if (row === undefined) return { status: 'absent' }
    const profile = row as unknown as Extract<Found, { status: 'found' }>['profile']
    return at === id ? { status: 'found', profile } : { status: 'found', profile, movedFrom: id }
  }
  const lastSequence = () => c.sql("SELECT value FROM counter WHERE name = 'sequence'").get()?.value as Sequence
  const asleep = 'NOT EXISTS (SELECT 1 FROM absorbed a WHERE a.profile = m.profile)'
  const version = ({ since, ...row }: Row) => ({ ...row, from: since }) as never

  const revision = c.db.prepare<[], number>('PRAGMA data_version').pluck()
  const door = guarded<Reader>({
    revision: async () => revision.get() as number,
    profiles: async (ids) => ids.map(find),
    profilesByKey: async (keys) =>
      keys.map((key) => {
        const rows = c
          .sql('SELECT a.profile FROM matchKey k CROSS JOIN anchor a ON a.id = k.anchor WHERE k.key = ?')
          .all(key)
        if (rows.length <= 1) return rows.map((row) => row.profile as ProfileId)
        return [...new Set(rows.map((row) => row.profile as ProfileId))].sort((a, b) => a - b)
      }),
    owners: async (key) => c.sql(OWNERS).all(key) as never,
    suppressed: async (hashes) => load.suppressed(c, hashes),
    list: async ({ limit, after, entity, spaces, territories }) =>
      page(
        c
          .sql(
            `${PROFILE} WHERE p.id > ?1 AND (?2 IS NULL OR p.entity = ?2) AND ${scoped('p.space', 3)} AND ${scoped('p.territory', 4)} ORDER BY p.id LIMIT ?5`,
          )
          .all(one(after, 0), entity ?? null, list(spaces), list(territories), limit + 1),
        limit,
        (row) => [row.id as number],
        same,
      ),
    anchors: async (profile) => {
      const names = load.streamNames(c)
      return load.anchorsOf(c, profile).map((anchor) => ({ ...anchor, streamName: names.get(anchor.stream) ?? '' }))
    },
    anchorsByKey: async (keys) => load.anchorsByKey(c, keys),
    devices: async (keys) => load.devices(c, keys),
    records: async (anchors) => load.records(c, anchors),
    links: async (profile) =>
      load.tiesOf(
        c,
        load.anchorsOf(c, profile).map(({ id }) => id),
      ),
    anchorsAt: async (profile, at) =>
      c
        .sql(`SELECT anchor FROM tie WHERE profile = ?1 AND since <= ?2 AND (until IS NULL OR until > ?2) UNION
          SELECT id FROM anchor WHERE profile = ?1 AND NOT EXISTS (SELECT 1 FROM tie WHERE tie.anchor = anchor.id) ORDER BY 1`)
        .all(profile, at)
        .map((row) => row.anchor as AnchorId),
    formerProfiles: async (anchors) =>
      c
        .sql(`SELECT t.profile FROM json_each(?1) j CROSS JOIN tie t ON t.anchor = j.value UNION
          SELECT a.profile FROM json_each(?1) j CROSS JOIN anchor a ON a.id = j.value ORDER BY 1`)
        .all(JSON.stringify(anchors))
        .map((row) => row.profile as ProfileId),
    versionsAt: async (anchors, at) =>
      anchors.map((anchor) => {
        const row = c
          .sql('SELECT * FROM recordVersion WHERE anchor = ? AND since <= ? ORDER BY since DESC, sequence DESC LIMIT 1')
          .get(anchor, at)
        return row === undefined ? undefined : version(row)
      }),
    versions: async (anchor, { limit, after }) =>
      page(
        c
          .sql('SELECT * FROM recordVersion WHERE anchor = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?')
          .all(anchor, one(after, END), limit + 1),
        limit,
        (row) => [row.sequence as number],
        version,
      ),
    timeline: async ({ profile, limit, after, entities, statesOnly, before }) => {
      const [at, id] = (after === undefined ? [END, END] : decodeCursor(after, 'nn')) as [number, number]
      const states = statesOnly ? 'AND isHappening = 0' : ''
      const statement =
        c.sql(`SELECT * FROM activity WHERE anchor = ?1 AND (occurredAt, id) < (?2, ?3) AND occurredAt < ?4 ${states}
        AND isDeleted = 0 AND (?5 IS NULL OR entity IN (SELECT value FROM json_each(?5))) ORDER BY occurredAt DESC, id DESC LIMIT ?6`)
      const rows = load
        .anchorsOf(c, profile)
        .flatMap((anchor) => statement.all(anchor.id, at, id, before ?? END, list(entities), limit + 1))
        .sort((x, y) => (y.occurredAt as number) - (x.occurredAt as number) || (y.id as number) - (x.id as number))
      const names = load.streamNames(c)
      return page(
        rows,
        limit,
        (row) => [row.occurredAt as number, row.id as number],
        (row) => {
          row.streamName = names.get(row.stream as number) ?? ''
          return shaped(row)
        },
      )
    },
    objects: async (keys) =>
      keys.map(({ stream, key }) => {
        const row = c
          .sql(
            'SELECT a.* FROM stream s CROSS JOIN activity a ON a.stream = s.id AND a.key = ?2 AND a.isHappening = 0 WHERE s.name = ?1',
          )
          .get(stream, key)
        return row === undefined ? undefined : shaped(row)
      }),
    searchPrefix: async (prefixes, limit) => {
      const found = new Map<string, { key: string; anchor: AnchorId; profile: ProfileId }>()
      for (const prefix of prefixes)
        for (const row of c
          .sql(
            'SELECT k.key, k.anchor, a.profile FROM searchKey k CROSS JOIN anchor a ON a.id = k.anchor WHERE k.key >= ?1 AND k.key < ?2 ORDER BY k.key, k.anchor LIMIT ?3',
          )
          .all(prefix, `${prefix}\u{10ffff}`, limit))
          found.set(`${row.anchor} ${row.key}`, row as never)
      return [...found.values()].sort(
        (x, y) => Buffer.compare(Buffer.from(x.key), Buffer.from(y.key)) || x.anchor - y.anchor,
      )
    },
    searchNumbers: async (prefix, limit) =>
      c
        .sql(
          'SELECT v.number, v.anchor, v.space, v.territory, a.profile FROM activity v CROSS JOIN anchor a ON a.id = v.anchor WHERE v.number >= ?1 AND v.number < ?2 ORDER BY v.number, v.id LIMIT ?3',
        )
        .all(prefix, `${prefix}\u{10ffff}`, limit) as never,
    due: async (query) => due(c, query),
    countDue: async (range) => countDue(c, range),
    lastDue: async (range) => lastDue(c, range),
    similarTerms: async (variants, limit) =>
      c
        .sql(
          'SELECT t.term, count(*) AS shared FROM json_each(?) j CROSS JOIN termVariant t ON t.variant = j.value GROUP BY t.term ORDER BY shared DESC, t.term LIMIT ?',
        )
        .all(JSON.stringify([...new Set(variants)]), limit)
        .map((row) => row.term as string),
    members: async (segment, { limit, after }) =>
      page(
        c
          .sql(`SELECT * FROM membership m WHERE segment = ? AND profile > ? AND ${asleep} ORDER BY profile LIMIT ?`)
          .all(segment, one(after, 0), limit + 1),
        limit,
        (row) => [row.profile as number],
        same,
      ),
    countMembers: async (segments) =>
      segments.map(
        (segment) =>
          c.sql(`SELECT count(*) AS n FROM membership m WHERE segment = ? AND ${asleep}`).get(segment)?.n as number,
      ),
    memberships: async (profile) => load.memberships(c, profile),
    changes: async (after, limit) =>
      c.sql('SELECT * FROM change WHERE sequence > ? ORDER BY sequence LIMIT ?').all(after, limit) as never,
    lastSequence: async () => lastSequence(),
    rejected: async ({ limit, after, stream, code }) =>
      page(
        c
          .sql(
            'SELECT * FROM rejected WHERE id < ?1 AND (?2 IS NULL OR stream = ?2) AND (?3 IS NULL OR code = ?3) ORDER BY id DESC LIMIT ?4',
          )
          .all(one(after, END), stream ?? null, code ?? null, limit + 1),
        limit,
        (row) => [row.id as number],
        same,
      ),
    countRejected: async () =>
      c
        .sql('SELECT stream, code, count(*) AS count FROM rejected GROUP BY stream, code ORDER BY stream, code')
        .all() as never,
    queue: async (queue, { limit, after, lane, state }) =>
      page(
        c
          .sql(
            'SELECT id, queue, lane, attempt, dueAt, body, reason, isDead FROM queue WHERE queue = ?1 AND isDead = ?2 AND id > ?3 AND (?4 IS NULL OR lane = ?4) ORDER BY id LIMIT ?5',
          )
          .all(queue, state === 'dead' ? 1 : 0, one(after, 0), lane ?? null, limit + 1),
        limit,
        (row) => [row.id as number],
        shaped<never>,
      ),
    entries: async (type, { limit, after, profile }) => {
      const [at, name] = after === undefined ? [END, ''] : decodeCursor(after, 'ns')
      const of = profile === undefined ? 'type = ?1' : 'profile = ?5 AND type = ?1'
      return page(
        c
          .sql(`SELECT * FROM entry WHERE ${of} AND (at, name) < (?2, ?3) ORDER BY at DESC, name DESC LIMIT ?4`)
          .all(type, at, name, limit + 1, ...(profile === undefined ? [] : [profile])),
        limit,
        (row) => [row.at as number, row.name as string],
        same,
      )
    },
    entry: async (type, name) => c.sql('SELECT * FROM entry WHERE type = ? AND name = ?').get(type, name) as never,
    streams: async () => c.sql('SELECT id, name, cursor FROM stream ORDER BY id').all() as never,
    inspect: async () => {
      const count = (from: string) => c.sql(`SELECT count(*) AS n FROM ${from}`).get()?.n as number
      const pragma = (name: string) => c.db.pragma(name, { simple: true }) as number
      return {
        profiles: rowCount(c, 'profile'),
        anchors: rowCount(c, 'anchor'),
        records: rowCount(c, 'record'),
        activities: rowCount(c, 'activity'),
        links: rowCount(c, 'link'),
        queued: count('queue WHERE isDead = 0'),
        dead: count('queue WHERE isDead = 1'),
        rejected: count('rejected'),
        changes: rowCount(c, 'change'),
        suppressed: count('suppressed'),
        sequence: lastSequence(),
        bytes: pragma('page_count') * pragma('page_size'),
        logBytes: await logBytes(c.db.name),
      }
    },
    close: async () => {
      c.db.close()
    },
  })
  // Asked before every read, and cannot fail.
  return shared === undefined ? door : { ...door, revision: async () => Atomics.load(shared, 0) }
}
