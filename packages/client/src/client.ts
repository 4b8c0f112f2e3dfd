import createFetchClient, { type Client, type Middleware } from 'openapi-fetch'
import type { paths } from './generated/api.ts'
import { ProblemError, problemFrom } from './problem.ts'

export interface ClientOptions {
  /** Where the server is: `https://rapport.example`. Absent: where the page comes from. */
  readonly baseUrl?: string
  /** `rpk_<workspace>_…`. Absent: the session's cookie, which a browser sends by itself. */
  readonly key?: string
  /** For tests, proxies and time-outs. */
  readonly fetch?: (request: Request) => Promise<Response>
}

/** The API with its types: `client.GET('/v1/profiles/{reference}', …)`; see openapi-fetch for the methods. */
export type RapportClient = Client<paths, `${string}/${string}`>

/**
 * A client of one server. Whatever is not answered well throws a {@link ProblemError}, so `data` is what was asked for.
 *
 * @example
 * const rapport = createClient({ baseUrl: 'http://127.0.0.1:7070', key: 'rpk_main_…' })
 * const { data } = await rapport.GET('/v1/search', { params: { query: { q: 'fontaine' } } })
 */
export function createClient({ baseUrl, key, fetch }: ClientOptions = {}): RapportClient {
  const client = createFetchClient<paths>({
    ...(baseUrl !== undefined && { baseUrl }),
    ...(fetch && { fetch }),
    ...(key !== undefined && { headers: { authorization: `Bearer ${key}` } }),
  })
  client.use(throwing)
  return client
}

const throwing: Middleware = {
  async onResponse({ response }) {
    // 304 is an answer to a question with an ETag.
    if (response.ok || response.status === 304) return undefined
    throw new ProblemError(await problemFrom(response))
  },
}
