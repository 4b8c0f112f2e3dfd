import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { clientTypes } from './client-types.ts'
import { errorsPage } from './errors-page.ts'

const root = join(import.meta.dirname, '..', '..')

/** Every file that is made from the sources, by its path from the root. To add one, add it here. */
const generated: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/errors.md': errorsPage,
  'packages/client/src/generated/api.ts': clientTypes,
}

/** The generated files that are not what the sources now make of them. */
export async function stale(): Promise<string[]> {
  const files: string[] = []
  for (const [path, render] of Object.entries(generated)) {
    const file = join(root, path)
    if (!existsSync(file) || readFileSync(file, 'utf8') !== (await render())) files.push(path)
  }
  return files
}

/** Writes those that are stale. */
export async function writeStale(): Promise<string[]> {
  const files = await stale()
  for (const path of files) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, (await generated[path]?.()) ?? '')
  }
  return files
}
