import { damaged } from '../refusals.ts'
import { MAX_ROW_BYTES } from '../slice.ts'
import { plainNumber } from './number-format.ts'
import type { Package } from './package.ts'
import { valueOfNumber } from './serial.ts'
import { TextRun, unescaped } from './text-run.ts'
import type { Workbook } from './workbook.ts'

/** A row of a sheet: its number from 1, and what its cells hold; cells that hold nothing are not there. */
export interface SheetRow {
  readonly number: number
  /** By column, from 0. */
  readonly cells: ReadonlyMap<number, unknown>
  /** Cells that hold an error (`#N/A`), and formulas that were never calculated: both read as nothing. */
  readonly errors: number
  readonly uncalculated: number
  /** Its texts are over 1 MB; what is there is its beginning. */
  readonly isTooLong: boolean
}

/** Excel has columns up to XFD. */
const MAX_COLUMNS = 16_384

/** The rows of a sheet that hold anything, some at a time. @throws RapportError `FILE_DAMAGED`, `FILE_TOO_LARGE` */
export async function* sheetRows(parts: Package, workbook: Workbook): AsyncGenerator<readonly SheetRow[]> {
  const reader = new SheetReader(parts.path, workbook)
  for await (const _ of parts.stream(workbook.sheetPart, reader)) {
    const rows = reader.take()
    if (rows.length > 0) yield rows
  }
}

class SheetReader {
  readonly #path: string
  readonly #workbook: Workbook
  #rows: SheetRow[] = []
  #isInData = false
  /** What follows the cells (merged ranges, validations, drawings) says nothing about them that is read. */
  #isDone = false
  #number = 0
  #cells = new Map<number, unknown>()
  #size = 0
  #errors = 0
  #uncalculated = 0
  // Of the cell at hand:
  #column = -1
  #type = 'n'
  #style = 0
  #hasFormula = false
  #isInValue = false
  #value = ''
  readonly #run = new TextRun()

  constructor(path: string, workbook: Workbook) {
    this.#path = path
    this.#workbook = workbook
  }

  /** The rows that were finished since. */
  take(): readonly SheetRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (!this.#isInData) {
      this.#isInData = name === 'sheetData' && !this.#isDone
      return
    }
    if (name === 'c') {
      const place = attributes.r
      this.#column = place === undefined ? this.#column + 1 : columnOf(place)
      if (!(this.#column >= 0 && this.#column < MAX_COLUMNS)) throw damaged(this.#path, 'a cell has no such place')
      this.#type = attributes.t ?? 'n'
      this.#style = Number(attributes.s ?? 0)
      this.#hasFormula = false
      this.#value = ''
    } else if (name === 'v') this.#isInValue = true
    else if (name === 'f') this.#hasFormula = true
    else if (name === 'row') {
      this.#number = attributes.r === undefined ? this.#number + 1 : Number(attributes.r)
      this.#column = -1
    } else this.#run.open(name)
  }

  text(text: string): void {
    if (this.#isInValue) this.#value += text
    else if (this.#isInData) this.#run.text(text)
  }

  close(name: string): void {
    if (!this.#isInData) return
    if (name === 'v') this.#isInValue = false
    else if (name === 'c') this.#closeCell()
    else if (name === 'row') this.#closeRow()
    else if (name === 'sheetData') {
      this.#isInData = false
      this.#isDone = true
    } else this.#run.close(name)
  }

  #closeCell(): void {
    const inline = this.#run.take()
    // Of a row that is too long only its beginning is kept.
    if (this.#size > MAX_ROW_BYTES) return
    const value = this.#type === 'inlineStr' ? inline : this.#valueOf(this.#value)
    if (value === null) return
    this.#cells.set(this.#column, value)
    this.#size += typeof value === 'string' ? value.length : 8
  }

  #valueOf(written: string): unknown {
    if (this.#type === 'e') {
      this.#errors += 1
      return null
    }
    if (this.#type === 'str') return unescaped(written)
    if (written === '') {
      if (this.#hasFormula) this.#uncalculated += 1
      return null
    }
    if (this.#type === 's') {
      const text = this.#workbook.texts.get(Number(written))
      if (text === undefined) throw damaged(this.#path, 'a cell refers to a text that is not there')
      return text
    }
    const format = this.#workbook.formats[this.#style] ?? plainNumber
    if (this.#type === 'b') return written === '1' || written === 'true'
    // A date as ISO text, midnight included where only the day is meant.
    if (this.#type === 'd')
      return format.kind === 'date' && !format.hasTime ? written.replace(/T00:00:00(\.0+)?Z?$/, '') : written
    const value = Number(written)
    return Number.isNaN(value) ? written : valueOfNumber(value, format, this.#workbook.is1904)
  }

  #closeRow(): void {
    if (this.#cells.size > 0 || this.#errors > 0 || this.#uncalculated > 0)
      this.#rows.push({
        number: this.#number,
        cells: this.#cells,
        errors: this.#errors,
        uncalculated: this.#uncalculated,
        isTooLong: this.#size > MAX_ROW_BYTES,
      })
    this.#cells = new Map()
    this.#size = 0
    this.#errors = 0
    this.#uncalculated = 0
  }
}

/** `AB12` is column 27. -1 for what is no place. */
function columnOf(place: string): number {
  let column = 0
  for (let at = 0; at < place.length; at += 1) {
    const letter = place.charCodeAt(at) & ~0x20
    if (letter < 0x41 || letter > 0x5a) break
    column = column * 26 + letter - 0x40
    if (column > MAX_COLUMNS) return -1
  }
  return column - 1
}
