import {
  type CanonicalRow,
  type Deletion,
  firstIssue,
  type IdentitySignal,
  type Json,
  RapportError,
  type SourceMerge,
} from '@rapport/core'
import type { Rejected } from '../port/rows.ts'
import type { CompiledStream } from '../rulebook.ts'
import { sortableVersion } from '../version.ts'

/** A party's row: its record, as a whole or field by field. */
export interface RecordOperation {
  readonly kind: 'record'
  readonly stream: CompiledStream
  readonly key: string
  readonly version: string
  readonly isPatch: boolean
  /** The key of the row that this further row was made of; what is stale there is stale here. */
  readonly parent?: string
  readonly receivedAt: number
  readonly row: CanonicalRow
  readonly raw: string
}

/** Any other row: what happened to or belongs to somebody, or reference data. */
export interface ActivityOperation {
  readonly kind: 'activity'
  readonly stream: CompiledStream
  readonly key: string
  readonly version: string
  readonly isHappening: boolean
  /** The key of the row that this further row was made of; what is stale there is stale here. */
  readonly parent?: string
  readonly receivedAt: number
  readonly row: CanonicalRow
  readonly raw: string | null
}

export interface DeleteOperation {
  readonly kind: 'delete'
  readonly stream: CompiledStream
  readonly key: string
  readonly version: string
  readonly receivedAt: number
  readonly target: 'record' | 'activity'
  /** Set for a further row that its parent no longer gives: nothing is kept when there was none. */
  readonly parent?: string
}

/** The source says that `key` is now `into`. */
export interface MergeOperation {
  readonly kind: 'merge'
  readonly stream: CompiledStream
  readonly key: string
  readonly into: string
  readonly version: string
  readonly receivedAt: number
}

interface SignalOperation {
  readonly kind: 'signal'
  readonly connection: string
  readonly signal: IdentitySignal
}

export type Operation = RecordOperation | ActivityOperation | DeleteOperation | MergeOperation | SignalOperation

/** One stream's share of a batch, parsed from JSON but not yet checked. */
export interface StreamBatch {
  readonly rows?: readonly object[]
  readonly deletes?: readonly Deletion[]
  readonly merges?: readonly SourceMerge[]
  /** The plugin's own code made the rows and checked them: the row schema is not run again. */
  readonly isChecked: boolean
  readonly receivedAt: number
}

/**
 * Checks and maps a stream's batch into operations; what cannot be read is named in `rejected` and skipped, the rest goes on.
 */
export function toOperations(
  stream: CompiledStream,
  batch: StreamBatch,
  operations: Operation[],
  rejected: Rejected[],
): void {
  const { receivedAt } = batch
  for (const row of batch.rows ?? []) {
    try {
      rowToOperations(stream, row, batch.isChecked, receivedAt, operations)
    } catch (error) {
      rejected.push(rejection(stream, row, error, receivedAt))
    }
  }
  for (const deletion of batch.deletes ?? []) {
    const { key, version } = typeof deletion === 'string' ? { key: deletion, version: undefined } : deletion
    operations.push({
      kind: 'delete',
      stream,
      key: String(key),
      version: sortableVersion(version),
      receivedAt,
      target: stream.entity.class === 'party' ? 'record' : 'activity',
    })
  }
  for (const { key, into, version } of batch.merges ?? []) {
    operations.push({
      kind: 'merge',
      stream,
      key: String(key),
      into: String(into),
      version: sortableVersion(version),
      receivedAt,
    })
  }
}

function rowToOperations(
  stream: CompiledStream,
  received: object,
  isChecked: boolean,
  receivedAt: number,
  operations: Operation[],
): void {
  let row = received
  if (!isChecked) {
    const parsed = stream.row.safeParse(received)
    if (!parsed.success) {
      const { problem, path } = firstIssue(parsed.error)
      throw new RapportError('ROW_INVALID', { stream: stream.name, problem, field: path })
    }
    row = parsed.data
  }
  const key = stream.keyOf(row)
  if (typeof key !== 'string' || key === '') throw new RapportError('ROW_KEY_MISSING', { stream: stream.name })
  const version = sortableVersion(stream.versionOf?.(row))
  const mapped = stream.mapping.map(row, { nowMs: receivedAt })
  if (mapped.rows.length === 0) return
  const raw = stream.mode === 'append' ? null : JSON.stringify(received)
  for (const one of mapped.rows) {
    const isFurther = one.suffix !== ''
    const fullKey = isFurther ? `${key}/${one.suffix}` : key
    const entityClass = one.entityClass
    const parent = isFurther ? { parent: key } : undefined
    const owned = isFurther && stream.entity.class === 'party' && one.row.owner === undefined
    const mappedRow = owned ? { ...one.row, owner: { stream: stream.name, key } } : one.row
    if (entityClass === 'party') {
      operations.push({
        kind: 'record',
        stream,
        key: fullKey,
        version,
        isPatch: stream.mode === 'patch',
        receivedAt,
        row: mappedRow,
        raw: raw ?? JSON.stringify(received),
        ...parent,
      })
    } else {
      const isHappening = entityClass === 'happening' && stream.mode === 'append'
      operations.push({
        kind: 'activity',
        stream,
        key: fullKey,
        version,
        isHappening,
        receivedAt,
        row: mappedRow,
        raw,
        ...parent,
      })
    }
  }
}

function rejection(stream: CompiledStream, row: object, thrown: unknown, at: number): Rejected {
  const error = RapportError.from(thrown)
  return {
    stream: stream.name,
    key: safeKey(stream, row),
    field: String(error.details.field ?? ''),
    code: error.code,
    reason:
      error.kind === 'bug' && error.cause instanceof Error ? `${error.message} (${error.cause.name})` : error.message,
    raw: JSON.stringify(row as Json),
    at,
  }
}

function safeKey(stream: CompiledStream, row: object): string {
  try {
    return String(stream.keyOf(row) ?? '')
  } catch {
    return '' // the key function met the very field that is wrong; the raw row tells
  }
}
