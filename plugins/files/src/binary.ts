import { open } from 'node:fs/promises'
import type { FileConfig } from './config.ts'
import type { FoundFile } from './locate.ts'
import { damaged, protectedFile, unknownFormat } from './refusals.ts'

const PARQUET = 'PAR1'
const PARQUET_ENCRYPTED = 'PARE'
const ZIP = 'PK\x03\x04'
/** A ZIP archive of nothing. */
const ZIP_EMPTY = 'PK\x05\x06'
/** What Excel 97 wrote, and what an encrypted workbook of any age is wrapped in. */
const COMPOUND = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
const EXCEL = 'Excel workbook (.xlsx) or CSV'

/**
 * Which of the formats that are no text a file has: by what it begins with, or what is asked for; nothing for text.
 * @throws RapportError `FILE_FORMAT_UNKNOWN`, `FILE_PROTECTED`, `FILE_DAMAGED`
 */
export async function binaryFormat(
  { path, name }: FoundFile,
  wanted: FileConfig['format'],
): Promise<'xlsx' | 'parquet' | undefined> {
  if (wanted !== 'auto' && wanted !== 'xlsx' && wanted !== 'parquet') return undefined
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const textAt = async (at: number, length: number): Promise<string> => {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)))
      await file.read(bytes, 0, bytes.length, at)
      return bytes.toString('latin1')
    }
    const head = await textAt(0, 512)
    const extension = /\.(xls[xmb]?|xlt[xm]|ods|parquet)$/i.exec(name)?.[1]?.toLowerCase()
    if (head.startsWith(COMPOUND)) throw await compoundRefusal(path, head, textAt)
    if (head.startsWith(PARQUET) || head.startsWith(PARQUET_ENCRYPTED)) {
      // A CSV file may begin so, with a column's name.
      const tail = await textAt(size - 4, 4)
      if (tail === PARQUET_ENCRYPTED) throw protectedFile(path)
      if (tail === PARQUET || extension === 'parquet' || wanted === 'parquet') return 'parquet'
    }
    if (wanted === 'parquet' || (wanted === 'auto' && extension === 'parquet'))
      throw damaged(path, 'it does not begin like a Parquet file')
    if (head.startsWith(ZIP) || head.startsWith(ZIP_EMPTY)) return 'xlsx'
    if (wanted === 'xlsx') throw damaged(path, 'it does not begin like an Excel workbook')
    if (extension === undefined) return undefined
    if (/^[\s\ufeff\xef\xbb\xbf]*<(?:!doctype|html|table|\?xml|\w+:?workbook)/i.test(head))
      throw unknownFormat(path, 'a web page or XML that is called like a workbook', EXCEL)
    // Programs write tables of text and call them .xls, as Excel opens them: what is in them can be read.
    if (extension === 'xls') return undefined
    throw damaged(path, 'it is called like an Excel workbook and does not begin like one')
  } finally {
    await file.close()
  }
}

/** @throws RapportError `FILE_FORMAT_UNKNOWN` when what was zipped is no text */
export function refuseZipped({ path }: FoundFile, text: string): void {
  if (text.startsWith(PARQUET) || text.startsWith(ZIP))
    throw unknownFormat(path, 'a workbook or Parquet file inside of gzip', 'the file in it, unpacked')
}

/** The first sector of a compound file's directory tells an old workbook from one that is encrypted. */
async function compoundRefusal(
  path: string,
  head: string,
  textAt: (at: number, length: number) => Promise<string>,
): Promise<Error> {
  const header = Buffer.from(head.padEnd(512, '\0'), 'latin1')
  const sectorBytes = header.readUInt16LE(30) === 12 ? 4096 : 512
  const directory = await textAt((header.readUInt32LE(48) + 1) * sectorBytes, 4096)
  const encrypted = Buffer.from('EncryptedPackage', 'utf16le').toString('latin1')
  return directory.includes(encrypted)
    ? protectedFile(path)
    : unknownFormat(path, 'a workbook of Excel 97 to 2003 (.xls)', EXCEL)
}
