import { RapportError } from '@rapport/core'
import { entriesAbout, entryCursor, type Page, type Paging } from '@rapport/engine'
import type { Workspace } from '@rapport/runtime'
import type { Principal } from '../auth/principal.ts'
import { resolveReference } from '../http/profile-answer.ts'
import { type AuditRecord, auditEntryType, readAuditRecord } from './record.ts'
import { flushTrail } from './trail.ts'

export interface AuditQuery extends Paging {
  /** `prf_…` or `namespace:value`. */
  readonly profile?: string | undefined
  /** A key's id. */
  readonly reader?: string | undefined
  readonly kind?: AuditRecord['kind'] | undefined
  /** Epoch ms: from then on, and before then. */
  readonly sinceMs?: number | undefined
  readonly untilMs?: number | undefined
}

export interface AuditReader {
  readonly workspace: Workspace
  readonly principal: Principal
}

const PAGE = 200
/** After so many that do not match, a page ends though it is not full. */
const MAX_LOOKED_AT = 10_000

/**
 * Records of the trail, the newest first. Of a profile: also what was kept under ids that it absorbed. A key that sees some spaces or
 * territories only finds what is about profiles there. A page may hold less than its limit and still have a next one.
 * @throws RapportError `CURSOR_INVALID`, and as resolving the reference does
 */
export async function findAudited(
  { workspace, principal }: AuditReader,
  { profile, reader, kind, sinceMs = Number.NEGATIVE_INFINITY, untilMs, limit, after }: AuditQuery,
): Promise<Page<AuditRecord>> {
  await flushTrail(workspace)
  const about = profile === undefined ? undefined : await resolveReference(workspace, profile, principal.rights)
  const read = about
    ? await entriesAbout(workspace.reader, auditEntryType, about.id)
    : (paging: Paging) => workspace.reader.entries(auditEntryType, paging)
  const mayRead = about ? async () => true : scopeOf(workspace, principal)
  const items: AuditRecord[] = []
  let looked = 0
  let from = after ?? (untilMs === undefined ? undefined : entryCursor({ at: untilMs, name: '' }))
  for (;;) {
    const page = await read({ limit: PAGE, ...(from !== undefined && { after: from }) })
    for (const [index, entry] of page.items.entries()) {
      if (entry.at < sinceMs) return { items, next: null }
      const record = readAuditRecord(entry)
      looked += 1
      const isMeant = (reader === undefined || record.by.key === reader) && (kind === undefined || record.kind === kind)
      if (isMeant && (await mayRead(record))) items.push(record)
      const isLast = page.next === null && index === page.items.length - 1
      if (items.length >= limit || looked >= MAX_LOOKED_AT) return { items, next: isLast ? null : entryCursor(entry) }
    }
    if (page.next === null) return { items, next: null }
    from = page.next
  }
}

/** @throws RapportError `ENTRY_NOT_FOUND`, also for one about a profile that the key may not see */
export async function requireAudited({ workspace, principal }: AuditReader, id: string): Promise<AuditRecord> {
  await flushTrail(workspace)
  const entry = await workspace.reader.entry(auditEntryType, id)
  const record = entry && readAuditRecord(entry)
  if (!record || !(await scopeOf(workspace, principal)(record)))
    throw new RapportError('ENTRY_NOT_FOUND', { what: 'audit record', name: id })
  return record
}

/** Whether what a record is about is within the key's row scope. */
function scopeOf(workspace: Workspace, { rights }: Principal): (record: AuditRecord) => Promise<boolean> {
  if (!rights.spaces && !rights.territories) return async () => true
  const known = new Map<string, boolean>()
  return async ({ profile }) => {
    const there = known.get(profile) ?? (await workspace.queries.lookup(profile, rights)).status === 'found'
    known.set(profile, there)
    return there
  }
}

/** A record as a list shows it: what is long is counted. */
export function summaryOf({ facts, prompts, ...record }: AuditRecord) {
  return { ...record, facts: facts.length, prompts: prompts.length }
}
