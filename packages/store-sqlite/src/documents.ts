import { RapportError } from '@rapport/core'
import { type Documents, decodeCursor, encodeCursor, type StoredDocument } from '@rapport/engine'
import { transaction } from './commit.ts'
import { type Connection, guarded, type Row } from './connection.ts'

const documentOf = ({ author, ...row }: Row): StoredDocument => ({ ...row, by: author }) as unknown as StoredDocument

export function createDocuments(c: Connection): Documents {
  const newest = (type: string, name: string) =>
    c.sql('SELECT * FROM document WHERE type = ? AND name = ? ORDER BY version DESC LIMIT 1').get(type, name)
  return guarded<Documents>({
    read: async (references) =>
      references.map(({ type, name, version }) => {
        const row =
          version === undefined
            ? newest(type, name)
            : c.sql('SELECT * FROM document WHERE type = ? AND name = ? AND version = ?').get(type, name, version)
        return row === undefined ? undefined : documentOf(row)
      }),
    list: async ({ type = null, name, limit, after }) => {
      let rows: Row[]
      if (name === undefined) {
        const [afterType, afterName] = after === undefined ? ['', ''] : decodeCursor(after, 'ss')
        rows = c
          .sql(`SELECT d.* FROM document d WHERE (?1 IS NULL OR type = ?1) AND body IS NOT NULL AND (type, name) > (?2, ?3)
            AND version = (SELECT max(version) FROM document n WHERE n.type = d.type AND n.name = d.name) ORDER BY type, name LIMIT ?4`)
          .all(type, afterType, afterName, limit + 1)
      } else {
        const [version, afterType] = after === undefined ? [Number.MAX_SAFE_INTEGER, ''] : decodeCursor(after, 'ns')
        rows = c
          .sql(
            'SELECT * FROM document WHERE name = ?1 AND (?2 IS NULL OR type = ?2) AND (version, type) < (?3, ?4) ORDER BY version DESC, type DESC LIMIT ?5',
          )
          .all(name, type, version, afterType, limit + 1)
      }
      const items = rows.slice(0, limit).map(documentOf)
      const last = items.at(-1)
      const position = last && (name === undefined ? [last.type, last.name] : [last.version, last.type])
      return { items, next: rows.length > limit && position ? encodeCursor(position) : null }
    },
    write: async (documents) =>
      transaction(c, () =>
        documents.map(({ expected, type, name, body, by, at }) => {
          const before = newest(type, name)
          const version = (before?.version ?? 0) as number
          if (expected !== version && !(expected === 0 && before?.body === null))
            throw new RapportError('DOCUMENT_VERSION_MOVED', { type, name, version })
          c.sql('INSERT INTO document VALUES(?,?,?,?,?,?)').run(type, name, version + 1, body, by, at)
          return { type, name, version: version + 1, body, by, at }
        }),
      ),
  })
}
