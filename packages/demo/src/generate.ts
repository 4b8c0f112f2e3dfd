import { type FileHandle, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BYTE_ORDER_MARK, csvLine } from './csv.ts'
import type { DisagreementCount, Row, StreamInfo, WorldOptions } from './world.ts'
import type { Story } from './worlds/maison-aurele/story.ts'
import { openWorld } from './worlds.ts'

export interface GenerateOptions extends WorldOptions {
  readonly world: string
  /** Folder to write into; made when missing. Files of an earlier world there are replaced. */
  readonly directory: string
  readonly signal?: AbortSignal
  /** Called after each batch written. */
  readonly onProgress?: (progress: Progress) => void
}

export interface Progress {
  readonly file: string
  readonly rows: number
  /** Files finished, and how many there will be. */
  readonly filesDone: number
  readonly files: number
}

export interface WrittenFile {
  readonly file: string
  readonly rows: number
  readonly bytes: number
}

/** What was written, as also kept in `world.json`, which comes last: a folder without it is not complete. */
export interface WorldSummary {
  readonly world: string
  readonly people: number
  readonly households: number
  readonly seed: string
  readonly now: string
  readonly eventsPerPerson: number
  readonly files: readonly WrittenFile[]
  /** By `stream:kind`: how often each disagreement could happen and did, in the truth file's pass. */
  readonly disagreements: Readonly<Record<string, DisagreementCount>>
}

/** The story of a world that was written into a folder; each world has a type of its own for it. */
export async function readStory<S extends object = Story>(directory: string): Promise<S> {
  return JSON.parse(await readFile(join(directory, STORY_FILE), 'utf8')) as S
}

const STORY_FILE = 'story.json'
const CHUNK_CHARACTERS = 1 << 20

/**
 * Writes a world's files, one after the other, in constant memory: a file a stream, `truth.jsonl`, `story.json` and,
 * last, `world.json`. Repeating it gives the same bytes.
 *
 * @throws RapportError `WORLD_UNKNOWN`, `WORLD_OPTION_INVALID`; the signal's reason when aborted
 * @example
 * await generateWorld({ world: 'maison-aurele', people: 1000, directory: '/tmp/aurele' })
 */
export async function generateWorld(options: GenerateOptions): Promise<WorldSummary> {
  const world = openWorld(options.world, options)
  const { directory, signal, onProgress } = options
  const manifest = join(directory, 'world.json')
  await mkdir(directory, { recursive: true })
  await rm(manifest, { force: true })

  const written: WrittenFile[] = []
  const files = world.streams.length + 1
  const report = (file: string, rows: number) => onProgress?.({ file, rows, filesDone: written.length, files })
  for (const stream of world.streams) {
    written.push(
      await writeLines(
        directory,
        stream.file,
        header(stream),
        world.batches(stream.file),
        lineOf(stream),
        signal,
        report,
      ),
    )
  }
  const counts = new Map<string, { eligible: number; planted: number }>()
  written.push(await writeLines(directory, 'truth.jsonl', '', oneByOne(world.truth(counts)), jsonLine, signal, report))
  await writeFile(join(directory, STORY_FILE), `${JSON.stringify(world.story(), null, 2)}\n`)

  const summary: WorldSummary = {
    world: world.name,
    people: world.people,
    households: world.households,
    seed: world.seed,
    now: world.now,
    eventsPerPerson: world.eventsPerPerson,
    files: written,
    disagreements: Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1))),
  }
  await writeFile(manifest, `${JSON.stringify(summary, null, 2)}\n`)
  return summary
}

async function writeLines<T extends object>(
  directory: string,
  file: string,
  head: string,
  batches: Iterable<readonly T[]>,
  line: (row: T) => string,
  signal: AbortSignal | undefined,
  report: (file: string, rows: number) => void,
): Promise<WrittenFile> {
  const path = join(directory, file)
  await mkdir(dirname(path), { recursive: true })
  const handle = await open(path, 'w')
  try {
    let text = head
    let rows = 0
    let bytes = 0
    for (const batch of batches) {
      for (const row of batch) text += line(row)
      rows += batch.length
      if (text.length < CHUNK_CHARACTERS) continue
      bytes += await append(handle, text)
      text = ''
      signal?.throwIfAborted()
      report(file, rows)
    }
    bytes += await append(handle, text)
    signal?.throwIfAborted()
    report(file, rows)
    return { file, rows, bytes }
  } finally {
    await handle.close()
  }
}

async function append(handle: FileHandle, text: string): Promise<number> {
  const bytes = Buffer.from(text, 'utf8')
  await handle.writeFile(bytes)
  return bytes.length
}

function* oneByOne<T>(items: Iterable<T>): Generator<readonly T[]> {
  for (const item of items) yield [item]
}

function header(stream: StreamInfo): string {
  if (stream.format !== 'csv') return ''
  return `${stream.hasByteOrderMark === true ? BYTE_ORDER_MARK : ''}${csvLine(stream.columns, stream.delimiter ?? ',')}\r\n`
}

function lineOf(stream: StreamInfo): (row: Row) => string {
  if (stream.format !== 'csv') return jsonLine
  const delimiter = stream.delimiter ?? ','
  return (row) =>
    `${csvLine(
      stream.columns.map((column) => (row as Record<string, string>)[column]),
      delimiter,
    )}\r\n`
}

function jsonLine(row: object): string {
  return `${JSON.stringify(row)}\n`
}

/**
 * One system's rows as an async sequence, for tests and benchmarks that feed a pipeline without files.
 * @throws RapportError `WORLD_UNKNOWN`, `WORLD_OPTION_INVALID`, `STREAM_UNKNOWN`
 */
export async function* readStream(
  options: WorldOptions & { readonly world: string },
  file: string,
): AsyncGenerator<Row> {
  for (const batch of openWorld(options.world, options).batches(file)) yield* batch
}
