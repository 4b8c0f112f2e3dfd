import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import type { Emission } from '@rapport/core'
import { webSource } from '../src/source.ts'

/** What the server makes of a write key, and how many first requests it refuses with 503. */
export interface TrackingServer extends AsyncDisposable {
  readonly url: string
  readonly received: {
    readonly path: string
    readonly contentType: string
    readonly key: string | undefined
    readonly emissions: readonly Emission[]
  }[]
}

/** As our server does it: gunzip, write key by Basic, Bearer or body, then `decode`; nothing more. */
export async function trackingServer(options: { readonly refuseFirst?: number } = {}): Promise<TrackingServer> {
  const endpoint = webSource.endpoint
  if (endpoint === undefined) throw new Error('the web source has an endpoint')
  let refusals = options.refuseFirst ?? 0
  const received: TrackingServer['received'] = []
  const server = createServer((request, response) => {
    void readBody(request).then((bytes) => {
      const body = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8')
      const path = request.url ?? ''
      const emissions = endpoint.decode({ path, headers: {}, body, receivedAt: Date.now() })
      const key = keyInHeader(request.headers.authorization) ?? endpoint.keyInBody?.(body)
      received.push({ path, contentType: request.headers['content-type'] ?? '', key, emissions })
      const isRefused = refusals > 0
      if (isRefused) refusals -= 1
      response.writeHead(isRefused ? 503 : 200, { 'content-type': 'application/json' }).end('{"success":true}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function keyInHeader(authorization: string | undefined): string | undefined {
  const [scheme, value = ''] = authorization?.split(' ') ?? []
  if (scheme === 'Bearer') return value
  return scheme === 'Basic' ? Buffer.from(value, 'base64').toString().split(':')[0] : undefined
}
