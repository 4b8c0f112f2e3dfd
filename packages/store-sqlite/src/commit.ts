import type { Sequence } from '@rapport/core'
import type { Committed, Writes } from '@rapport/engine'
import type { Connection } from './connection.ts'
import { type Leases, writeQueue } from './queue.ts'
import { RowCounts } from './row-counts.ts'

const bit = (value: boolean): number => (value ? 1 : 0)

/** Everything of one step in one transaction of prepared statements. */
export function commit(c: Connection, leases: Leases, w: Writes): Committed {
  if (!leases.holds(c, w)) return { ok: false, reason: 'lease-lost' }
  const sequence = transaction(c, () => {
    let last = c.sql("SELECT value FROM counter WHERE name = 'sequence'").get()?.value as number
    const first = last
    const next = () => ++last
    writeQueue(c, leases, w, next)
    const counts = new RowCounts()
    const released = writeParties(c, w, next, counts)
    writeRows(c, w, next, counts)
    for (const { term, variants } of w.terms ?? []) {
      c.sql('INSERT OR REPLACE INTO term VALUES(?,?)').run(term, JSON.stringify(variants))
      for (const variant of variants) c.sql('INSERT OR IGNORE INTO termVariant VALUES(?,?)').run(variant, term)
    }
    releaseTerms(c, released)
    counts.write(c)
    if (last !== first) c.sql("UPDATE counter SET value = ? WHERE name = 'sequence'").run(last)
    return last as Sequence
  })
  leases.release((w.settled ?? []).map(({ id }) => id))
  return { ok: true, sequence }
}

export function transaction<T>(c: Connection, work: () => T): T {
  c.sql('BEGIN IMMEDIATE').run()
  try {
    const answer = work()
    c.sql('COMMIT').run()
    return answer
  } catch (error) {
    // A full disk may have rolled back by itself.
    if (c.db.inTransaction) c.sql('ROLLBACK').run()
    throw error
  }
}

function revive(c: Connection, profile: number): void {
  c.sql('DELETE FROM absorbed WHERE profile = ?').run(profile)
}

/** @returns search keys that a record let go of */
function writeParties(c: Connection, w: Writes, next: () => number, counts: RowCounts): string[] {
  counts.add('anchor', w.anchors?.length ?? 0)
  for (const { id, stream, key, profile, entity, isGhost } of w.anchors ?? []) {
    c.sql('INSERT INTO anchor VALUES(?,?,?,?,?,?)').run(id, stream, key, profile, entity, bit(isGhost))
    revive(c, profile)
  }
  for (const { anchor, isGhost } of w.ghosts ?? [])
    c.sql('UPDATE anchor SET isGhost = ? WHERE id = ?').run(bit(isGhost), anchor)
  for (const { anchor, profile, at } of w.ties ?? []) {
    const before = c.sql('SELECT profile FROM anchor WHERE id = ?').get(anchor)?.profile
    if (before === undefined || before === profile) continue
    c.sql('UPDATE anchor SET profile = ? WHERE id = ?').run(profile, anchor)
    const open = c.sql('SELECT since FROM tie WHERE anchor = ? AND until IS NULL').get(anchor)?.since as
      | number
      | undefined
    if (open !== undefined && at <= open)
      c.sql('UPDATE tie SET profile = ? WHERE anchor = ? AND since = ?').run(profile, anchor, open)
    else {
      // An anchor that never moved has no rows: it belonged to its profile since ever.
      if (open === undefined) c.sql('INSERT INTO tie VALUES(?,?,?,?)').run(anchor, Number.MIN_SAFE_INTEGER, at, before)
      else c.sql('UPDATE tie SET until = ? WHERE anchor = ? AND since = ?').run(at, anchor, open)
      c.sql('INSERT INTO tie VALUES(?,?,NULL,?)').run(anchor, at, profile)
    }
    revive(c, profile)
  }
  const released: string[] = []
  for (const r of w.records ?? []) {
    const removed = removeRecord(c, r.anchor)
    if (removed === undefined) counts.add('record', 1)
    else released.push(...removed)
    c.sql('INSERT INTO record VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)').run(
      r.anchor,
      r.version,
      r.contentHash,
      r.observedAt,
      r.attributes,
      r.fieldVersions,
      r.received,
      bit(r.isDeleted),
      r.space,
      r.territory,
      r.features,
      JSON.stringify(r.keys),
      JSON.stringify(r.searchKeys),
    )
    for (const key of r.keys) c.sql('INSERT OR IGNORE INTO matchKey VALUES(?,?)').run(key, r.anchor)
    for (const key of r.searchKeys) c.sql('INSERT OR IGNORE INTO searchKey VALUES(?,?)').run(key, r.anchor)
  }
  for (const v of w.versions ?? [])
    c.sql('INSERT INTO recordVersion VALUES(?,?,?,?,?,?,?,?)').run(
      next(),
      v.anchor,
      v.from,
      v.observedAt,
      v.version,
      v.mappingVersion,
      v.raw,
      v.attributes,
    )
  for (const l of w.links ?? []) {
    const values = [l.a, l.b, l.resolver, l.certainty, l.weightBits, l.evidence]
    const { changes } = c.sql('INSERT OR IGNORE INTO link VALUES(?,?,?,?,?,?)').run(...values)
    counts.add('link', changes)
    if (changes === 0) c.sql('INSERT OR REPLACE INTO link VALUES(?,?,?,?,?,?)').run(...values)
  }
  for (const l of w.unlinked ?? [])
    counts.add(
      'link',
      -c.sql('DELETE FROM link WHERE a = ? AND b = ? AND resolver = ?').run(l.a, l.b, l.resolver).changes,
    )
  for (const d of w.decisions ?? [])
    c.sql('INSERT OR REPLACE INTO decision VALUES(?,?,?,?,?,?,?)').run(
      d.id,
      d.a,
      d.b,
      d.verdict,
      d.by,
      d.at,
      d.withdrawnAt,
    )
  return released
}

