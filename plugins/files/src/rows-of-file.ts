import { basename } from 'node:path'
import { RapportError, rowProblem } from '@rapport/core'
import { config, type FileConfig } from './config.ts'
import { detectDialect } from './dialect.ts'
import { withFaults } from './read.ts'
import { slicesOf } from './slices.ts'

/** What cannot be found out about a file. */
export type FileRowsOptions = Partial<Pick<FileConfig, 'sheet' | 'firstRow'>>

/**
 * The rows of one file of any format that is read, some at a time: for whoever sends them on at once and keeps no
 * cursor. Unlike a sync it stops at a row that is none.
 * @throws RapportError `FILE_UNREADABLE`, naming the row if it is one; `FILE_FORMAT_UNKNOWN`, `FILE_PROTECTED`,
 * `FILE_DAMAGED`, `FILE_TOO_LARGE`; `CONFIG_INVALID` for a sheet that is not there
 */
export async function* rowsOfFile(path: string, options: FileRowsOptions = {}): AsyncGenerator<readonly object[]> {
  const name = basename(path)
  const parsed = config.parse({ directory: '.', files: [{ path: name, entity: 'person', ...options }] })
  const [written] = parsed.files as [FileConfig]
  const file = { name, path, fingerprint: '' }
  const slices = async function* () {
    yield* slicesOf(file, await detectDialect(file, written), written, undefined, 0)
  }
  for await (const { rows } of withFaults(file, slices())) {
    for (const row of rows) {
      const problem = (row as { readonly [rowProblem]?: unknown })[rowProblem]
      if (problem !== undefined) throw new RapportError('FILE_UNREADABLE', { file: name, problem: String(problem) })
    }
    yield rows
  }
}
