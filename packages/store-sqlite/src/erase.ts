import type { AnchorId, ProfileId, Sequence } from '@rapport/core'
import { createRedactor, type Erasure } from '@rapport/engine'
import { releaseTerms, removeRecord, transaction } from './commit.ts'
import { type Connection, emptyLog } from './connection.ts'
import type { Leases } from './queue.ts'
import { RowCounts } from './row-counts.ts'

/** Removes a person from every table and queue, then from the bytes of the file and its log. */
export function erase(
  c: Connection,
  leases: Leases,
  erasure: Erasure,
): { readonly rows: Readonly<Record<string, number>> } {
  const rows: Record<string, number> = {}
  transaction(c, () => {
    const tied = c
      .sql('SELECT id FROM anchor WHERE profile = ?')
      .all(erasure.profile)
      .map((row) => row.id as AnchorId)
    const anchors = [...new Set([...erasure.anchors, ...tied])]
    const profiles = [...new Set<number>([erasure.profile, ...anchors])]
    const anchorList = JSON.stringify(anchors)
    const profileList = JSON.stringify(profiles)
    const count = (table: string, by: number) => {
      if (by > 0) rows[table] = (rows[table] ?? 0) + by
    }
    const keys = c
      .sql(`SELECT s.name AS stream, t.key, t.stream AS number FROM json_each(?1) j CROSS JOIN anchor t ON t.id = j.value JOIN stream s ON s.id = t.stream
        UNION SELECT s.name, t.key, t.stream FROM json_each(?1) j CROSS JOIN activity t ON t.anchor = j.value JOIN stream s ON s.id = t.stream`)
      .all(anchorList) as unknown as { stream: string; key: string; number: number }[]
    const released: string[] = []
    for (const anchor of anchors) {
      const gone = removeRecord(c, anchor)
      if (gone === undefined) continue
      count('record', 1)
      released.push(...gone)
    }
    count('term', releaseTerms(c, released))
    const anchorSet = new Set<number>(anchors)
    for (const { stream, key, number } of keys) {
      c.sql('DELETE FROM seen WHERE stream = ? AND key = ?').run(number, key)
      count('rejected', c.sql('DELETE FROM rejected WHERE stream = ? AND key = ?').run(stream, key).changes)
      const deviceKey = key.split('#')[0] ?? key
      const device = c.sql('SELECT body FROM device WHERE key = ?').get(deviceKey)
      if (device === undefined) continue
      const { signals = [] } = JSON.parse(device.body as string) as { signals?: { user?: number }[] }
      // While others' logins are in it, ours are numbers of nobody.
      if (signals.every(({ user }) => user === undefined || anchorSet.has(user)))
        count('device', c.sql('DELETE FROM device WHERE key = ?').run(deviceKey).changes)
    }
    for (const [table, column] of [
      ['activity', 'anchor'],
      ['recordVersion', 'anchor'],
      ['tie', 'anchor'],
      ['link', 'a'],
      ['link', 'b'],
      ['decision', 'a'],
      ['decision', 'b'],
      ['anchor', 'id'],
    ] as const)
      count(
        table,
        c.sql(`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`).run(anchorList).changes,
      )
    for (const [table, column] of [
      ['profile', 'id'],
      ['figures', 'profile'],
      ['absorbed', 'profile'],
      ['membership', 'profile'],
      ['change', 'profile'],
      ['entry', 'profile'],
    ] as const)
      count(
        table,
        c.sql(`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`).run(profileList).changes,
      )
    c.sql('INSERT OR IGNORE INTO erased SELECT value FROM json_each(?)').run(profileList)
    const redact = createRedactor({ profiles: profiles as ProfileId[], keys })
    let last = 0
    for (;;) {
      const row = c.sql('SELECT id, body FROM queue WHERE id > ? ORDER BY id LIMIT 1').get(last)
      if (row === undefined) break
      last = row.id as number
      const body = redact(row.body as string)
      if (body === row.body) continue
      // Who works on it has read what must be forgotten: the commit is refused, the rest comes again.
      leases.voidOf(last)
      if (body === null) c.sql('DELETE FROM queue WHERE id = ?').run(last)
      else c.sql('UPDATE queue SET body = ? WHERE id = ?').run(body, last)
      count('queue', 1)
    }
    for (const hash of erasure.suppress) c.sql('INSERT OR IGNORE INTO suppressed VALUES(?)').run(hash)
    const sequence = c.sql("UPDATE counter SET value = value + 1 WHERE name = 'sequence' RETURNING value").get()
      ?.value as Sequence
    c.sql("INSERT INTO change VALUES(?, 'erased', ?, ?, '{}')").run(sequence, erasure.profile, erasure.at)
    const counts = new RowCounts()
    counts.add('change', 1)
    for (const table of ['profile', 'anchor', 'record', 'activity', 'link', 'change'] as const)
      counts.add(table, -(rows[table] ?? 0))
    counts.write(c)
  })
  // Deleted cells are zeroed as they go (secure_delete); the log still holds pages of before.
  c.log.isToBeEmptied = true
  emptyLog(c)
  return { rows }
}