/** Removes a record with its keys, found by its own lists. @returns its search keys; undefined: there was none */
export function removeRecord(c: Connection, anchor: number): readonly string[] | undefined {
  const row = c.sql('SELECT keys, searchKeys FROM record WHERE anchor = ?').get(anchor)
  if (row === undefined) return undefined
  const searchKeys = JSON.parse(row.searchKeys as string) as string[]
  for (const key of JSON.parse(row.keys as string))
    c.sql('DELETE FROM matchKey WHERE key = ? AND anchor = ?').run(key, anchor)
  for (const key of searchKeys) c.sql('DELETE FROM searchKey WHERE key = ? AND anchor = ?').run(key, anchor)
  c.sql('DELETE FROM record WHERE anchor = ?').run(anchor)
  return searchKeys
}

/** Removes terms that no record stands for any more. @returns how many */
export function releaseTerms(c: Connection, released: readonly string[]): number {
  let count = 0
  for (const key of released) {
    if (c.sql('SELECT 1 FROM searchKey WHERE key = ? LIMIT 1').get(key) !== undefined) continue
    const row = c.sql('SELECT variants FROM term WHERE term = ?').get(key)
    if (row === undefined) continue
    for (const variant of JSON.parse(row.variants as string))
      c.sql('DELETE FROM termVariant WHERE variant = ? AND term = ?').run(variant, key)
    count += c.sql('DELETE FROM term WHERE term = ?').run(key).changes
  }
  return count
}

