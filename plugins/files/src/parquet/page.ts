import type { PageHeader } from 'hyparquet'
import { decompressPage } from 'hyparquet/src/datapage.js'

/** How a column's pages are to be read. */
export interface PageLayout {
  readonly codec: Parameters<typeof decompressPage>[2]
  readonly compressors: Parameters<typeof decompressPage>[3]
  readonly isBoolean: boolean
  readonly maxDefinition: number
  readonly maxRepetition: number
}

/** Writers round up: a run of eights, or of a whole block. */
const SLACK = 1024

/**
 * Unpacks a page, and looks over the runs of its levels and dictionary indexes before anybody believes them: a run says
 * in five bytes that it is two billion values long, and the decoder would write as many.
 * @returns the page as if it had never been compressed
 * @throws RangeError, and what unpacking throws
 */
export function unpackPage(
  header: PageHeader,
  packed: Uint8Array<ArrayBuffer>,
  layout: PageLayout,
): { readonly header: PageHeader; readonly bytes: Uint8Array } {
  const newer = header.data_page_header_v2
  if (newer === undefined) {
    const bytes = unpack(packed, header.uncompressed_page_size, layout)
    if (header.data_page_header !== undefined) checkPage(bytes, header.data_page_header, layout)
    return { header: { ...header, compressed_page_size: bytes.length }, bytes }
  }
  // The levels of the newer kind lie before what is compressed, without their lengths.
  const levels = newer.repetition_levels_byte_length + newer.definition_levels_byte_length
  if (!(levels >= 0 && newer.repetition_levels_byte_length >= 0 && levels <= packed.length))
    throw new RangeError('levels')
  const { num_values: values, repetition_levels_byte_length: split } = newer
  if (layout.maxRepetition > 0) checkRuns(packed, 0, split, widthOf(layout.maxRepetition), values)
  if (layout.maxDefinition > 0) checkRuns(packed, split, levels, widthOf(layout.maxDefinition), values)
  const body = packed.subarray(levels)
  const isPacked = newer.is_compressed !== false && layout.codec !== 'UNCOMPRESSED'
  const unpacked = isPacked ? unpack(body, header.uncompressed_page_size - levels, layout) : body
  checkValues(unpacked, 0, newer.encoding, values, layout)
  return {
    header: {
      ...header,
      compressed_page_size: levels + unpacked.length,
      uncompressed_page_size: levels + unpacked.length,
      data_page_header_v2: { ...newer, is_compressed: false },
    },
    bytes: isPacked ? Buffer.concat([packed.subarray(0, levels), unpacked]) : packed,
  }
}

/** Nothing is also packed in ways that not all of the libraries take back: a page of nulls alone. */
function unpack(bytes: Uint8Array<ArrayBuffer>, length: number, { codec, compressors }: PageLayout): Uint8Array {
  return length === 0 ? new Uint8Array(0) : decompressPage(bytes, length, codec, compressors)
}

function checkPage(bytes: Uint8Array, page: NonNullable<PageHeader['data_page_header']>, layout: PageLayout): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  for (const level of [layout.maxRepetition, layout.maxDefinition]) {
    if (level === 0) continue
    const end = at + 4 + view.getUint32(at, true)
    checkRuns(bytes, at + 4, end, widthOf(level), page.num_values)
    at = end
  }
  checkValues(bytes, at, page.encoding, page.num_values, layout)
}

function checkValues(bytes: Uint8Array, at: number, encoding: string, values: number, { isBoolean }: PageLayout): void {
  if (encoding.endsWith('_DICTIONARY')) checkRuns(bytes, at + 1, bytes.length, bytes[at] ?? 0, values)
  else if (encoding === 'RLE' && isBoolean) checkRuns(bytes, at + 4, bytes.length, 1, values)
}

/** Walks the runs of the hybrid of run lengths and packed bits, as far as they are. */
function checkRuns(bytes: Uint8Array, from: number, to: number, width: number, values: number): void {
  let at = from
  const end = Math.min(to, bytes.length)
  for (let seen = 0; seen < values && at < end; ) {
    let header = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0
      header += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) break
      if (shift >= 28) throw new RangeError('a run has no length')
    }
    const isPacked = header % 2 === 1
    const count = isPacked ? ((header - 1) / 2) * 8 : header / 2
    if (count > values + SLACK) throw new RangeError('a run is longer than its page')
    at += isPacked ? (count / 8) * width : Math.ceil(width / 8)
    seen += count
  }
}

/** Bits that levels up to so many take. */
const widthOf = (level: number): number => 32 - Math.clz32(level)
