import { RapportError } from '@rapport/core'
import { unknownFormat } from '../refusals.ts'
import { type NumberFormat, numberFormat, plainNumber } from './number-format.ts'
import type { Package, Relationship } from './package.ts'
import { SharedTexts } from './shared-texts.ts'
import { TextRun } from './text-run.ts'

/** What is needed to read one sheet of a workbook. */
export interface Workbook {
  /** The part that holds the sheet's cells. */
  readonly sheetPart: string
  readonly is1904: boolean
  /** By a cell's style. */
  readonly formats: readonly NumberFormat[]
  readonly texts: SharedTexts
}

interface Sheet {
  readonly name: string
  readonly isVisible: boolean
  readonly part: string
}

/**
 * Finds a sheet, and reads what its cells refer to.
 * @param wanted name or number from 1 of the sheet; without it the first that is not hidden
 * @throws RapportError `FILE_FORMAT_UNKNOWN`, `CONFIG_INVALID`, `FILE_DAMAGED`, `FILE_TOO_LARGE`
 */
export async function readWorkbook(parts: Package, wanted: string | number | undefined): Promise<Workbook> {
  const root = await parts.relationships('')
  const workbookPart = root.find(({ kind }) => kind === 'officeDocument')?.target ?? 'xl/workbook.xml'
  if (parts.has('xl/workbook.bin'))
    throw unknownFormat(parts.path, 'a binary Excel workbook (.xlsb)', 'Excel workbook (.xlsx)')
  if (parts.has('content.xml') && parts.has('mimetype'))
    throw unknownFormat(parts.path, 'an OpenDocument file', 'Excel workbook (.xlsx) or CSV')
  if (!parts.has(workbookPart) || parts.hasFolder('word') || parts.hasFolder('ppt'))
    throw unknownFormat(parts.path, 'a ZIP archive and no Excel workbook', 'the files in it, unpacked, or as .xlsx')
  const related = await parts.relationships(workbookPart)
  const { sheets, is1904 } = await readSheets(parts, workbookPart, related)
  const partOf = (kind: string): string | undefined => related.find((one) => one.kind === kind)?.target
  return {
    sheetPart: pick(sheets, wanted).part,
    is1904,
    formats: await readFormats(parts, partOf('styles')),
    texts: await readTexts(parts, partOf('sharedStrings')),
  }
}

async function readSheets(
  parts: Package,
  workbookPart: string,
  related: readonly Relationship[],
): Promise<{ readonly sheets: readonly Sheet[]; readonly is1904: boolean }> {
  const sheets: Sheet[] = []
  let is1904 = false
  await parts.read(workbookPart, {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = isTrue(attributes.date1904)
      if (name !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
      const target = related.find((one) => one.id === id)
      // Charts and macros have sheets too, without cells.
      if (target?.kind !== 'worksheet') return
      const isVisible = (attributes.state ?? 'visible') === 'visible'
      sheets.push({ name: attributes.name ?? '', isVisible, part: target.target })
    },
  })
  return { sheets, is1904 }
}

/** Sheets' names stay out of messages: some name a customer. */
function pick(sheets: readonly Sheet[], wanted: string | number | undefined): Sheet {
  const plain = (name: string): string => name.trim().toLowerCase()
  const sheet =
    wanted === undefined
      ? (sheets.find(({ isVisible }) => isVisible) ?? sheets[0])
      : typeof wanted === 'number'
        ? sheets[wanted - 1]
        : (sheets.find(({ name }) => name === wanted) ?? sheets.find(({ name }) => plain(name) === plain(wanted)))
  if (sheet !== undefined) return sheet
  throw new RapportError('CONFIG_INVALID', {
    name: 'files',
    problem: `the workbook has ${sheets.length} sheets, and not the one that is asked for`,
    path: 'files.sheet',
  })
}

async function readFormats(parts: Package, part: string | undefined): Promise<readonly NumberFormat[]> {
  if (part === undefined) return []
  const codes = new Map<number, string>()
  const formats: NumberFormat[] = []
  let isCellStyles = false
  await parts.read(part, {
    open(name, { numFmtId, formatCode }) {
      if (name === 'cellXfs') isCellStyles = true
      else if (name === 'numFmt') codes.set(Number(numFmtId), formatCode ?? '')
      else if (name === 'xf' && isCellStyles) {
        const id = Number(numFmtId ?? 0)
        formats.push(id === 0 ? plainNumber : numberFormat(id, codes.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') isCellStyles = false
    },
  })
  return formats
}

async function readTexts(parts: Package, part: string | undefined): Promise<SharedTexts> {
  const texts = new SharedTexts(parts.path)
  if (part === undefined) return texts
  const run = new TextRun()
  const pieces = parts.stream(part, {
    open: (name) => run.open(name),
    text: (text) => run.text(text),
    close(name) {
      run.close(name)
      if (name === 'si') texts.add(run.take())
    },
  })
  for await (const _ of pieces);
  return texts
}

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true'
