import { z } from '@hono/zod-openapi'
import { type ErrorCode, type ErrorDetails, RapportError } from '@rapport/core'

/** RFC 9457: what every refusal looks like. `candidates` and such come on top. */
export const problemSchema = z
  .looseObject({
    type: z.string().describe('Where the code is explained.'),
    title: z.string().describe('What is wrong, in a sentence.'),
    status: z.int(),
    code: z.string().describe('Stable; docs/errors.md lists them.'),
    detail: z.string().describe('What to do about it.'),
    requestId: z.string().describe('Names this request in the log.'),
    errors: z
      .array(z.object({ path: z.string(), problem: z.string() }))
      .optional()
      .describe('Each problem of an invalid request.'),
  })
  .openapi('Problem', {
    example: {
      type: '/docs/errors#profile_not_found',
      title: 'No profile answers to this reference.',
      status: 404,
      code: 'PROFILE_NOT_FOUND',
      detail: 'Search for the person; the identifier may be new.',
      requestId: 'req_m3k2x1_1f',
    },
  })

/** Members of a problem beyond the standard ones. */
export type ProblemExtension = Readonly<Record<string, unknown>>

export const PROBLEM_TYPE = 'application/problem+json'

const extensions = new WeakMap<RapportError, ProblemExtension>()

/** An error with more to say, such as the candidates of an ambiguous reference. */
export function problem(code: ErrorCode, details: ErrorDetails, extension: ProblemExtension): RapportError {
  const error = new RapportError(code, details)
  extensions.set(error, extension)
  return error
}

/** The body of a refusal, as text. Details that are no personal value by contract go along; causes never do. */
export function problemText(error: RapportError, requestId: string): string {
  return JSON.stringify({
    type: `/docs/errors#${error.code.toLowerCase()}`,
    title: error.message,
    status: error.status,
    code: error.code,
    detail: error.solve,
    requestId,
    ...extensions.get(error),
  })
}

/** Headers that go with a refusal. */
export function problemHeaders(error: RapportError): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': PROBLEM_TYPE, 'cache-control': 'no-store' }
  if (error.status === 401) headers['www-authenticate'] = 'Bearer realm="rapport"'
  if (error.status === 429 || error.status === 503)
    headers['retry-after'] = String(error.details.retryAfterSeconds ?? 1)
  if (error.code === 'METHOD_NOT_ALLOWED') headers.allow = String(error.details.allowed)
  return headers
}

/** Every problem of a failed parse: the first in words, all in a list. */
export function requestInvalid(error: z.ZodError, where: string): RapportError {
  const list = error.issues.slice(0, 20).map((issue) => ({
    path: [where, ...issue.path.map(String)].join('.'),
    problem: issue.message,
  }))
  const first = list[0] ?? { path: where, problem: 'not valid' }
  return problem('REQUEST_INVALID', { problem: first.problem, path: first.path }, { errors: list })
}
