import { createHash, randomUUID } from 'node:crypto'
import type { Principal } from '../auth/principal.ts'

/** An id for what is said at the desk: the same for the same key of the same client, so that a request may be sent twice. */
export function saidId(prefix: string, principal: Principal, key: string | undefined): string {
  const text = key === undefined ? randomUUID() : `${principal.id}:${key}`
  return `${prefix}_${createHash('sha256').update(`${prefix}:${text}`).digest('hex').slice(0, 24)}`
}
