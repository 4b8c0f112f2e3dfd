import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Batch, Context, Stream } from '@rapport/core'
import { config, type FileConfig, type FilesConfig } from '../src/config.ts'
import type { FilesCursor } from '../src/read.ts'
import { filesSource } from '../src/source.ts'

export type FileInput = Partial<FileConfig> & { readonly path: string }

export interface Sync {
  /** What was emitted and taken. */
  readonly rows: readonly object[]
  /** The cursor of the last batch that was taken, as JSON brought it back. */
  readonly cursor: FilesCursor | undefined
  readonly stream: Stream<FilesConfig>
}

/** A folder of files, and syncs of it. */
export class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'rapport-files-'))

  put(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.path, name), content)
  }

  context(file: FileInput): Context<FilesConfig> {
    return {
      config: config.parse({ directory: this.path, files: [{ entity: 'person', ...file }] }),
      fetch,
      log: () => {},
      now: () => new Date(0),
      signal: new AbortController().signal,
    }
  }

  /**
   * Syncs the first stream from a cursor on. With `batches`, the process dies while the one after them is written: what it
   * held is not taken.
   */
  async sync(file: FileInput, cursor?: FilesCursor, batches = Number.POSITIVE_INFINITY): Promise<Sync> {
    const context = this.context(file)
    const [stream] = (await filesSource.streams(context)) as readonly Stream<FilesConfig>[]
    if (stream === undefined) throw new Error('the folder has a stream')
    const taken: Batch<object, unknown>[] = []
    const killed = new Error('killed')
    const emit = async (batch: Batch<object, unknown>) => {
      if (taken.length === batches) throw killed
      taken.push(structuredClone(batch))
    }
    try {
      await stream.read?.({ ...context, cursor, emit })
    } catch (error) {
      if (error !== killed) throw error
    }
    const last = taken.findLast((batch) => batch.cursor !== undefined)?.cursor ?? cursor
    return { rows: taken.flatMap((batch) => batch.rows ?? []), cursor: last as FilesCursor | undefined, stream }
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true })
  }
}
