import { RapportError } from '@rapport/core'
import { HTTPException } from 'hono/http-exception'
import type { ConsoleFiles } from '../console/console-files.ts'
import { Api } from './api.ts'
import type { Host } from './host.ts'
import type { HttpMetrics } from './metrics.ts'
import { problemHeaders, problemText } from './problem.ts'
import { requestIdFrom } from './request-id.ts'
import { addActionRoutes } from './routes/actions.ts'
import { addActivationRoutes } from './routes/activations.ts'
import { addAgendaRoutes } from './routes/agenda.ts'
import { addAnswerRoutes } from './routes/answers.ts'
import { addAuditRoutes } from './routes/audit.ts'
import { addBriefRoutes } from './routes/briefs.ts'
import { addCallRoutes } from './routes/calls.ts'
import { addChangeRoutes } from './routes/changes.ts'
import { addConsentRoutes } from './routes/consents.ts'
import { addConsoleRoutes } from './routes/console.ts'
import { addCorrectionRoutes } from './routes/corrections.ts'
import { addDecisionRoutes } from './routes/decisions.ts'
import { addDocumentRoutes } from './routes/documents.ts'
import { addErasureRoutes } from './routes/erasures.ts'
import { addKeyRoutes } from './routes/keys.ts'
import { addNoteRoutes } from './routes/notes.ts'
import { addProfileRoutes } from './routes/profiles.ts'
import { addRejectedRoutes } from './routes/rejected.ts'
import { addReportRoutes } from './routes/reports.ts'
import { addRowRoutes } from './routes/rows.ts'
import { addRunningRoutes } from './routes/running.ts'
import { addSearchRoutes } from './routes/search.ts'
import { addSecretRoutes } from './routes/secrets.ts'
import { addSegmentRoutes } from './routes/segments.ts'
import { addSessionRoutes } from './routes/session.ts'
import { addSourceRoutes } from './routes/sources.ts'
import { addSystemRoutes } from './routes/system.ts'
import { securityHeaders } from './security-headers.ts'

/** A request that takes longer is logged. */
const SLOW_MS = 1000

const SECURITY = Object.entries(securityHeaders)

/** The whole API but the hot paths, which {@link createListener} answers before it. */
export function createApp(host: Host, metrics: HttpMetrics, console?: Promise<ConsoleFiles | undefined>): Api['app'] {
  const api = new Api({ host, metrics })
  const { app } = api
  const unmatched = metrics.route('ANY', 'unmatched')

  app.use('*', async (c, next) => {
    const started = performance.now()
    const requestId = requestIdFrom(c.req.header('x-request-id'))
    c.set('requestId', requestId)
    for (const [name, value] of SECURITY) c.header(name, value)
    c.header('cache-control', 'no-store')
    c.header('x-request-id', requestId)
    await next()
    const elapsedMs = performance.now() - started
    const route = c.get('metrics') ?? unmatched
    route.observe(c.res.status, elapsedMs / 1000)
    if (elapsedMs > SLOW_MS) host.runtime.log.warn({ requestId, route: route.route, elapsedMs }, 'slow request')
  })

  app.onError((thrown, c) => {
    const error = toRapportError(thrown)
    const requestId = c.get('requestId')
    if (error.status >= 500)
      host.runtime.log.error({ err: error, requestId, route: c.get('metrics')?.route }, 'request failed')
    return c.body(problemText(error, requestId), error.status as 500, problemHeaders(error))
  })
  app.notFound((c) => {
    const allowed = api.allowedMethods(c.req.path)
    const error =
      allowed.length === 0 || allowed.includes(c.req.method)
        ? new RapportError('NOT_FOUND')
        : new RapportError('METHOD_NOT_ALLOWED', { method: c.req.method, allowed: allowed.join(', ') })
    return c.body(problemText(error, c.get('requestId')), error.status as 404, problemHeaders(error))
  })

  addRoutes(api)
  metrics.register(host.runtime.metrics)
  if (console) addConsoleRoutes(api, console)
  return app
}

/** Every operation, put where it is answered and into the reference. */
export function addRoutes(api: Api): void {
  addRowRoutes(api)
  addProfileRoutes(api)
  addSearchRoutes(api)
  addCallRoutes(api)
  addAgendaRoutes(api)
  addBriefRoutes(api)
  addAnswerRoutes(api)
  addCorrectionRoutes(api)
  addConsentRoutes(api)
  addNoteRoutes(api)
  addReportRoutes(api)
  addActionRoutes(api)
  addSegmentRoutes(api)
  addActivationRoutes(api)
  addSourceRoutes(api)
  addDocumentRoutes(api)
  addChangeRoutes(api)
  addDecisionRoutes(api)
  addRejectedRoutes(api)
  addErasureRoutes(api)
  addAuditRoutes(api)
  addSecretRoutes(api)
  addKeyRoutes(api)
  addRunningRoutes(api)
  addSessionRoutes(api)
  addSystemRoutes(api)
}

/** What the framework throws is shaped like everything else. */
function toRapportError(thrown: unknown): RapportError {
  if (RapportError.is(thrown)) return thrown
  if (thrown instanceof HTTPException && thrown.status < 500)
    return new RapportError('BODY_INVALID', { problem: 'it cannot be read' }, { cause: thrown })
  return RapportError.from(thrown)
}
