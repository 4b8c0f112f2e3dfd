import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** Where in a store's file a value is still to be read: tables of the open database, and the bytes of the file and its log. */
export function leftovers(file: string, values: readonly string[]): readonly string[] {
  const found = new Set<string>()
  const database = new DatabaseSync(file, { readOnly: true })
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all()
  for (const { name } of tables) {
    for (const row of database.prepare(`SELECT * FROM "${String(name)}"`).all()) {
      const text = Object.values(row)
        .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
        .join('\n')
        .toLowerCase()
      for (const value of values) if (text.includes(value.toLowerCase())) found.add(`${String(name)}: ${value}`)
    }
  }
  database.close()
  for (const suffix of ['', '-wal']) {
    if (!existsSync(file + suffix)) continue
    const bytes = readFileSync(file + suffix)
      .toString('latin1')
      .toLowerCase()
    for (const value of values) if (bytes.includes(value.toLowerCase())) found.add(`bytes${suffix}: ${value}`)
  }
  return [...found].sort()
}
