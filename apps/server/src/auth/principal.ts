import { RapportError } from '@rapport/core'
import type { ReaderRights } from '@rapport/engine'
import type { Scope } from './scopes.ts'

/** Who asks: a key, read once and kept in memory. */
export interface Principal {
  /** The key's id; what audit and decisions name as `by`. */
  readonly id: string
  readonly title: string
  readonly workspace: string
  readonly scopes: ReadonlySet<Scope>
  readonly rights: ReaderRights
  /** Tracking calls with this key go to this connection; null: to the workspace's first tracking source. */
  readonly connection: string | null
}

/** Whether the principal's key opens it. */
export function hasScope(principal: Principal, scope: Scope): boolean {
  return principal.scopes.has(scope) || principal.scopes.has('admin')
}

/** @throws RapportError `SCOPE_MISSING` */
export function requireScope(principal: Principal, scope: Scope): void {
  if (!hasScope(principal, scope)) throw new RapportError('SCOPE_MISSING', { scope })
}

/** The same person's rights without sensitive fields: what may be said to a caller who has only a number. */
export function unverifiedRights(principal: Principal): ReaderRights {
  return { ...principal.rights, sensitive: false }
}
