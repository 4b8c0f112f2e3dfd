import type { AnchorId, ProfileId } from '@rapport/core'
import type { Anchor, Component, ProfileState, StoredActivity, StreamId, Writer } from '@rapport/engine'
import { Checkpoints } from './checkpoint.ts'
import { commit, transaction } from './commit.ts'
import { type Connection, guarded, shaped } from './connection.ts'
import { erase } from './erase.ts'
import * as load from './loads.ts'
import { Leases } from './queue.ts'

export function createWriter(c: Connection): Writer {
  const leases = new Leases()
  const checkpoints = new Checkpoints(c)
  return guarded<Writer>({
    streams: async (names) =>
      transaction(c, () =>
        names.map((name) => {
          c.sql('INSERT INTO stream(name) VALUES(?) ON CONFLICT(name) DO NOTHING').run(name)
          return c.sql('SELECT id FROM stream WHERE name = ?').get(name)?.id as StreamId
        }),
      ),
    allocateAnchors: async (count) => {
      const row = c.sql("UPDATE counter SET value = value + ? WHERE name = 'anchor' RETURNING value").get(count)
      return ((row?.value as number) - count + 1) as AnchorId
    },
    anchors: async (keys) => load.anchorsByKey(c, keys),
    anchorsById: async (ids) => load.byId<Anchor>(c, 'anchor', 'id', ids),
    anchorsOf: async (profiles) => profiles.map((profile) => load.anchorsOf(c, profile)),
    records: async (anchors) => load.records(c, anchors),
    candidates: async (keys, maxPerKey) =>
      keys.map((key) => {
        const rows = c
          .sql(
            'SELECT k.anchor, r.features FROM matchKey k CROSS JOIN record r ON r.anchor = k.anchor WHERE k.key = ? ORDER BY k.anchor LIMIT ?',
          )
          .all(key, maxPerKey + 1) as unknown as { anchor: AnchorId; features: Uint8Array }[]
        return { key, count: rows.length, anchors: rows.slice(0, maxPerKey) }
      }),
    components: async (anchors, maxAnchors) => components(c, anchors, maxAnchors),
    devices: async (keys) => load.devices(c, keys),
    profiles: async (ids) => {
      const rows = load.byId<ProfileState & { profile: ProfileId }>(c, 'figures', 'profile', ids)
      return rows.map((row) => {
        if (row === undefined) return undefined
        const isThere =
          row.figures !== null || c.sql('SELECT 1 FROM profile WHERE id = ?').get(row.profile) !== undefined
        return isThere ? { id: row.profile, version: row.version, figures: row.figures } : undefined
      })
    },
    heads: async (ids) => load.byId<{ head: string }>(c, 'profile', 'id', ids).map((row) => row?.head),
    activitiesById: async (ids) => load.byId<StoredActivity>(c, 'activity', 'id', ids),
    objects: async (keys) => load.objectsByKey(c, keys),
    activitiesIn: async (ranges) =>
      ranges.map(({ anchor, entity, since, until, statesOnly }) => {
        const states = statesOnly ? 'AND isHappening = 0' : ''
        return c
          .sql(
            `SELECT * FROM activity WHERE anchor = ?1 AND occurredAt >= ?2 AND occurredAt < ?3 ${states} AND isDeleted = 0
             AND (?4 IS NULL OR entity = ?4) ORDER BY occurredAt, id`,
          )
          .all(anchor, since, until, entity ?? null)
          .map(shaped<StoredActivity>)
      }),
    keysUnder: async (keys) => keys.map((key) => load.keysUnder(c, key)),
    memberships: async (profiles) => profiles.map((profile) => load.memberships(c, profile)),
    suppressed: async (hashes) => load.suppressed(c, hashes),
    unknownTerms: async (terms) =>
      terms.filter((term) => c.sql('SELECT 1 FROM term WHERE term = ?').get(term) === undefined),
    cursor: async (stream) =>
      (c.sql('SELECT cursor FROM stream WHERE id = ?').get(stream)?.cursor ?? null) as string | null,
    unseen: async (stream, after, limit) => {
      const live = `(SELECT a.key FROM anchor a JOIN record r ON r.anchor = a.id WHERE a.stream = ?1 AND r.isDeleted = 0 UNION
        SELECT key FROM activity WHERE stream = ?1 AND isHappening = 0 AND isDeleted = 0)`
      const missing = 'NOT EXISTS (SELECT 1 FROM seen s WHERE s.stream = ?1 AND s.key = l.key)'
      const counts = c.sql(`SELECT count(*) AS live, coalesce(sum(${missing}), 0) AS unseen FROM ${live} l`).get(stream)
      const rows = c
        .sql(`SELECT key FROM ${live} l WHERE ${missing} AND key > ?2 ORDER BY key LIMIT ?3`)
        .all(stream, after, limit)
      return {
        keys: rows.map((row) => row.key as string),
        live: counts?.live as number,
        unseen: counts?.unseen as number,
      }
    },
    dueFlips: async (nowMs, limit) =>
      c
        .sql('SELECT profile FROM figures WHERE flipAt IS NOT NULL AND flipAt <= ? ORDER BY flipAt, profile LIMIT ?')
        .all(nowMs, limit)
        .map((row) => row.profile as ProfileId),
    claim: async (queue, options) => leases.claim(c, queue, options),
    commit: async (writes) => commit(c, leases, writes),
    erase: async (erasure) => erase(c, leases, erasure),
    suppress: async (hashes) =>
      transaction(c, () => {
        for (const hash of hashes) c.sql('INSERT OR IGNORE INTO suppressed VALUES(?)').run(hash)
      }),
    checkpoint: () => checkpoints.run(),
  })
}

