import { columnNames } from '../columns.ts'
import type { FileConfig } from '../config.ts'
import { isSliceFull, type Slice, sizeOf, unreadRow } from '../slice.ts'
import { Package } from './package.ts'
import { type SheetRow, sheetRows } from './sheet.ts'
import { readWorkbook } from './workbook.ts'

/**
 * Rows of one sheet of an Excel workbook. Only the texts that cells share are in memory, and some rows; the sheet is
 * read from its start, and the first `row` rows of its table are passed over.
 * @throws RapportError `FILE_DAMAGED`, `FILE_PROTECTED`, `FILE_TOO_LARGE`, `FILE_FORMAT_UNKNOWN`, `CONFIG_INVALID`
 */
export async function* readExcel(
  path: string,
  { sheet, firstRow = 1, header }: Pick<FileConfig, 'sheet' | 'firstRow' | 'header'>,
  row: number,
): AsyncGenerator<Slice> {
  await using parts = await Package.open(path)
  const workbook = await readWorkbook(parts, sheet)
  let columns = header === true ? undefined : new Columns(header === false ? [] : header)
  let count = 0
  let rows: object[] = []
  let bytes = 0
  let errors = 0
  let uncalculated = 0
  for await (const found of sheetRows(parts, workbook)) {
    for (const one of found) {
      if (one.number < firstRow) continue
      if (columns === undefined) {
        columns = new Columns(headerOf(one))
        continue
      }
      count += 1
      if (count <= row) continue
      const read = columns.rowOf(one, count)
      errors += one.errors
      uncalculated += one.uncalculated
      rows.push(read)
      bytes += sizeOf(read)
      if (isSliceFull(rows.length, bytes)) {
        yield { rows, offset: count, errors, uncalculated }
        rows = []
        bytes = errors = uncalculated = 0
      }
    }
  }
  if (rows.length > 0) yield { rows, offset: count, errors, uncalculated }
}

function headerOf({ cells }: SheetRow): readonly string[] {
  const names: string[] = Array.from({ length: Math.max(0, ...cells.keys()) + 1 }, () => '')
  for (const [column, value] of cells) names[column] = String(value)
  return names
}

/** Columns by their place. One that the header does not name is called `column_3`, in rows where it holds something. */
class Columns {
  readonly #names: string[]
  /** Every named column, empty. */
  readonly #template: Readonly<Record<string, null>>

  constructor(header: readonly string[]) {
    this.#names = [...columnNames(header)]
    const named = this.#names.filter((_, at) => header[at]?.trim() !== '')
    this.#template = Object.fromEntries(named.map((name) => [name, null]))
  }

  rowOf({ cells, isTooLong }: SheetRow, count: number): object {
    if (isTooLong) return unreadRow(count, 'is over 1 MB', '')
    const row: Record<string, unknown> = { ...this.#template }
    for (const [column, value] of cells) row[this.#names[column] ?? this.#nameOf(column)] = value
    return row
  }

  #nameOf(column: number): string {
    for (let at = this.#names.length; at <= column; at += 1) {
      let name = `column_${at + 1}`
      while (this.#names.includes(name)) name += '_'
      this.#names.push(name)
    }
    return this.#names[column] as string
  }
}
