import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openWorld } from '@rapport/demo'

/** A row as its system exported it. */
export type RawRow = Readonly<Record<string, unknown>>

/** One version of a row of a world's files, with whose it is. */
export interface SourceRow {
  /** `crm/contacts` */
  readonly stream: string
  readonly key: string
  readonly row: RawRow
  /** What a citation names of the row beyond its key: `companion/0`. */
  readonly part?: string
}

/** A world's files as they were written, by `stream/key`; knows nothing of mappings, records or facts. */
export interface SourceRows {
  /** All versions of a row that something cites by `stream/key`, where what follows the key names a part of it; none when there is no such row. */
  cited(stream: string, key: string): readonly SourceRow[]
  /** Rows that bear one of these keys, whatever their stream: what a row refers to. */
  bearing(keys: Iterable<string>): readonly SourceRow[]
  /** The newest version of each row of a stream. */
  newest(stream: string): readonly SourceRow[]
}

/** Streams whose rows come in versions, and the column that tells the newer one. */
const versions = ['LastModifiedDate', 'updatedAt', 'updated_at', 'UPDATED', 'LAST_CHANGED', 'timestamp'] as const
/** A key with fewer characters is a word that anything may hold. */
const SHORTEST_KEY = 2

/** Reads every file of a world that was written to a folder of so many people. */
export function readSourceRows(name: string, people: number, directory: string): SourceRows {
  const byKey = new Map<string, SourceRow[]>()
  const byBareKey = new Map<string, SourceRow[]>()
  const byStream = new Map<string, Map<string, SourceRow>>()
  for (const { system, stream, file, format, columns, delimiter, key: column } of openWorld(name, { people }).streams) {
    const text = readFileSync(join(directory, file), 'utf8').replace(/^\uFEFF/, '')
    const rows = format === 'csv' ? csvRows(text, columns, delimiter ?? ',') : jsonRows(text)
    const add = (of: string, key: string, row: RawRow) => {
      const source = { stream: of, key, row }
      append(byKey, `${of}/${key}`, source)
      append(byBareKey, key, source)
      const known = byStream.get(of) ?? new Map<string, SourceRow>()
      byStream.set(of, known)
      const before = known.get(key)
      if (!before || versionOf(row) >= versionOf(before.row)) known.set(key, source)
    }
    for (const row of rows) {
      if (system !== 'web') add(`${system}/${stream}`, String(row[column] ?? ''), row)
      else {
        // Connected as `website`: what was sent is an event; who signed in is a user, who left an address a lead.
        add('website/events', String(row.messageId), row)
        if (row.type === 'identify' && typeof row.userId === 'string') add('website/users', row.userId, row)
        const email = (row.traits as { readonly email?: string } | undefined)?.email
        if (row.type === 'identify' && email !== undefined) add('website/leads', email.toLowerCase(), row)
      }
    }
  }
  return {
    cited(stream, key) {
      for (let part = key; ; part = part.slice(0, part.lastIndexOf('/'))) {
        const found = byKey.get(`${stream}/${part}`)
        if (found) return part === key ? found : found.map((one) => ({ ...one, part: key.slice(part.length + 1) }))
        if (!part.includes('/')) return []
      }
    },
    bearing: (keys) => [...keys].flatMap((key) => (key.length < SHORTEST_KEY ? [] : (byBareKey.get(key) ?? []))),
    newest: (stream) => [...(byStream.get(stream)?.values() ?? [])],
  }
}

function append(map: Map<string, SourceRow[]>, key: string, row: SourceRow): void {
  const there = map.get(key)
  if (there) there.push(row)
  else map.set(key, [row])
}

/** Comparable within a stream. */
function versionOf(row: RawRow): string {
  for (const column of versions) if (typeof row[column] === 'string') return row[column]
  return ''
}

const jsonRows = (text: string): readonly RawRow[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RawRow)

/** Quoted fields may hold the delimiter, quotation marks in twos, and line ends. */
function csvRows(text: string, columns: readonly string[], delimiter: string): readonly RawRow[] {
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string
    if (isQuoted) {
      if (character !== '"') field += character
      else if (text[at + 1] === '"') field += text[++at]
      else isQuoted = false
    } else if (character === '"') isQuoted = true
    else if (character === delimiter || character === '\n') {
      row.push(field.replace(/\r$/, ''))
      field = ''
      if (character === '\n') {
        rows.push(row)
        row = []
      }
    } else field += character
  }
  if (row.length > 0 || field !== '') rows.push([...row, field])
  return rows.slice(1).map((fields) => Object.fromEntries(columns.map((column, at) => [column, fields[at] ?? ''])))
}
