import { OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import type { Workspace } from '@rapport/runtime'
import type { Context } from 'hono'
import { type Principal, requireScope } from '../auth/principal.ts'
import type { Scope } from '../auth/scopes.ts'
import { keyOf } from '../auth/session-cookie.ts'
import { DEFAULT_BODY_BYTES, parseJson, readText, requireJson } from './body.ts'
import type { Host, Tenant } from './host.ts'
import type { HttpMetrics, RouteMetrics } from './metrics.ts'
import { PROBLEM_TYPE, problemSchema, requestInvalid } from './problem.ts'

/** What middleware leaves for handlers. */
export interface ServerEnv {
  Variables: { requestId: string; metrics: RouteMetrics | undefined; principal: Principal | undefined }
}

type ServerContext = Context<ServerEnv>

/** One way an operation answers well. */
interface Answer {
  readonly description: string
  readonly schema?: z.ZodType
  readonly example?: unknown
  /** Default `application/json`. */
  readonly type?: string
  /** Other media types that the same may be had as: text, or else bytes. */
  readonly alsoAs?: readonly string[]
}

type Output<S> = S extends z.ZodType ? z.output<S> : undefined

/** An operation: what the reference says of it and what is checked before its handler runs, from one place. */
export interface Operation<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
> {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** With `{parameters}`, as OpenAPI writes them. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** What the key must be able to do; null: no key is needed. */
  readonly scope: Scope | null
  readonly params?: P
  readonly query?: Q
  /** The JSON body. An absent body reads as `{}` where the schema allows it. */
  readonly body?: B
  readonly bodyExample?: unknown
  readonly bodyLimitBytes?: number
  /** The body is read by the handler, as it is. */
  readonly rawBody?: { readonly types: readonly string[]; readonly description: string }
  readonly headers?: Readonly<Record<string, string>>
  /** By status; the first is what a plain returned value gets. */
  readonly answers: Readonly<Record<number, Answer>>
}

/** What a handler gets: everything checked. */
export interface Call<P, Q, B> {
  readonly c: ServerContext
  readonly host: Host
  readonly tenant: Tenant
  readonly workspace: Workspace
  readonly principal: Principal
  readonly params: P
  readonly query: Q
  readonly body: B
}

/** An answer with another status or with headers. */
export class Reply {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

export interface ApiOptions {
  readonly host: Host
  readonly metrics: HttpMetrics
}

/** Where routes are added. Each operation is checked, documented and counted the same way. */
export class Api {
  readonly app: OpenAPIHono<ServerEnv>
  readonly host: Host
  readonly metrics: HttpMetrics
  readonly #methods = new Map<string, { readonly pattern: RegExp; readonly methods: string[] }>()

  constructor({ host, metrics }: ApiOptions) {
    this.app = new OpenAPIHono<ServerEnv>()
    this.host = host
    this.metrics = metrics
  }

  /**
   * Adds an operation. Checked in this order: the key, its scope, parameters, query, body; then the handler runs. It
   * answers a value (JSON, with the first status), a {@link Reply}, or a `Response` of its own.
   */
  add<
    P extends z.ZodType | undefined = undefined,
    Q extends z.ZodType | undefined = undefined,
    B extends z.ZodType | undefined = undefined,
  >(
    operation: Operation<P, Q, B> & { readonly scope: Scope },
    handler: (call: Call<Output<P>, Output<Q>, Output<B>>) => Promise<unknown> | unknown,
  ): void {
    const path = this.document(operation)
    const status = Number(Object.keys(operation.answers)[0])
    const metrics = this.metrics.route(operation.method.toUpperCase(), operation.path)
    this.app.on(operation.method.toUpperCase(), path, async (c) => {
      c.set('metrics', metrics)
      const principal = this.authenticate(c, operation.scope)
      const tenant = this.host.tenant(principal.workspace)
      const params = parsed(operation.params, c.req.param(), 'path')
      const query = parsed(operation.query, c.req.query(), 'query')
      const body = operation.body
        ? await readBody(c.req.raw, operation.body, operation.bodyLimitBytes ?? DEFAULT_BODY_BYTES)
        : undefined
      const answer = await handler({
        c,
        host: this.host,
        tenant,
        workspace: tenant.workspace,
        principal,
        params: params as Output<P>,
        query: query as Output<Q>,
        body: body as Output<B>,
      })
      if (answer instanceof Response) return answer
      if (!(answer instanceof Reply)) return respond(c, status, answer)
      for (const [name, value] of Object.entries(answer.headers)) c.header(name, value)
      return respond(c, answer.status, answer.body)
    })
  }

  /** Puts an operation into the reference and into what 405 knows; answers its path as the router writes it. */
  document(operation: Operation<z.ZodType | undefined, z.ZodType | undefined, z.ZodType | undefined>): string {
    this.app.openAPIRegistry.registerPath(describe(operation))
    const path = operation.path.replace(/\{(\w+)\}/g, ':$1')
    const known = this.#methods.get(path) ?? { pattern: patternOf(path), methods: [] }
    known.methods.push(operation.method.toUpperCase())
    this.#methods.set(path, known)
    return path
  }

  /** @throws RapportError `KEY_MISSING`, `KEY_INVALID`, `SCOPE_MISSING` */
  authenticate(c: ServerContext, scope: Scope): Principal {
    const principal = this.host.authenticate(keyOf(c.req.method, (name) => c.req.header(name)))
    requireScope(principal, scope)
    c.set('principal', principal)
    return principal
  }

  /** The methods that an address answers; empty when there is nothing there. */
  allowedMethods(path: string): readonly string[] {
    return [...new Set([...this.#methods.values()].flatMap((one) => (one.pattern.test(path) ? one.methods : [])))]
  }
}

function respond(c: ServerContext, status: number, body: unknown): Response {
  if (body === undefined || body === null) return c.body(null, 204)
  return c.body(JSON.stringify(body), status as 200, { 'content-type': 'application/json' })
}

function parsed(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value)
  if (!result.success) throw requestInvalid(result.error, where)
  return result.data
}

/** A JSON body that is checked. @throws RapportError `BODY_TOO_LARGE`, `BODY_INVALID`, `MEDIA_TYPE_UNSUPPORTED`, `REQUEST_INVALID` */
export async function readBody(request: Request, schema: z.ZodType, limitBytes: number): Promise<unknown> {
  const text = await readText(request, limitBytes)
  if (text !== '') requireJson(request)
  return parsed(schema, text === '' ? {} : parseJson(text), 'body')
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}/?$`)
}

const problemContent = { [PROBLEM_TYPE]: { schema: problemSchema } }

const refusals: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  401: 'No key, or one that is not valid here.',
  403: 'The key lacks the scope.',
  404: 'There is nothing there.',
  422: 'The request is well formed and not valid.',
  503: 'The store cannot do this now; try again.',
}

const bytes = z.string().openapi({ format: 'binary' })

function describe(
  operation: Operation<z.ZodType | undefined, z.ZodType | undefined, z.ZodType | undefined>,
): RouteConfig {
  const responses: RouteConfig['responses'] = {}
  for (const [status, answer] of Object.entries(operation.answers)) {
    const { schema, type = 'application/json', example, alsoAs = [] } = answer
    const others = Object.fromEntries(
      alsoAs.map((other) => [other, { schema: other.startsWith('text/') ? z.string() : bytes }]),
    )
    responses[status] = {
      description: answer.description,
      ...(schema && { content: { [type]: { schema, ...(example !== undefined && { example }) }, ...others } }),
    }
  }
  for (const [status, description] of Object.entries(refusals))
    responses[status] ??= { description, content: problemContent }
  const { params, query, body, bodyExample, rawBody, headers, scope, description } = operation
  const needs = scope === null ? 'Needs no key.' : `Needs a key with the scope \`${scope}\`.`
  return {
    method: operation.method,
    path: operation.path,
    operationId: operationId(operation),
    tags: [operation.tag],
    summary: operation.summary,
    description: description ? `${description}\n\n${needs}` : needs,
    security: scope === null ? [] : [{ key: [] }],
    request: {
      ...(params && { params: params as never }),
      ...(query && { query: query as never }),
      ...(headers && {
        headers: z.object(
          Object.fromEntries(
            Object.entries(headers).map(([name, description]) => [name, z.string().optional().describe(description)]),
          ),
        ),
      }),
      ...(body && {
        body: {
          required: true,
          content: {
            'application/json': { schema: body, ...(bodyExample !== undefined && { example: bodyExample }) },
          },
        },
      }),
      ...(rawBody && {
        body: {
          required: true,
          description: rawBody.description,
          content: Object.fromEntries(
            rawBody.types.map((type) => [
              type,
              { schema: z.string(), ...(bodyExample !== undefined && { example: bodyExample }) },
            ]),
          ),
        },
      }),
    },
    responses,
  }
}

/** `getProfilesReferenceTimeline`: stable, from the method and the path, for clients made from the document. */
function operationId({ method, path }: { readonly method: string; readonly path: string }): string {
  const words = path.replace(/^\/v1\//, '').split(/[^A-Za-z0-9]+/)
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