/** Grows in rounds, lowest ids first, so that a truncated component is the same in every store. */
function components(c: Connection, anchors: readonly AnchorId[], maxAnchors: number): readonly Component[] {
  const names = load.streamNames(c)
  const covered = new Set<AnchorId>()
  const found: Component[] = []
  for (const seed of anchors) {
    if (covered.has(seed) || load.byId(c, 'anchor', 'id', [seed])[0] === undefined) continue
    const members = new Set<AnchorId>([seed])
    let frontier: AnchorId[] = [seed]
    let isTruncated = false
    while (frontier.length > 0 && !isTruncated) {
      const { links, decisions } = load.tiesOf(c, frontier)
      const reached = new Set<AnchorId>()
      for (const { a, b } of [...links, ...decisions.filter(({ withdrawnAt }) => withdrawnAt === null)])
        for (const end of [a, b]) if (!members.has(end)) reached.add(end)
      const next = load
        .byId<Anchor>(c, 'anchor', 'id', [...reached])
        .flatMap((anchor) => (anchor === undefined ? [] : anchor.id))
        .sort((a, b) => a - b)
      const room = Math.max(0, maxAnchors - members.size)
      isTruncated = next.length > room
      frontier = next.slice(0, room)
      for (const id of frontier) members.add(id)
    }
    const ids = [...members].sort((a, b) => a - b)
    const records = load.records(c, ids)
    const ties = load.tiesOf(c, ids)
    const isInside = ({ a, b }: { a: AnchorId; b: AnchorId }) => members.has(a) && members.has(b)
    found.push({
      anchors: load.byId<Anchor>(c, 'anchor', 'id', ids).flatMap((anchor, at) =>
        anchor === undefined
          ? []
          : {
              ...anchor,
              streamName: names.get(anchor.stream) ?? '',
              features: records[at]?.features ?? new Uint8Array(),
            },
      ),
      links: ties.links.filter(isInside),
      decisions: ties.decisions.filter((decision) => decision.withdrawnAt === null && isInside(decision)),
      isTruncated,
    })
    for (const id of ids) covered.add(id)
  }
  return found
}
