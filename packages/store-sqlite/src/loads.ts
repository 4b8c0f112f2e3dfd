import type { AnchorId, ProfileId } from '@rapport/core'
import type {
  Anchor,
  AnchorKey,
  Decision,
  Device,
  Link,
  Membership,
  StoredActivity,
  StoredRecord,
} from '@rapport/engine'
import { type Connection, type Row, shaped } from './connection.ts'

/** Rows by number, in the order asked. CROSS JOIN keeps SQLite from scanning the table. */
export function byId<T>(c: Connection, table: string, id: string, ids: readonly number[]): (T | undefined)[] {
  const rows = c
    .sql(`SELECT t.* FROM json_each(?) j CROSS JOIN ${table} t ON t.${id} = j.value`)
    .all(JSON.stringify([...new Set(ids)]))
  const found = new Map(rows.map((row) => [row[id] as number, shaped<T>(row)]))
  return ids.map((one) => found.get(one))
}

function byKey<T>(c: Connection, table: string, filter: string, keys: readonly AnchorKey[]): (T | undefined)[] {
  const statement = c.sql(`SELECT * FROM ${table} WHERE stream = ? AND key = ? ${filter}`)
  return keys.map(({ stream, key }) => {
    const row = statement.get(stream, key)
    return row === undefined ? undefined : shaped<T>(row)
  })
}

export const anchorsByKey = (c: Connection, keys: readonly AnchorKey[]): (Anchor | undefined)[] =>
  byKey(c, 'anchor', '', keys)
export const objectsByKey = (c: Connection, keys: readonly AnchorKey[]): (StoredActivity | undefined)[] =>
  byKey(c, 'activity', 'AND isHappening = 0', keys)
export const devices = (c: Connection, keys: readonly string[]): (Device | undefined)[] =>
  keys.map((key) => c.sql('SELECT * FROM device WHERE key = ?').get(key) as unknown as Device | undefined)
/** `0` is what comes after a slash. */
export const keysUnder = (c: Connection, { stream, key }: AnchorKey): string[] =>
  c
    .sql(`SELECT key FROM activity WHERE stream = ?1 AND key >= ?2 AND key < ?3 AND isHappening = 0 AND isDeleted = 0 UNION
      SELECT a.key FROM anchor a CROSS JOIN record r ON r.anchor = a.id
        WHERE a.stream = ?1 AND a.key >= ?2 AND a.key < ?3 AND r.isDeleted = 0 ORDER BY key`)
    .all(stream, `${key}/`, `${key}0`)
    .map((row) => row.key as string)
export const anchorsOf = (c: Connection, profile: ProfileId): Anchor[] =>
  c
    .sql('SELECT * FROM anchor WHERE profile = ? ORDER BY id')
    .all(profile)
    .map(shaped<Anchor>)
export const records = (c: Connection, anchors: readonly AnchorId[]): (StoredRecord | undefined)[] =>
  byId(c, 'record', 'anchor', anchors)
export const suppressed = (c: Connection, hashes: readonly string[]): boolean[] =>
  hashes.map((hash) => c.sql('SELECT 1 FROM suppressed WHERE hash = ?').get(hash) !== undefined)
export const memberships = (c: Connection, profile: ProfileId): Membership[] =>
  c.sql('SELECT * FROM membership WHERE profile = ? ORDER BY segment').all(profile) as unknown as Membership[]
export const streamNames = (c: Connection): Map<number, string> =>
  new Map(
    c
      .sql('SELECT id, name FROM stream')
      .all()
      .map((row) => [row.id as number, row.name as string]),
  )

const decisionOf = ({ author, ...row }: Row): Decision => ({ ...row, by: author }) as unknown as Decision

/** Links and decisions with an end among the anchors, each once, in a fixed order. */
export function tiesOf(c: Connection, anchors: Iterable<AnchorId>): { links: Link[]; decisions: Decision[] } {
  const ids = JSON.stringify([...anchors])
  const both = (table: string) =>
    `SELECT t.* FROM json_each(?1) j CROSS JOIN ${table} t ON t.a = j.value UNION SELECT t.* FROM json_each(?1) j CROSS JOIN ${table} t ON t.b = j.value`
  return {
    links: c.sql(`${both('link')} ORDER BY a, b, resolver`).all(ids) as unknown as Link[],
    decisions: c
      .sql(`${both('decision')} ORDER BY at, id`)
      .all(ids)
      .map(decisionOf),
  }
}
