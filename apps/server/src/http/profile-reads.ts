import type { IncomingMessage, ServerResponse } from 'node:http'
import { RapportError } from '@rapport/core'
import { requireScope } from '../auth/principal.ts'
import { keyOf } from '../auth/session-cookie.ts'
import type { Host } from './host.ts'
import { type ReadyProfile, readyProfile } from './profile-answer.ts'

/** One request for one profile, and what to do with its answer. */
interface ProfileRead {
  /** The reference as it stands in the address. */
  readonly encoded: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly startedAt: number
}

export interface ProfileReadsOptions {
  readonly host: Host
  readonly refuse: (request: IncomingMessage, response: ServerResponse, thrown: unknown) => void
  readonly observe: (status: number, seconds: number) => void
}

/**
 * Answers reads of one profile, those that came in the same turn of the event loop together: all are looked up, then all are
 * sent. Sent one by one between look-ups, each would wake a sleeping receiver anew, which costs the sender as much as a look-up.
 */
export function createProfileReads({
  host,
  refuse,
  observe,
}: ProfileReadsOptions): (encoded: string, request: IncomingMessage, response: ServerResponse) => void {
  let turn: ProfileRead[] = []

  async function lookUp({ encoded, request }: ProfileRead): Promise<ReadyProfile> {
    const principal = host.authenticate(keyOf('GET', (name) => request.headers[name] as string | undefined))
    requireScope(principal, 'read')
    const { workspace } = host.tenant(principal.workspace)
    return readyProfile(workspace, principal, decode(encoded), request.headers['if-none-match'])
  }

  async function answer(): Promise<void> {
    const reads = turn
    turn = []
    const found = await Promise.allSettled(reads.map(lookUp))
    for (const [at, { request, response, startedAt }] of reads.entries()) {
      try {
        const outcome = found[at] as PromiseSettledResult<ReadyProfile>
        if (outcome.status === 'rejected') throw outcome.reason
        const { status, headers, text } = outcome.value
        response.writeHead(status, headers as string[]).end(text)
      } catch (error) {
        // One that cannot be sent keeps none of the others.
        refuse(request, response, error)
      }
      observe(response.statusCode, (performance.now() - startedAt) / 1000)
    }
  }

  return (encoded, request, response) => {
    turn.push({ encoded, request, response, startedAt: performance.now() })
    if (turn.length === 1) setImmediate(answer)
  }
}

/** @throws RapportError `PROFILE_ID_INVALID` */
function decode(text: string): string {
  if (text.indexOf('%') < 0) return text
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw new RapportError('PROFILE_ID_INVALID', {}, { cause })
  }
}
