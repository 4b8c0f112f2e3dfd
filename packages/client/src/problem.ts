import type { components } from './generated/api.ts'

/** What the server says of a refusal (RFC 9457). */
export type Problem = components['schemas']['Problem']

/** A refusal, as what is thrown. `code` is stable; docs/errors.md lists them. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: string
  readonly status: number
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.code = problem.code
    this.status = problem.status
    this.problem = problem
  }
}

/** The problem in an answer; what stands between us and the server (a proxy, say) answers in its own words. */
export async function problemFrom(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '')
  try {
    const body = JSON.parse(text) as Partial<Problem>
    if (typeof body.code === 'string' && typeof body.title === 'string') return body as Problem
  } catch {
    // Not ours: told below.
  }
  return {
    type: 'about:blank',
    title: `The server answered ${response.status}.`,
    status: response.status,
    code: 'UNREADABLE_ANSWER',
    detail: 'Check the address, and what stands between here and the server.',
    requestId: response.headers.get('x-request-id') ?? '',
  }
}
