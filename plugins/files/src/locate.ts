import { createHash } from 'node:crypto'
import { glob, open, realpath, stat } from 'node:fs/promises'
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { RapportError } from '@rapport/core'

/** A file as it was when it was found. `name` is its path in the folder, with forward slashes. */
export interface FoundFile {
  readonly name: string
  readonly path: string
  /** Size, time of change and the beginning's hash: another one means another content. */
  readonly fingerprint: string
}

const HEAD_BYTES = 64 * 1024

/**
 * The files of a folder that match a pattern, by name. Links that lead out of the folder are left out.
 * @throws RapportError `CONFIG_INVALID` for a pattern that leaves the folder or a folder that is not there
 */
export async function findFiles(directory: string, pattern: string): Promise<readonly FoundFile[]> {
  if (isAbsolute(pattern) || pattern.split(/[\\/]/).includes('..'))
    throw new RapportError('CONFIG_INVALID', {
      name: 'files',
      problem: 'the path leaves the folder',
      path: 'files.path',
    })
  const root = await realpath(resolve(directory)).catch((cause: unknown) => {
    throw new RapportError(
      'CONFIG_INVALID',
      { name: 'files', problem: 'there is no such folder', path: 'directory' },
      { cause },
    )
  })
  const found: FoundFile[] = []
  for await (const match of matchesOf(pattern, root)) {
    const path = await realpath(join(root, match)).catch(() => undefined)
    // A link that leads nowhere, or a file that has just gone.
    if (path === undefined) continue
    const inside = relative(root, path)
    if (inside.startsWith('..') || isAbsolute(inside)) continue
    const fingerprint = await fingerprintOf(path)
    if (fingerprint !== undefined) found.push({ name: match.split(sep).join('/'), path, fingerprint })
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** @throws RapportError `CONFIG_INVALID` for a pattern that is none */
async function* matchesOf(pattern: string, root: string): AsyncGenerator<string> {
  try {
    yield* glob(pattern, { cwd: root })
  } catch (cause) {
    throw new RapportError(
      'CONFIG_INVALID',
      { name: 'files', problem: 'the path is not a pattern', path: 'files.path' },
      { cause },
    )
  }
}

/**
 * What a file's content is recognised by; `undefined` for what is no file.
 * @throws RapportError `FILE_UNREADABLE`
 */
export async function fingerprintOf(path: string): Promise<string | undefined> {
  try {
    // Before it is opened: opening a pipe waits for whoever writes to it.
    if (!(await stat(path)).isFile()) return undefined
    return await contentPrint(path)
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

/** What the system says of a file that cannot be read, by its code alone. */
export function unreadable(path: string, cause: unknown): RapportError {
  const code = String((cause as { code?: unknown } | null)?.code ?? (cause as { name?: unknown } | null)?.name)
  return new RapportError(
    'FILE_UNREADABLE',
    { file: basename(path), problem: `reading it failed (${code})` },
    { cause },
  )
}

async function contentPrint(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { size, mtimeMs } = await file.stat()
    const head = Buffer.alloc(Math.min(size, HEAD_BYTES))
    await file.read(head, 0, head.length, 0)
    const hash = createHash('sha256').update(head).digest('base64url').slice(0, 22)
    return `${size}-${Math.trunc(mtimeMs)}-${hash}`
  } finally {
    await file.close()
  }
}

/** A stream's name made of a file's: `Sales Orders.csv.gz` is `sales-orders`. */
export function streamNameOf(fileName: string): string {
  const bare = basename(fileName).replace(
    /(\.(csv|tsv|tab|txt|jsonl|ndjson|json|gz|xlsx|xlsm|xltx|xls|parquet))+$/i,
    '',
  )
  const name = bare
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return name === '' ? 'file' : name
}
