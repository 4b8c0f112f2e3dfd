import { type FileHandle, open } from 'node:fs/promises'
import { RapportError } from '@rapport/core'
import type { SchemaTree } from 'hyparquet'
import { assembleNested } from 'hyparquet/src/assemble.js'
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import { columnNames } from '../columns.ts'
import { damaged } from '../refusals.ts'
import { isSliceFull, MAX_ROW_BYTES, type Slice, sizeOf, unreadRow } from '../slice.ts'
import { ColumnReader } from './column.ts'
import { type Footer, type RowGroup, readFooter } from './footer.ts'
import { type BytesAs, jsonOf } from './values.ts'

/** Rows that are put together at once. */
const ROWS_AT_ONCE = 1000

/**
 * Rows of a Parquet file from a row on. Row groups before it are not read, and pages only where they must be; of each
 * column one page is in memory.
 * @param row how many rows come before
 * @throws RapportError `FILE_DAMAGED`, `FILE_PROTECTED`, `FILE_TOO_LARGE`, `FILE_FORMAT_UNKNOWN`
 */
export async function* readParquet(path: string, bytesAs: BytesAs, row: number): AsyncGenerator<Slice> {
  const file = await open(path)
  try {
    const footer = await readFooter(file, path)
    const names = columnNames(footer.schema.children.map(({ element }) => element.name))
    let count = row
    let rows: object[] = []
    let bytes = 0
    for await (const values of rowsOf(file, path, footer, bytesAs, row)) {
      count += 1
      const size = sizeOf(values)
      rows.push(size > MAX_ROW_BYTES ? unreadRow(count, 'is over 1 MB', '') : objectOf(names, values))
      bytes += size
      if (isSliceFull(rows.length, bytes)) {
        yield { rows, offset: count }
        rows = []
        bytes = 0
      }
    }
    if (rows.length > 0) yield { rows, offset: count }
  } finally {
    await file.close()
  }
}

const objectOf = (names: readonly string[], values: readonly unknown[]): object =>
  Object.fromEntries(names.map((name, at) => [name, values[at]]))

/** Each row's values, in the order of the columns. */
async function* rowsOf(
  file: FileHandle,
  path: string,
  { schema, groups }: Footer,
  bytesAs: BytesAs,
  from: number,
): AsyncGenerator<readonly unknown[]> {
  let before = 0
  for (const [index, group] of groups.entries()) {
    const start = Math.max(0, from - before)
    before += group.rows
    if (start >= group.rows) continue
    const columns = columnsOf(file, path, schema, group, bytesAs, start)
    for (let at = start; at < group.rows; ) {
      for (const { leaves } of columns) for (const leaf of leaves) if (leaf.available === 0) await leaf.fill()
      const ready = Math.min(...columns.flatMap(({ leaves }) => leaves.map((leaf) => leaf.available)))
      const count = Math.min(ready, ROWS_AT_ONCE, group.rows - at)
      const values = columns.map((column) => {
        try {
          return takeColumn(column, count)
        } catch (cause) {
          if (RapportError.is(cause)) throw cause
          throw damaged(
            path,
            `column ${column.node.element.name} of row group ${index + 1} does not fit together`,
            cause,
          )
        }
      })
      for (let offset = 0; offset < count; offset += 1) yield values.map((column) => column[offset])
      at += count
    }
  }
}

interface Column {
  readonly node: SchemaTree
  /** As many as it has leaves; one for a column that is nothing but values. */
  readonly leaves: readonly ColumnReader[]
  readonly leafNames: readonly string[]
}

function columnsOf(
  file: FileHandle,
  path: string,
  schema: SchemaTree,
  { rows, chunks }: RowGroup,
  bytesAs: BytesAs,
  from: number,
): readonly Column[] {
  return schema.children.map((node) => {
    const own = chunks.filter(({ schemaPath }) => schemaPath[1] === node)
    return {
      node,
      leaves: own.map((chunk) => new ColumnReader(file, path, chunk, { of: rows, from }, bytesAs)),
      leafNames: own.map(({ meta }) => meta.path_in_schema.join('.')),
    }
  })
}

/** The next values of a column; of a struct, list or map put together from its leaves. */
function takeColumn({ node, leaves, leafNames }: Column, count: number): readonly unknown[] {
  const [only] = leaves
  if (node.children.length === 0) return only?.take(count) ?? []
  const parts = new Map(leaves.map((leaf, at) => [leafNames[at] as string, leaf.take(count)]))
  assembleNested(parts, node, DEFAULT_PARSERS)
  return (parts.get(node.path.join('.')) ?? []).map(jsonOf)
}
