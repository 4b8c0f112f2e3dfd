import { createHash } from 'node:crypto'
import {
  type Context,
  defineSource,
  defineStream,
  RapportError,
  refuseProblem,
  type Source,
  type Stream,
} from '@rapport/core'
import { z } from 'zod'
import { cellGetter } from './cell.ts'
import { config, type FileConfig, type FilesConfig } from './config.ts'
import { detectDialect } from './dialect.ts'
import { type FoundFile, findFiles, streamNameOf } from './locate.ts'
import { cursor, readFiles } from './read.ts'

/** A folder's files as streams, found by looking. */
export const filesSource: Source = defineSource({
  name: 'files',
  title: 'Files',
  config,
  async check(context) {
    for (const { path } of context.config.files) {
      try {
        const found = await findFiles(context.config.directory, path)
        if (found.length === 0) throw new RapportError('FILE_NOT_FOUND', { path })
      } catch (thrown) {
        const error = RapportError.from(thrown, 'FILE_NOT_FOUND', { path })
        return { ok: false, problem: error.message, solve: error.solve }
      }
    }
    return { ok: true }
  },
  streams: streamsOf,
})

/** A stream for each named entry; for an entry without a name, one for each file that it matches. */
async function streamsOf(context: Context<FilesConfig>): Promise<readonly Stream<FilesConfig>[]> {
  const streams: Stream<FilesConfig>[] = []
  const taken = new Set<string>()
  for (const options of context.config.files) {
    // A folder that is not there must not take the rules of its streams away; `check` and `read` tell.
    const found = await findFiles(context.config.directory, options.path).catch((): readonly FoundFile[] => [])
    const parts: readonly { readonly pattern: string; readonly sample: FoundFile | undefined }[] =
      options.name !== undefined || found.length === 0
        ? [{ pattern: options.path, sample: found[0] }]
        : found.map((file) => ({ pattern: escapedPattern(file.name), sample: file }))
    for (const { pattern, sample } of parts) {
      const base = options.name ?? streamNameOf(sample?.name ?? options.path)
      let name = base
      for (let count = 2; taken.has(name); count += 1) name = `${base}-${count}`
      taken.add(name)
      streams.push(await streamOf(name, pattern, options, sample))
    }
  }
  return streams
}

async function streamOf(
  name: string,
  pattern: string,
  options: FileConfig,
  sample: FoundFile | undefined,
): Promise<Stream<FilesConfig>> {
  const dialect = sample && (await detectDialect(sample, options).catch(() => undefined))
  const decimal = options.decimal === 'auto' ? dialect?.decimal : options.decimal
  const keys = options.key === undefined ? undefined : [options.key].flat().map(cellGetter)
  const version = options.version === undefined ? undefined : cellGetter(options.version)
  const { set = {}, ...mapping } = options.mapping ?? {}
  return defineStream(config, {
    name,
    entity: options.entity,
    mode: options.mode,
    unique: options.unique,
    row: z.record(z.string(), z.unknown()) as z.ZodType<object>,
    key(row) {
      refuseProblem(name, row)
      if (keys === undefined) return createHash('sha256').update(JSON.stringify(row)).digest('base64url')
      const parts = keys.map((get) => get(row))
      return parts.includes('') ? '' : parts.join('/')
    },
    ...(version && { version: (row: object) => version(row) || undefined }),
    cursor,
    mapping: { ...(decimal && { decimal }), ...withoutUndefined(mapping), set },
    read: (context) => readFiles(context, pattern, options),
  })
}

/** A file's name as a pattern that matches only it. */
const escapedPattern = (name: string): string => name.replace(/[*?[\]{}()!+@\\]/g, '\\$&')

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never
}
