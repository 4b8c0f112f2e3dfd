import { z } from '@hono/zod-openapi'
import { RapportError } from '@rapport/core'
import type { Context } from 'hono'
import type { Principal } from '../../auth/principal.ts'
import { scopes } from '../../auth/scopes.ts'
import { endedCookie, keyOf, requireOwnPage, sessionCookie } from '../../auth/session-cookie.ts'
import { type Api, readBody, type ServerEnv } from '../api.ts'
import { DEFAULT_BODY_BYTES } from '../body.ts'

const tag = 'Access'
const PATH = '/v1/session'

const session = z
  .object({
    workspace: z.string(),
    title: z.string().describe("The key's: who or what it was made for."),
    scopes: z.array(z.enum(scopes)),
  })
  .openapi('Session')

const signIn = z.strictObject({ key: z.string().trim().min(1).max(200) })

/** `/v1/session`: a browser signs in by key; the key then lies in a cookie that no script reads. */
export function addSessionRoutes(api: Api): void {
  const { app, host, metrics } = api

  const read = {
    method: 'get',
    path: PATH,
    tag,
    summary: 'Who is signed in here',
    scope: null,
    answers: {
      200: { description: 'The session, or null.', schema: z.object({ session: z.union([session, z.null()]) }) },
    },
  } as const
  api.document(read)
  const reads = metrics.route('GET', PATH)
  app.get(PATH, (c) => {
    c.set('metrics', reads)
    const principal = signedIn(c)
    return c.json({ session: principal ? shown(principal) : null })
  })

  /** Whose session a request comes with; a key that was revoked since is nobody's. */
  function signedIn(c: Context<ServerEnv>): Principal | undefined {
    try {
      const key = keyOf(c.req.method, (name) => c.req.header(name))
      return key === undefined ? undefined : host.authenticate(key)
    } catch (error) {
      if (RapportError.is(error) && error.status === 401) return undefined
      throw error
    }
  }

  const open = {
    method: 'post',
    path: PATH,
    tag,
    summary: 'Signs a browser in by key',
    description:
      'Answers with a cookie (HttpOnly, SameSite=Strict) that stands for the key, for pages of this server only. Programs send the key itself.',
    scope: null,
    body: signIn,
    bodyExample: { key: 'rpk_main_…' },
    answers: { 200: { description: 'Signed in.', schema: z.object({ session }) } },
  } as const
  api.document(open)
  const opens = metrics.route('POST', PATH)
  app.post(PATH, async (c) => {
    c.set('metrics', opens)
    fromOwnPage(c)
    const { key } = (await readBody(c.req.raw, signIn, DEFAULT_BODY_BYTES)) as z.output<typeof signIn>
    const principal = host.authenticate(key)
    c.header('set-cookie', sessionCookie(key, c.req.header('origin')))
    return c.json({ session: shown(principal) })
  })

  const end = {
    method: 'delete',
    path: PATH,
    tag,
    summary: 'Signs a browser out',
    scope: null,
    answers: { 204: { description: 'The cookie is gone; the key stays valid.' } },
  } as const
  api.document(end)
  const ends = metrics.route('DELETE', PATH)
  app.delete(PATH, (c) => {
    c.set('metrics', ends)
    fromOwnPage(c)
    const principal = signedIn(c)
    if (principal) host.tenant(principal.workspace).keys.endSessions(principal.id)
    return c.body(null, 204, { 'set-cookie': endedCookie(c.req.header('origin')) })
  })
}

/** Nobody else's page signs somebody in or out here. @throws RapportError `ORIGIN_REFUSED` */
const fromOwnPage = (c: Context<ServerEnv>): void => requireOwnPage(c.req.method, (name) => c.req.header(name))

const shown = ({ workspace, title, scopes }: Principal) => ({ workspace, title, scopes: [...scopes] })
