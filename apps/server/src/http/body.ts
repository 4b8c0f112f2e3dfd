import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { RapportError } from '@rapport/core'

const gunzipAsync = promisify(gunzip)
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** What JSON endpoints read unless they say otherwise. */
export const DEFAULT_BODY_BYTES = 1024 * 1024

/** @throws RapportError `BODY_TOO_LARGE` */
async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > limitBytes) throw tooLarge(limitBytes)
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > limitBytes) {
      await reader.cancel().catch(() => {})
      throw tooLarge(limitBytes)
    }
    chunks.push(value)
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks, size)
}

/** Whether bytes are gzip, whatever a header says of them. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * Unzips within a bound, so that a small body cannot fill the memory.
 * @throws RapportError `BODY_TOO_LARGE`, `BODY_INVALID`
 */
export async function inflate(bytes: Uint8Array, limitBytes: number): Promise<Uint8Array> {
  try {
    return await gunzipAsync(bytes, { maxOutputLength: limitBytes })
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limitBytes)
    throw new RapportError('BODY_INVALID', { problem: 'it is not valid gzip' }, { cause })
  }
}

/** @throws RapportError `BODY_INVALID` for what is not UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new RapportError('BODY_INVALID', { problem: 'it is not UTF-8' }, { cause })
  }
}

/** A body as text, unzipped when it is gzip. @throws RapportError `BODY_TOO_LARGE`, `BODY_INVALID`, `MEDIA_TYPE_UNSUPPORTED` */
export async function readText(request: Request, limitBytes: number): Promise<string> {
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new RapportError('MEDIA_TYPE_UNSUPPORTED', {
      found: `the content encoding ${encoding.slice(0, 40)}`,
      expected: 'gzip or no encoding',
    })
  const bytes = await readBytes(request, limitBytes)
  return decodeUtf8(isGzip(bytes) ? await inflate(bytes, limitBytes) : bytes)
}

/** Refuses a body that does not say that it is JSON. @throws RapportError `MEDIA_TYPE_UNSUPPORTED` */
export function requireJson(request: Request): void {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json' || (type.startsWith('application/') && type.endsWith('+json'))) return
  throw new RapportError('MEDIA_TYPE_UNSUPPORTED', {
    found: type.slice(0, 60) || 'a body without a content type',
    expected: 'application/json',
  })
}

/** Deeper than anything that is meant: checking it, handing it to another thread or storing it would exhaust the stack. */
const MAX_DEPTH = 100

/** @throws RapportError `BODY_INVALID`; the parser's message stays in the cause, since it may quote the body */
export function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new RapportError('BODY_INVALID', { problem: 'it is not valid JSON' }, { cause })
  }
  if (isTooDeep(value))
    throw new RapportError('BODY_INVALID', { problem: `it nests more than ${MAX_DEPTH} levels deep` })
  return value
}

/** Whether a value nests deeper than any that is meant; never descends further itself. */
export function isTooDeep(value: unknown, levels: number = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  for (const member of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof member === 'object' && isTooDeep(member, levels - 1)) return true
  }
  return false
}

function tooLarge(limitBytes: number): RapportError {
  return new RapportError('BODY_TOO_LARGE', { limitBytes })
}
