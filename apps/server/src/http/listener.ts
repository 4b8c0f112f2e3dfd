import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { RapportError } from '@rapport/core'
import type { Host } from './host.ts'
import type { HttpMetrics } from './metrics.ts'
import { problemHeaders, problemText } from './problem.ts'
import { createProfileReads } from './profile-reads.ts'
import { nextRequestId, requestIdFrom } from './request-id.ts'
import { securityHeaders } from './security-headers.ts'
import { preflightHeaders, track } from './tracking.ts'

const PROFILES = '/v1/profiles/'

export interface ListenerOptions {
  readonly host: Host
  readonly metrics: HttpMetrics
  /** Everything that is not hot. */
  readonly app: { fetch(request: Request, env: object): Response | Promise<Response> }
}

/**
 * The HTTP server: tracking and the read of one profile are answered here, before the router and its middleware, since
 * they are most of the traffic; the rest goes to the Hono app.
 */
export function createListener({ host, metrics, app }: ListenerOptions): Server {
  const rest = getRequestListener((request, env) => app.fetch(request, env))
  const tracking = metrics.route('POST', 'tracking')
  const profiles = metrics.route('GET', '/v1/profiles/{reference}')

  const readProfile = createProfileReads({
    host,
    refuse: (request, response, thrown) => refuse(host, request, response, thrown, profiles.route),
    observe: (status, seconds) => profiles.observe(status, seconds),
  })

  const server = createServer({ requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 })
  server.on('request', (request, response) => {
    const url = request.url as string
    if (request.method === 'GET' && url.startsWith(PROFILES) && isBare(url)) {
      readProfile(url.slice(PROFILES.length), request, response)
      return
    }
    if (request.method === 'POST' || request.method === 'OPTIONS') {
      const mark = url.indexOf('?')
      const path = mark < 0 ? url : url.slice(0, mark)
      if (host.isEndpoint(path)) {
        if (request.method === 'OPTIONS') {
          response.writeHead(204, preflightHeaders).end()
          return
        }
        const started = performance.now()
        void track(host, path, mark < 0 ? '' : url.slice(mark), request, response)
          .catch((error: unknown) => {
            response.setHeader('access-control-allow-origin', '*')
            refuse(host, request, response, error, tracking.route)
          })
          .then(() => tracking.observe(response.statusCode, (performance.now() - started) / 1000))
        return
      }
    }
    void rest(request, response)
  })
  return server
}

/** Nothing but one reference behind the prefix: no deeper path, no query. */
function isBare(url: string): boolean {
  return url.length > PROFILES.length && url.indexOf('/', PROFILES.length) < 0 && url.indexOf('?') < 0
}

function refuse(host: Host, request: IncomingMessage, response: ServerResponse, thrown: unknown, route: string): void {
  const error = RapportError.from(thrown)
  const inbound = request.headers['x-request-id']
  const requestId = typeof inbound === 'string' ? requestIdFrom(inbound) : nextRequestId()
  if (error.status >= 500) host.runtime.log.error({ err: error, requestId, route }, 'request failed')
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  const text = problemText(error, requestId)
  response.writeHead(error.status, {
    ...securityHeaders,
    ...problemHeaders(error),
    'x-request-id': requestId,
    'content-length': String(Buffer.byteLength(text)),
  })
  response.end(text)
  // A body that nobody read is let go by, or the connection could not be used again.
  if (!request.complete) request.resume()
}

/** Listens; answers the address. `port` 0 takes a free one. */
export function listen(server: Server, port: number, host: string): Promise<{ readonly url: string }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address() as AddressInfo
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
      resolve({ url: `http://${name}:${address.port}` })
    })
  })
}
