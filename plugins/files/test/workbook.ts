import { type ZipPart, zipOf } from './zip.ts'

export interface WorkbookParts {
  /** What stands within `sheetData`. */
  readonly rows: string | Buffer
  /** What stands within `sst`. */
  readonly texts?: string
  /** What stands within `styleSheet`. */
  readonly styles?: string
  /** In place of the sheet as a whole. */
  readonly sheet?: string
  readonly more?: readonly ZipPart[]
  readonly claimedBytes?: number
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
const kind = (name: string) => `http://schemas.openxmlformats.org/officeDocument/2006/relationships/${name}`
const target = (id: string, name: string, to: string) =>
  `<Relationship Id="${id}" Type="${kind(name)}" Target="${to}"/>`

/** A workbook of one sheet, written part by part: for what no library would write. */
export function workbookOf({ rows, texts, styles, sheet, more = [], claimedBytes }: WorkbookParts): Buffer {
  const data = Buffer.concat([
    Buffer.from(`${head}<worksheet ${main}><sheetData>`),
    Buffer.from(rows),
    Buffer.from('</sheetData></worksheet>'),
  ])
  return zipOf([
    {
      name: '_rels/.rels',
      content: `<Relationships ${relations}>${target('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${head}<workbook ${main} xmlns:r="${kind('').slice(0, -1)}"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships ${relations}>${target('r1', 'worksheet', '/xl/worksheets/one.xml')}${texts === undefined ? '' : target('r2', 'sharedStrings', 'sharedStrings.xml')}${styles === undefined ? '' : target('r3', 'styles', 'styles.xml')}</Relationships>`,
    },
    ...(texts === undefined ? [] : [{ name: 'xl/sharedStrings.xml', content: `${head}<sst ${main}>${texts}</sst>` }]),
    ...(styles === undefined
      ? []
      : [{ name: 'xl/styles.xml', content: `${head}<styleSheet ${main}>${styles}</styleSheet>` }]),
    { name: 'xl/worksheets/one.xml', content: sheet ?? data, ...(claimedBytes !== undefined && { claimedBytes }) },
    ...more,
  ])
}

/** A text as XML. */
export const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\r', '&#13;')
