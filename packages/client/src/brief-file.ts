import type { RapportClient } from './client.ts'
import type { paths } from './generated/api.ts'

/** What a brief may be kept as. */
export type BriefFileType = 'application/pdf' | 'text/html' | 'text/markdown'

/** Whom a brief is about, for what, in which language: the body of `POST /v1/briefs`. */
export type BriefRequest = NonNullable<paths['/v1/briefs']['post']['requestBody']>['content']['application/json']

/** A brief to print, to show or to keep. */
export interface BriefFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  /** Whom it is about and the day: `Claire Fontaine 2026-11-24.pdf`. */
  readonly name: string
}

/**
 * A brief as a file.
 *
 * @param all every sentence, however many
 * @throws ProblemError what the server refused with
 * @example
 * const { bytes, name } = await briefFile(rapport, { profile: 'prf_0000000f3k', occasion: 'visit' }, 'application/pdf')
 */
export async function briefFile(
  client: RapportClient,
  request: BriefRequest,
  type: BriefFileType,
  { all = false, signal }: { readonly all?: boolean; readonly signal?: AbortSignal } = {},
): Promise<BriefFile> {
  const { data, response } = await client.POST('/v1/briefs', {
    body: request,
    params: { query: all ? { all: 'true' } : {} },
    headers: { accept: type },
    parseAs: 'arrayBuffer',
    ...(signal && { signal }),
  })
  return {
    bytes: new Uint8Array(data as ArrayBuffer),
    type: response.headers.get('content-type') ?? type,
    name: nameIn(response.headers.get('content-disposition') ?? ''),
  }
}

function nameIn(disposition: string): string {
  const encoded = disposition.match(/filename\*=UTF-8''([^;]+)/i)?.[1]
  const plain = disposition.match(/filename="([^"]*)"/i)?.[1]
  return encoded === undefined ? (plain ?? 'brief') : decodeURIComponent(encoded)
}
