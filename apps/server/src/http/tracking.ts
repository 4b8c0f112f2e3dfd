import type { IncomingMessage, ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { RapportError } from '@rapport/core'
import type { ReceivedRequest } from '@rapport/engine'
import type { ConnectedEndpoint } from '@rapport/runtime'
import { keyFromAuthorization } from '../auth/credentials.ts'
import { requireScope } from '../auth/principal.ts'
import { decodeUtf8, inflate, isGzip } from './body.ts'
import type { Host, Tenant } from './host.ts'

/** Until this size unzipping here is quicker than a trip to the thread pool, and short enough to stall nobody. */
const SYNC_INFLATE_BYTES = 32 * 1024

const SUCCESS = Buffer.from('{"success":true}')
const SUCCESS_HEADERS = [
  'content-type',
  'application/json',
  'content-length',
  String(SUCCESS.byteLength),
  'access-control-allow-origin',
  '*',
  'cache-control',
  'no-store',
  'x-content-type-options',
  'nosniff',
  'cross-origin-resource-policy',
  'cross-origin',
]

/** What a web page on another site must be told before its tracking library may send. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'authorization, content-type, content-encoding',
  'access-control-max-age': '86400',
}

/**
 * Answers a request to a source's endpoint: who sends, the body as text, and `{"success":true}` once it is on disk. The
 * body is not parsed here.
 * @throws RapportError `KEY_MISSING`, `KEY_INVALID`, `SCOPE_MISSING`, `BODY_TOO_LARGE`, `BODY_INVALID`, `NOT_FOUND`, and what the writer refuses with
 */
export async function track(
  host: Host,
  path: string,
  search: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const open = anyEndpoint(host, path, search)
  if (!open) throw new RapportError('NOT_FOUND')
  const isSigned = open.found.endpoint.authentication === 'signature'
  const headerKey = isSigned ? undefined : keyFromAuthorization(request.headers.authorization)
  // With a key in the header nobody unknown makes us read a body.
  const known = headerKey === undefined ? undefined : byKey(host, headerKey, path)
  const { endpoint } = (known ?? open).found
  const bytes = await readIncoming(request, endpoint.maxBodyBytes)
  const body = decodeUtf8(isGzip(bytes) ? await unzip(bytes, endpoint.maxBodyBytes) : bytes)
  const receivedAt = host.now().getTime()
  const headers = isSigned ? plainHeaders(request) : userAgent(request)
  if (isSigned) open.found.verify({ path, headers, body, receivedAt })
  const { tenant, found } = isSigned ? open : (known ?? byKey(host, endpoint.keyInBody?.(body), path))
  const received: ReceivedRequest = {
    connection: found.connection,
    path,
    headers,
    body,
    receivedAt,
  }
  const outcome = await tenant.receiver.submit(received)
  if (!outcome.ok) throw new RapportError(outcome.code, outcome.details)
  response.writeHead(200, SUCCESS_HEADERS)
  response.end(SUCCESS)
}

interface Connected {
  readonly tenant: Tenant
  readonly found: ConnectedEndpoint
}

/** @throws RapportError `NOT_FOUND` when the key's workspace, or its connection, does not answer the path */
function byKey(host: Host, key: string | undefined, path: string): Connected {
  const principal = host.authenticate(key)
  requireScope(principal, 'track')
  const tenant = host.tenant(principal.workspace)
  const found = tenant.endpoints.find(path, principal.connection)
  if (!found) throw new RapportError('NOT_FOUND')
  return { tenant, found }
}

/** Before the sender is known: the workspace that the address names, else the first that answers the path. */
function anyEndpoint(host: Host, path: string, search: string): Connected | undefined {
  const wanted = search === '' ? null : new URLSearchParams(search).get('workspace')
  for (const tenant of host.tenants()) {
    if (wanted !== null && tenant.workspace.name !== wanted) continue
    const found = tenant.endpoints.find(path, null)
    if (found) return { tenant, found }
  }
  return undefined
}

/** @throws RapportError `BODY_TOO_LARGE` */
function readIncoming(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength
      if (size <= limitBytes) chunks.push(chunk)
      // The rest flows by unread, so that the sender hears the refusal instead of a broken connection.
      else chunks.length = 0
    })
    request.on('end', () => {
      if (size > limitBytes) reject(new RapportError('BODY_TOO_LARGE', { limitBytes }))
      else resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size))
    })
    request.on('error', (cause) =>
      reject(new RapportError('BODY_INVALID', { problem: 'it did not arrive whole' }, { cause })),
    )
  })
}

function unzip(bytes: Buffer, limitBytes: number): Promise<Uint8Array> | Uint8Array {
  if (bytes.byteLength > SYNC_INFLATE_BYTES) return inflate(bytes, limitBytes)
  try {
    return gunzipSync(bytes, { maxOutputLength: limitBytes })
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      throw new RapportError('BODY_TOO_LARGE', { limitBytes })
    throw new RapportError('BODY_INVALID', { problem: 'it is not valid gzip' }, { cause })
  }
}

function userAgent(request: IncomingMessage): Readonly<Record<string, string>> {
  const agent = request.headers['user-agent']
  return agent === undefined ? {} : { 'user-agent': agent }
}

function plainHeaders(request: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}
