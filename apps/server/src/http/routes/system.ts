import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Scalar } from '@scalar/hono-api-reference'
import type { Api } from '../api.ts'
import { openapiDocument } from '../openapi.ts'
import { docsPolicy } from '../security-headers.ts'

const SCRIPT = '/docs/standalone.js'
/** In the page itself: a browser asks for one otherwise. */
const FAVICON =
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="3" cy="4" r="3"/></svg>'

/** Health, metrics and the API's own description. All but `/metrics` are open: they tell nothing of anybody. */
export function addSystemRoutes(api: Api): void {
  const { app, host } = api

  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/readyz', (c) => {
    const { ready, problems } = host.runtime.readiness()
    return c.json({ status: ready ? 'ready' : 'not ready', problems }, ready ? 200 : 503)
  })

  api.add(
    {
      method: 'get',
      path: '/metrics',
      tag: 'Running',
      summary: 'Metrics for Prometheus',
      scope: 'operate',
      answers: { 200: { description: 'Text exposition format.', type: 'text/plain' } },
    },
    async ({ c }) => {
      const { metrics: registry } = host.runtime
      return c.body(await registry.metrics(), 200, { 'content-type': registry.contentType })
    },
  )

  let document: string | undefined
  app.get('/openapi.json', (c) => {
    document ??= JSON.stringify(openapiDocument(api))
    return c.body(document, 200, { 'content-type': 'application/json', 'cache-control': 'no-cache' })
  })

  app.get('/docs', async (c, next) => {
    const nonce = randomBytes(16).toString('base64')
    c.header('content-security-policy', docsPolicy(nonce))
    const page = Scalar({
      url: '/openapi.json',
      cdn: SCRIPT,
      nonce,
      pageTitle: 'Rapport API',
      favicon: FAVICON,
      withDefaultFonts: false,
      telemetry: false,
      // Nothing that would send the document elsewhere.
      agent: { disabled: true },
      mcp: { disabled: true },
      showDeveloperTools: 'never',
      hideClientButton: true,
    })
    return page(c as never, next)
  })
  let script: Promise<Buffer> | undefined
  app.get(SCRIPT, async (c) => {
    script ??= referenceScript()
    return c.body(new Uint8Array(await script), 200, {
      'content-type': 'text/javascript',
      'content-encoding': 'gzip',
      'cache-control': 'public, max-age=86400',
    })
  })
}

/** The reference's script as installed, zipped once: the page asks nobody else for anything. */
async function referenceScript(): Promise<Buffer> {
  const manifest = findPackageJSON('@scalar/api-reference', import.meta.url)
  const file = join(dirname(manifest as string), 'dist', 'browser', 'standalone.js')
  return promisify(gzip)(await readFile(file))
}
