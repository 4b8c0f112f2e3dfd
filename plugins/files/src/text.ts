import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { RapportError } from '@rapport/core'
import { detect } from 'chardet'
import iconv from 'iconv-lite'
import { isBomb, MAX_EXPANSION } from './bomb.ts'

/** How a file's bytes are text. */
export interface TextFormat {
  readonly isGzip: boolean
  readonly encoding: string
  /** Bytes of the byte order mark, which are no text. */
  readonly markBytes: number
}

const SAMPLE_BYTES = 256 * 1024

/** @throws RapportError `FILE_UNREADABLE` at a zip bomb */
async function* bytesOf(path: string, isGzip: boolean, start: number): AsyncGenerator<Buffer> {
  const source = createReadStream(path, { start, highWaterMark: SAMPLE_BYTES })
  if (!isGzip) {
    yield* source as AsyncIterable<Buffer>
    return
  }
  // The callback is pipeline's; what goes wrong destroys the stream that is read, whose reader then sees it.
  const unzipped = pipeline(source, createGunzip({ chunkSize: SAMPLE_BYTES }), () => {})
  let bytes = 0
  for await (const chunk of unzipped as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (isBomb(bytes, unzipped.bytesWritten))
      throw new RapportError('FILE_UNREADABLE', {
        file: basename(path),
        problem: `it unzips to over ${MAX_EXPANSION} times its size`,
      })
    yield chunk
  }
}

/**
 * Finds out whether a file is zipped and in which encoding it is: by its byte order mark; as UTF-8 when all of it is
 * valid UTF-8; else as what its first other bytes look like, windows-1252 for want of better.
 */
export async function detectText(path: string, encoding: string): Promise<TextFormat> {
  const isGzip = await hasMagic(path)
  if (encoding !== 'auto' && !iconv.encodingExists(encoding))
    throw new RapportError('CONFIG_INVALID', {
      name: 'files',
      problem: `there is no encoding ${encoding}`,
      path: 'files.encoding',
    })
  let rest = Buffer.alloc(0)
  let isFirst = true
  let format: TextFormat = { isGzip, encoding: encoding === 'auto' ? 'utf-8' : encoding, markBytes: 0 }
  for await (const chunk of bytesOf(path, isGzip, 0)) {
    const bytes = Buffer.concat([rest, chunk])
    if (isFirst) {
      isFirst = false
      const mark = markOf(bytes)
      if (mark !== undefined) return { isGzip, ...mark }
      const wide = encoding === 'auto' ? wideOf(bytes) : undefined
      if (wide !== undefined) return { isGzip, encoding: wide, markBytes: 0 }
    }
    if (encoding !== 'auto') break
    const whole = completeUtf8(bytes)
    if (!isUtf8(bytes.subarray(0, whole))) {
      format = { isGzip, encoding: legacyOf(bytes), markBytes: 0 }
      rest = Buffer.alloc(0)
      break
    }
    rest = bytes.subarray(whole)
  }
  // A character cut at the very end is no UTF-8 either.
  return rest.length > 0 && format.encoding === 'utf-8' && encoding === 'auto'
    ? { isGzip, encoding: legacyOf(rest), markBytes: 0 }
    : format
}

/** A file's text as UTF-8, from a place in that UTF-8 on. Only plain UTF-8 files can be entered in the middle; others are read up to there. */
export async function* readUtf8(path: string, format: TextFormat, offset: number): AsyncGenerator<Buffer> {
  const isPlain = /^utf-?8$/i.test(format.encoding)
  const start = format.markBytes
  if (isPlain && !format.isGzip) {
    yield* bytesOf(path, false, start + offset)
    return
  }
  const decoder = isPlain ? undefined : iconv.getDecoder(format.encoding, { stripBOM: false })
  let markLeft = start
  let skip = offset
  // Half of a character that the decoder cut in two: alone it would become a replacement character.
  let half = ''
  const toUtf8 = (decoded: string): Buffer => {
    const text = half + decoded
    half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? ''
    return Buffer.from(half === '' ? text : text.slice(0, -1), 'utf8')
  }
  const usable = (utf8: Buffer): Buffer => {
    const cut = Math.min(skip, utf8.length)
    skip -= cut
    return utf8.subarray(cut)
  }
  for await (const chunk of bytesOf(path, format.isGzip, 0)) {
    let bytes = chunk
    if (markLeft > 0) {
      const cut = Math.min(markLeft, bytes.length)
      markLeft -= cut
      bytes = bytes.subarray(cut)
    }
    const text = usable(decoder === undefined ? bytes : toUtf8(decoder.write(bytes)))
    if (text.length > 0) yield text
  }
  const last = half + (decoder?.end() ?? '')
  if (last !== '') {
    const text = usable(Buffer.from(last, 'utf8'))
    if (text.length > 0) yield text
  }
}

/** The beginning of a file's text, for a look at it. `isWhole`: there is no more. */
export async function sampleOf(
  path: string,
  format: TextFormat,
): Promise<{ readonly text: string; readonly isWhole: boolean }> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of readUtf8(path, format, 0)) {
    chunks.push(chunk)
    size += chunk.length
    if (size > SAMPLE_BYTES) {
      const bytes = Buffer.concat(chunks)
      return { text: bytes.subarray(0, completeUtf8(bytes)).toString('utf8'), isWhole: false }
    }
  }
  return { text: Buffer.concat(chunks).toString('utf8'), isWhole: true }
}

async function hasMagic(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 1 })) {
    const bytes = chunk as Buffer
    return bytes[0] === 0x1f && bytes[1] === 0x8b
  }
  return false
}

function markOf(bytes: Buffer): { readonly encoding: string; readonly markBytes: number } | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 }
  return undefined
}

/** UTF-16 without a mark: text of which every other byte is mostly zero. */
function wideOf(bytes: Buffer): string | undefined {
  const length = Math.min(bytes.length, 4096) & ~1
  if (length < 4) return undefined
  let even = 0
  let odd = 0
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even += 1
    if (bytes[at + 1] === 0) odd += 1
  }
  const half = length / 2
  if (odd > half * 0.4 && even < half * 0.1) return 'utf-16le'
  return even > half * 0.4 && odd < half * 0.1 ? 'utf-16be' : undefined
}

/** How many of the bytes are whole characters, should they be UTF-8: a chunk may end within one. */
function completeUtf8(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** What guesses are taken from a statistical detector; Western ones are nearly always windows-1252 in truth. */
const trusted = /^(Shift_JIS|EUC-JP|EUC-KR|Big5|GB18030|windows-125[013]|KOI8-R)$/

function legacyOf(bytes: Buffer): string {
  const guess = bytes.length > 1000 ? detect(bytes) : null
  return guess !== null && trusted.test(guess) && iconv.encodingExists(guess) ? guess : 'windows-1252'
}
