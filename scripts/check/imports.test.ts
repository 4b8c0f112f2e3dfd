import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mayImport } from './import-graph.ts'
import { cruiseImports } from './imports.ts'
import type { Workspace } from './workspaces.ts'

let house = ''
beforeEach(() => {
  house = realpathSync(mkdtempSync(join(tmpdir(), 'rapport-house-')))
})
afterEach(() => rmSync(house, { recursive: true, force: true }))

const packages: Workspace[] = ['packages/core', 'packages/engine', 'plugins/web'].map((folder) => {
  const name = folder === 'plugins/web' ? 'plugin-web' : folder.slice('packages/'.length)
  return {
    folder,
    name,
    manifest: { name: `@rapport/${name}`, exports: { '.': { '@rapport/source': './src/index.ts' } } },
  }
})

/** What breaks a rule in a house with these files. */
async function broken(files: Record<string, string>): Promise<string[]> {
  const doors = {
    'packages/core/src/index.ts': 'export const a = 1',
    'packages/engine/src/index.ts': 'export const b = 1',
  }
  for (const [path, code] of Object.entries({ ...doors, ...files })) {
    mkdirSync(dirname(join(house, path)), { recursive: true })
    writeFileSync(join(house, path), code)
  }
  const { modules, summary } = await cruiseImports(house, packages)
  expect(modules.length).toBeGreaterThan(1)
  return summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`).sort()
}

test('imports along the graph, through the door, are fine', async () => {
  expect(
    await broken({
      'packages/engine/src/index.ts': "import { a } from '../../core/src/index.ts'\nexport const b = a",
      'packages/engine/src/file.ts': "import { readFileSync } from 'node:fs'\nexport { readFileSync }",
    }),
  ).toEqual([])
})

test('an import against the graph is named, also of a type alone', async () => {
  expect(
    await broken({
      'packages/core/src/a.ts': "import type { b } from '../../engine/src/index.ts'\nexport type B = typeof b",
    }),
  ).toEqual(['packages/core/src/a.ts: core may import none of ours'])
  expect(
    await broken({ 'plugins/web/src/index.ts': "export { b } from '../../../packages/engine/src/index.ts'" }),
  ).toContain('plugins/web/src/index.ts: plugin-web may import core')
})

test('an import past the door of a package is named, from a test too', async () => {
  const inside = { 'packages/core/src/inner/secret.ts': 'export const secret = 1' }
  expect(
    await broken({ ...inside, 'packages/engine/src/x.ts': "export { secret } from '../../core/src/inner/secret.ts'" }),
  ).toEqual(['packages/engine/src/x.ts: passes by the door of core'])
  expect(await broken({ ...inside, 'test/x.test.ts': "import '../packages/core/src/inner/secret.ts'" })).toContain(
    'test/x.test.ts: passes by the door of core',
  )
})

test('a circle, input in a pure package and an import that leads nowhere are named', async () => {
  expect(
    await broken({
      'packages/engine/src/x.ts': "import './y.ts'",
      'packages/engine/src/y.ts': "import './x.ts'",
      'packages/core/src/read.ts': "import 'node:fs'\nimport 'node:crypto'",
      'packages/core/src/lost.ts': "import './nowhere.ts'",
    }),
  ).toEqual([
    'packages/core/src/lost.ts: leads nowhere',
    'packages/core/src/read.ts: is input or output in a pure package',
    'packages/engine/src/x.ts: runs in a circle',
  ])
})

test('a file that declares a resource with using is read like any other', async () => {
  expect(
    await broken({
      'packages/core/src/a.ts': "import '../../engine/src/index.ts'\nexport function f(x: Disposable) { using y = x }",
    }),
  ).toEqual(['packages/core/src/a.ts: core may import none of ours'])
})

test('the graph says every step: who may import a package may import what that one may', () => {
  for (const [name, others] of Object.entries(mayImport)) {
    for (const other of others)
      expect(others, `${name} imports ${other}`).toEqual(expect.arrayContaining([...(mayImport[other] ?? [])]))
    expect(others).not.toContain(name)
  }
})
