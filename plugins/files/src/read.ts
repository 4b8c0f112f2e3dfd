import { RapportError, type StreamContext } from '@rapport/core'
import { z } from 'zod'
import type { FileConfig, FilesConfig } from './config.ts'
import { detectDialect } from './dialect.ts'
import { findJoins, type Joins } from './join.ts'
import { type FoundFile, findFiles, fingerprintOf, unreadable } from './locate.ts'
import type { Slice } from './slice.ts'
import { slicesOf } from './slices.ts'

const progress = z.strictObject({
  /** The content that was read, and that of the files it is joined with: another one is read from its start. */
  fingerprint: z.string(),
  rows: z.int(),
  /** Where the next row begins, in bytes of the text as UTF-8; of a workbook or Parquet file in rows. */
  offset: z.int(),
  isDone: z.boolean(),
})

/** How far each file was read, by its name in the folder. */
export const cursor = z.strictObject({ files: z.record(z.string(), progress) })
export type FilesCursor = z.output<typeof cursor>

type Context = StreamContext<FilesConfig, object, FilesCursor>

/**
 * Reads what is new among the files of a stream, in the order of their names: unfinished ones from where reading
 * stopped, changed ones from their start. As a snapshot all files together are one; any change reads all of them anew.
 * @throws RapportError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `FILE_CHANGED`, `FILE_FORMAT_UNKNOWN`, `FILE_PROTECTED`, `FILE_DAMAGED`, `FILE_TOO_LARGE`
 */
export async function readFiles(context: Context, pattern: string, options: FileConfig): Promise<void> {
  const found = await findFiles(context.config.directory, pattern)
  if (found.length === 0) throw new RapportError('FILE_NOT_FOUND', { path: pattern })
  const joins = await findJoins(context.config.directory, options)
  const contentOf = ({ fingerprint }: FoundFile) =>
    joins.fingerprint === '' ? fingerprint : `${fingerprint}+${joins.fingerprint}`
  const known = context.cursor?.files ?? {}
  const stateOf = (file: FoundFile) => {
    const state = Object.hasOwn(known, file.name) ? known[file.name] : undefined
    return state?.fingerprint === contentOf(file) ? state : undefined
  }
  if (found.every((file) => stateOf(file)?.isDone)) {
    const isSame = Object.keys(known).length === found.length
    if (isSame || !options.snapshot) return
  }
  const contents = new Map(found.map((file) => [file.name, contentOf(file)]))
  const isResumed = resumes(known, contents) && Object.keys(known).length > 0
  const isFresh = options.snapshot && !isResumed
  // Files that are gone are forgotten; of a snapshot that starts over, all are.
  const states: FilesCursor['files'] = {}
  for (const file of found) {
    const state = isFresh ? undefined : stateOf(file)
    if (state !== undefined) states[file.name] = state
  }
  if (isFresh) await context.emit({ snapshot: 'start' })
  for (const file of found) await readOne(context, file, { options, joins, content: contentOf(file) }, states)
  if (options.snapshot) await context.emit({ snapshot: 'complete', cursor: { files: { ...states } } })
}

/** Whether a snapshot is under way of which every file that was begun is still the same, and none is gone. */
function resumes(known: FilesCursor['files'], now: ReadonlyMap<string, string>): boolean {
  const states = Object.entries(known)
  if (states.every(([, state]) => state.isDone) && states.length === now.size) return false
  return states.every(([name, state]) => now.get(name) === state.fingerprint)
}

interface Reading {
  readonly options: FileConfig
  readonly joins: Joins
  /** What the cursor knows the content by. */
  readonly content: string
}

async function readOne(
  context: Context,
  file: FoundFile,
  { options, joins, content }: Reading,
  states: FilesCursor['files'],
): Promise<void> {
  const state = states[file.name]
  if (state?.isDone) return
  let rows = state?.rows ?? 0
  let offset = state?.offset ?? 0
  const save = async (slice: Slice | undefined, isDone: boolean): Promise<void> => {
    states[file.name] = { fingerprint: content, rows, offset, isDone }
    const cursor = { files: { ...states } }
    await context.emit(slice === undefined ? { cursor } : { rows: slice.rows, cursor })
  }
  const dialect = await detectDialect(file, options).catch((error: unknown) => {
    throw faultOf(file, error)
  })
  offset = state?.offset ?? dialect.dataOffset
  let errors = 0
  let uncalculated = 0
  for await (const slice of withFaults(file, slicesOf(file, dialect, options, offset, rows))) {
    context.signal.throwIfAborted()
    await joins.complete(slice.rows, rows).catch((error: unknown) => {
      throw faultOf(file, error)
    })
    rows += slice.rows.length
    offset = slice.offset
    errors += slice.errors ?? 0
    uncalculated += slice.uncalculated ?? 0
    await save(slice, false)
  }
  if (errors + uncalculated > 0)
    context.log('cells were read as empty', { file: file.name, errors, formulasNeverCalculated: uncalculated })
  // Rows of two contents would be half of each; and a snapshot of them would delete what is only not there yet.
  if ((await fingerprintOf(file.path)) !== file.fingerprint) throw new RapportError('FILE_CHANGED', { file: file.name })
  await save(undefined, true)
}

/** What reading throws says what is wrong with the file; what is thrown while a slice is saved is not about it. */
export async function* withFaults(file: FoundFile, slices: AsyncGenerator<Slice>): AsyncGenerator<Slice> {
  try {
    yield* slices
  } catch (error) {
    throw faultOf(file, error)
  }
}

/** What the file system, the unzipping or the CSV parser threw, as one of ours. */
function faultOf(file: FoundFile, error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code
  if (RapportError.is(error) || typeof code !== 'string' || !/^(Z_|E[A-Z]+|ERR_|CSV_)/.test(code)) return error
  return unreadable(file.name, error)
}
