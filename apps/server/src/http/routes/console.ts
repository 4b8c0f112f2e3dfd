import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import type { ConsoleFile, ConsoleFiles } from '../../console/console-files.ts'
import type { Api, ServerEnv } from '../api.ts'
import { consolePolicy, consoleWorkerPolicy } from '../security-headers.ts'

const ROOT = '/console'
/** Opens the console without network, on a phone. */
const WORKER = 'offline-worker.js'
const YEAR_SECONDS = 31_536_000

/** `/console`: the web console as it was built. Its pages are one page, whose scripts look at the address. */
export function addConsoleRoutes({ app, metrics }: Api, opened: Promise<ConsoleFiles | undefined>): void {
  const route = metrics.route('GET', ROOT)
  app.get('/', (c) => c.redirect(ROOT, 302))
  const answer = async (c: Context<ServerEnv>) => {
    c.set('metrics', route)
    const files = await opened
    if (!files) return c.notFound()
    const path = c.req.path.slice(ROOT.length + 1)
    const file = files.file(path)
    if (path === WORKER) c.header('content-security-policy', consoleWorkerPolicy)
    if (file) return send(c, file)
    // A file that is not there is missing; it is no page of ours.
    if (path.startsWith('assets/')) return c.notFound()
    const nonce = randomBytes(16).toString('base64')
    c.header('content-security-policy', consolePolicy(nonce))
    return c.html(files.page(nonce))
  }
  app.get(ROOT, answer)
  app.get(`${ROOT}/*`, answer)
}

function send(c: Context<ServerEnv>, file: ConsoleFile): Response {
  const accepted = c.req.header('accept-encoding') ?? ''
  const encoding = (['br', 'gzip'] as const).find(
    (one) => file.compressed[one] && new RegExp(`\\b${one}\\b(?!;q=0)`).test(accepted),
  )
  const bytes = (encoding && file.compressed[encoding]) ?? file.bytes
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': file.type,
    'cache-control': file.isImmutable ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
    vary: 'Accept-Encoding',
    ...(encoding && { 'content-encoding': encoding }),
  })
}
