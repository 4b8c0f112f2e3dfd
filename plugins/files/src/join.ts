import { createHash } from 'node:crypto'
import { RapportError, rowProblem } from '@rapport/core'
import { cellGetter } from './cell.ts'
import type { FileConfig } from './config.ts'
import { detectDialect } from './dialect.ts'
import { type FoundFile, findFiles } from './locate.ts'
import { slicesOf } from './slices.ts'

type JoinConfig = NonNullable<FileConfig['join']>[number]

/** What another file says of each key, in memory: so many keys at most. */
const MAX_KEYS = 1_000_000
const NOTHING: ReadonlyMap<string, readonly string[]> = new Map()

/** The other files that rows of a stream are completed from. */
export interface Joins {
  /** Changes whenever one of the other files does; `''` when there are none. */
  readonly fingerprint: string
  /** Completes rows in place; `count` rows came before them. */
  readonly complete: (rows: readonly object[], count: number) => Promise<void>
}

/**
 * Finds the files that a stream's rows are completed from; they are read when the first row asks.
 * @throws RapportError `FILE_NOT_FOUND`; `complete` also `FILE_UNREADABLE`, `CONFIG_INVALID`
 */
export async function findJoins(directory: string, options: FileConfig): Promise<Joins> {
  const { join = [] } = options
  if (join.length === 0) return { fingerprint: '', complete: async () => {} }
  const sides = await Promise.all(
    join.map(async (one) => {
      const files = await findFiles(directory, one.path)
      if (files.length === 0) throw new RapportError('FILE_NOT_FOUND', { path: one.path })
      return { join: one, files, here: cellGetter(one.on), index: NOTHING }
    }),
  )
  const prints = sides.flatMap(({ files }) => files.map(({ fingerprint }) => fingerprint))
  let isRead = false
  return {
    fingerprint: createHash('sha256').update(prints.join(' ')).digest('base64url').slice(0, 22),
    async complete(rows, count) {
      if (!isRead) {
        for (const side of sides) side.index = await indexOf(side.files, side.join, options)
        isRead = true
      }
      for (const { join: one, here, index } of sides)
        rows.forEach((row, at) => {
          addTo(row, one, index.get(here(row)), count + at + 1)
        })
    },
  }
}

/** The wanted columns by key. Rows of one key that disagree on a column say nothing there. */
async function indexOf(
  files: readonly FoundFile[],
  { key, on, columns, path }: JoinConfig,
  options: FileConfig,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const there = cellGetter(key ?? on)
  const gets = columns.map(cellGetter)
  const index = new Map<string, string[]>()
  const written = {
    ...options,
    ...({ format: 'auto', encoding: 'auto', delimiter: 'auto', header: true } as const),
    ...{ sheet: undefined, firstRow: undefined },
  }
  for (const file of files) {
    for await (const { rows } of slicesOf(file, await detectDialect(file, written), written, undefined, 0)) {
      for (const row of rows) {
        const value = there(row)
        if (value === '') continue
        const known = index.get(value)
        if (known === undefined) {
          if (index.size === MAX_KEYS)
            throw new RapportError('FILE_UNREADABLE', {
              file: path,
              problem: `it has over ${MAX_KEYS} keys to join by`,
            })
          index.set(
            value,
            gets.map((get) => get(row)),
          )
        } else {
          for (let at = 0; at < gets.length; at += 1) if (known[at] !== gets[at]?.(row)) known[at] = ''
        }
      }
    }
  }
  return index
}

function addTo(
  row: object,
  { as, columns, path, on, unmatched }: JoinConfig,
  found: readonly string[] | undefined,
  count: number,
) {
  if (Object.hasOwn(row, as))
    throw new RapportError('CONFIG_INVALID', {
      name: 'files',
      problem: `the rows have a column ${as} already`,
      path: 'files.join.as',
    })
  const target = row as Record<string, unknown> & { [rowProblem]?: unknown }
  if (found !== undefined) {
    target[as] = Object.fromEntries(columns.map((column, at) => [column, found[at] ?? '']))
    return
  }
  if (unmatched === 'reject') target[rowProblem] ??= `row ${count}: no row of ${path} has its ${on}`
}
