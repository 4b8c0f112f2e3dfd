import { type JsonObject, RapportError, type Sequence } from '@rapport/core'
import { parseInput } from './pipeline/input.ts'
import type { Pipeline } from './pipeline/pipeline.ts'
import type { PipelineContext } from './pipeline/step.ts'
import type { Reader } from './port/reader.ts'
import type { Rejected, StoredRejected } from './port/rows.ts'

const PAGE = 500
/** Named beside a row that was taken all the same. */
const NOTE = 'VERSION_CONFLICT'

export interface ReplayParts {
  readonly context: PipelineContext
  readonly pipeline: Pipeline
  readonly reader: Reader
}

/**
 * Puts rejected rows through the pipeline once more, corrected or as they are. Each is a step of its own in whose commit the old rejection
 * goes, so that it is known of each row what became of it, and a killed process neither loses nor doubles one.
 * @returns how many were taken, and how many were rejected again
 */
export async function replayRejected(
  items: readonly { readonly id: Sequence; readonly raw?: string }[],
  parts: ReplayParts,
): Promise<{ readonly replayed: number; readonly rejectedAgain: number }> {
  const corrected = new Map(items.map(({ id, raw }) => [id, raw]))
  let replayed = 0
  let rejectedAgain = 0
  for (const row of await readRejected(new Set(corrected.keys()), parts.reader)) {
    if (await replayOne(row, corrected.get(row.id) ?? row.raw, parts)) replayed++
    else rejectedAgain++
  }
  return { replayed, rejectedAgain }
}

async function replayOne(rejected: StoredRejected, raw: string, { context, pipeline }: ReplayParts): Promise<boolean> {
  const [connection = '', stream = ''] = rejected.stream.split('/')
  let isTaken = false
  try {
    const body = JSON.stringify({ rows: [readRow(raw)] })
    const input = { kind: 'batch' as const, batch: { connection, stream, body }, receivedAt: context.now() }
    await pipeline.step([parseInput(input, () => undefined)], (step) => {
      isTaken = step.rejected.every(({ code }) => code === NOTE)
      return { unrejected: [rejected.id] }
    })
  } catch (error) {
    const failure = RapportError.from(error)
    if (failure.kind === 'transient') throw failure
    isTaken = false
    await context.store.write.commit({
      unrejected: [rejected.id],
      rejected: [again(rejected, raw, failure, context.now())],
    })
  }
  return isTaken
}

/** @throws RapportError `BODY_INVALID` */
function readRow(raw: string): JsonObject {
  let row: unknown
  try {
    row = JSON.parse(raw)
  } catch (cause) {
    throw new RapportError('BODY_INVALID', { problem: 'the row is not JSON' }, { cause })
  }
  if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as JsonObject
  throw new RapportError('BODY_INVALID', { problem: 'the row is not an object' })
}

function again({ stream, key }: StoredRejected, raw: string, failure: RapportError, at: number): Rejected {
  return { stream, key, field: '', code: failure.code, reason: failure.message, raw, at }
}

async function readRejected(wanted: ReadonlySet<Sequence>, reader: Reader): Promise<readonly StoredRejected[]> {
  const found: StoredRejected[] = []
  for (let after: string | undefined; found.length < wanted.size; ) {
    const page = await reader.rejected({ limit: PAGE, ...(after === undefined ? {} : { after }) })
    found.push(...page.items.filter(({ id }) => wanted.has(id)))
    if (page.next === null) break
    after = page.next
  }
  return found
}