function writeRows(c: Connection, w: Writes, next: () => number, counts: RowCounts): void {
  const values = 'INSERT INTO activity VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO'
  const born = c.sql(`${values} NOTHING`)
  const changed = c.sql(`${values} UPDATE SET
    anchor = excluded.anchor, stream = excluded.stream, key = excluded.key, entity = excluded.entity,
    isHappening = excluded.isHappening, version = excluded.version, contentHash = excluded.contentHash,
    occurredAt = excluded.occurredAt, isDeleted = excluded.isDeleted, space = excluded.space,
    territory = excluded.territory, body = excluded.body, raw = excluded.raw, number = excluded.number,
    agenda = excluded.agenda`)
  for (const a of w.activities ?? []) {
    const row = [
      a.id,
      a.anchor,
      a.stream,
      a.key,
      a.entity,
      bit(a.isHappening),
      a.version,
      a.contentHash,
      a.occurredAt,
      bit(a.isDeleted),
      a.space,
      a.territory,
      a.body,
      a.raw,
      a.number,
      a.agenda,
    ]
    const { changes } = born.run(...row)
    counts.add('activity', changes)
    if (changes === 0) changed.run(...row)
  }
  for (const m of w.moves ?? [])
    c.sql('UPDATE activity SET anchor = ? WHERE anchor = ? AND occurredAt >= ? AND occurredAt < ?').run(
      m.to,
      m.from,
      m.since,
      m.until,
    )
  for (const d of w.devices ?? []) c.sql('INSERT OR REPLACE INTO device VALUES(?,?)').run(d.key, d.body)
  const named = new Set<number>()
  for (const f of w.figures ?? []) {
    // Mostly the next flip stays when it is, and then its index is left alone: another page far away.
    const grows = named.has(f.profile) ? 0 : 1
    const { changes } = c
      .sql('UPDATE figures SET version = version + ?, figures = ? WHERE profile = ? AND flipAt IS ?')
      .run(grows, f.figures, f.profile, f.flipAt)
    if (changes === 0)
      c.sql(
        'INSERT INTO figures VALUES(?,?,?,?) ON CONFLICT(profile) DO UPDATE SET version = version + excluded.version, flipAt = excluded.flipAt, figures = excluded.figures',
      ).run(f.profile, grows, f.flipAt, f.figures)
    named.add(f.profile)
  }
  for (const h of w.heads ?? []) {
    const row = [h.profile, h.entity, h.head, h.space, h.territory]
    const { changes } = c.sql('INSERT OR IGNORE INTO profile VALUES(?,?,?,?,?)').run(...row)
    counts.add('profile', changes)
    if (changes === 0) c.sql('INSERT OR REPLACE INTO profile VALUES(?,?,?,?,?)').run(...row)
    if (named.has(h.profile)) continue
    c.sql('INSERT INTO figures VALUES(?,1,NULL,NULL) ON CONFLICT(profile) DO UPDATE SET version = version + 1').run(
      h.profile,
    )
    named.add(h.profile)
  }
  for (const profile of named) revive(c, profile)
  for (const { profile, into } of w.absorbed ?? []) {
    counts.add('profile', -c.sql('DELETE FROM profile WHERE id = ?').run(profile).changes)
    c.sql('UPDATE figures SET figures = NULL, flipAt = NULL WHERE profile = ?').run(profile)
    c.sql('INSERT OR REPLACE INTO absorbed VALUES(?,?)').run(profile, into)
  }
  for (const m of w.left ?? [])
    c.sql('DELETE FROM membership WHERE segment = ? AND profile = ?').run(m.segment, m.profile)
  for (const m of w.entered ?? [])
    c.sql('INSERT OR REPLACE INTO membership VALUES(?,?,?)').run(m.segment, m.profile, m.since)
  for (const id of w.unrejected ?? []) c.sql('DELETE FROM rejected WHERE id = ?').run(id)
  for (const r of w.rejected ?? [])
    c.sql('INSERT INTO rejected VALUES(?,?,?,?,?,?,?,?)').run(
      next(),
      r.stream,
      r.key,
      r.field,
      r.code,
      r.reason,
      r.raw,
      r.at,
    )
  counts.add('change', w.changes?.length ?? 0)
  for (const x of w.changes ?? [])
    c.sql('INSERT INTO change VALUES(?,?,?,?,?)').run(next(), x.kind, x.profile, x.at, x.body)
  for (const x of w.cursors ?? []) c.sql('UPDATE stream SET cursor = ? WHERE id = ?').run(x.cursor, x.stream)
  for (const { stream, keys, start } of w.seen ?? []) {
    if (start) c.sql('DELETE FROM seen WHERE stream = ?').run(stream)
    for (const key of keys) c.sql('INSERT OR IGNORE INTO seen VALUES(?,?)').run(stream, key)
  }
  for (const e of w.removedEntries ?? []) c.sql('DELETE FROM entry WHERE type = ? AND name = ?').run(e.type, e.name)
  // What was on its way when somebody was erased is not kept behind their back.
  for (const e of w.entries ?? [])
    c.sql(
      'INSERT OR REPLACE INTO entry SELECT ?1, ?2, ?3, ?4, ?5 WHERE ?3 IS NULL OR NOT EXISTS (SELECT 1 FROM erased WHERE profile = ?3)',
    ).run(e.type, e.name, e.profile, e.at, e.body)
}
