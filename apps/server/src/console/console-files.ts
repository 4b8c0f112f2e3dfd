import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, extname, join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

/** Where the page's nonce goes, as apps/console/index.html has it. */
const NONCE = '__NONCE__'

/** A file of the console, with its compressed forms where the build made them. */
export interface ConsoleFile {
  readonly type: string
  readonly bytes: Uint8Array
  readonly compressed: Readonly<Partial<Record<'br' | 'gzip', Uint8Array>>>
  /** Its name holds its hash, so it never changes. */
  readonly isImmutable: boolean
}

/** The built console, in memory: a few files, read once. */
export class ConsoleFiles {
  readonly #files: ReadonlyMap<string, ConsoleFile>
  readonly #page: string

  private constructor(files: ReadonlyMap<string, ConsoleFile>, page: string) {
    this.#files = files
    this.#page = page
  }

  static async read(folder: string): Promise<ConsoleFiles> {
    const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((one) => one.isFile() && !/\.(br|gz)$/.test(one.name))
      .map((one) => join(one.parentPath, one.name))
    const files = new Map<string, ConsoleFile>()
    for (const file of names) {
      const path = file.slice(folder.length + 1).replaceAll(sep, '/')
      const [br, gzip] = await Promise.all([readIfThere(`${file}.br`), readIfThere(`${file}.gz`)])
      files.set(path, {
        type: types[extname(file)] ?? 'application/octet-stream',
        bytes: await readFile(file),
        compressed: { ...(br && { br }), ...(gzip && { gzip }) },
        isImmutable: path.startsWith('assets/'),
      })
    }
    const page = await readFile(join(folder, 'index.html'), 'utf8')
    return new ConsoleFiles(files, page)
  }

  /** A file by its path below the console's address. */
  file(path: string): ConsoleFile | undefined {
    return path === 'index.html' ? undefined : this.#files.get(path)
  }

  /** The one page that every address of the console answers with. */
  page(nonce: string): string {
    return this.#page.replaceAll(NONCE, nonce)
  }
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  return existsSync(file) ? await readFile(file) : undefined
}

/**
 * The console of this installation, built first when its sources are newer than what was built; `undefined` where it is
 * not installed.
 * @throws what its build failed with
 */
export async function openConsole(): Promise<ConsoleFiles | undefined> {
  const manifest = findPackageJSON('@rapport/console', import.meta.url)
  const build = manifest && join(dirname(manifest), 'build.ts')
  if (!build || !existsSync(build)) return undefined
  const { builtConsole } = (await import(pathToFileURL(build).href)) as { builtConsole(): Promise<string> }
  return ConsoleFiles.read(await builtConsole())
}
