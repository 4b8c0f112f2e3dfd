import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { RapportError } from '@rapport/core'
import { expect, test } from 'vitest'
import { defaultPlugins } from './config.ts'
import { loadConfig } from './load.ts'

function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-project-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}
const problemOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return RapportError.is(error) ? { code: error.code, ...error.details } : error
}

test('without a file everything has a default', async () => {
  const config = await loadConfig()
  expect(config.plugins).toEqual(defaultPlugins)
  expect(config).toMatchObject({ durability: 'full', workspaces: [{ name: 'main' }], http: { host: '127.0.0.1' } })
  expect(config.dataDirectory).toBe(resolve('data'))
})

test('the folder that documents read from is relative to the project', async () => {
  const folder = project({
    'rapport.config.mjs': "export default { input: { directory: '../exports', origin: 'the ERP' } }",
  })
  expect((await loadConfig(folder)).input).toEqual({ directory: resolve(folder, '../exports'), origin: 'the ERP' })
})

test('a project folder far from any node_modules may import defineConfig and core', () => {
  const folder = project({
    'rapport.config.ts': `
      import { defineConfig } from '@rapport/runtime'
      export default defineConfig({ plugins: ['./crm.ts'], dataDirectory: 'state', durability: 'normal' as const })`,
    'crm.ts': `
      import { definePlugin, type Plugin } from '@rapport/core'
      export const crm: Plugin = definePlugin({ name: 'crm', version: '1.0.0', contract: 1, title: 'CRM' })`,
    'main.mjs': `
      import { loadConfig, loadPlugins } from ${JSON.stringify(import.meta.resolve('../index.ts'))}
      const config = await loadConfig(${JSON.stringify('FOLDER')})
      const { plugins } = await loadPlugins(config.plugins, { project: ${JSON.stringify('FOLDER')} })
      process.stdout.write(JSON.stringify({ config, plugins }))`,
  })
  const main = join(folder, 'main.mjs')
  writeFileSync(main, readFileSync(main, 'utf8').replaceAll('FOLDER', folder))
  // A process of its own: here, modules are resolved by the test runner, not by Node.
  const { config, plugins } = JSON.parse(
    execFileSync(process.execPath, ['--conditions=@rapport/source', main], { encoding: 'utf8' }),
  )
  expect(config).toMatchObject({ plugins: ['./crm.ts'], durability: 'normal', dataDirectory: join(folder, 'state') })
  expect(plugins).toMatchObject([{ name: 'crm' }])
})

test('the command line wins over the file, and its paths are its own', async () => {
  const folder = project({ 'rapport.config.mjs': `export default { dataDirectory: 'state', durability: 'normal' }` })
  const config = await loadConfig(folder, { dataDirectory: 'here' })
  expect(config).toMatchObject({ dataDirectory: resolve('here'), durability: 'normal' })
})

test('a mistake is named with its path, and an unknown member refused', async () => {
  const misspelt = project({ 'rapport.config.mjs': `export default { limits: { request: { maxRetries: 99 } } }` })
  expect(await problemOf(loadConfig(misspelt))).toMatchObject({
    code: 'CONFIG_INVALID',
    path: 'limits.request.maxRetries',
  })
  const unknown = project({ 'rapport.config.mjs': 'export default { plugin: [] }' })
  expect(await problemOf(loadConfig(unknown))).toMatchObject({ code: 'CONFIG_INVALID', problem: /plugin/ })
  const broken = project({ 'rapport.config.mjs': 'export default {' })
  expect(await problemOf(loadConfig(broken))).toMatchObject({ code: 'CONFIG_INVALID' })
  expect(await problemOf(loadConfig(join(broken, 'nowhere')))).toMatchObject({ code: 'CONFIG_INVALID' })
})

test('two workspaces of one name are refused', async () => {
  const folder = project({ 'rapport.config.mjs': `export default { workspaces: [{ name: 'a' }, { name: 'a' }] }` })
  expect(await problemOf(loadConfig(folder))).toMatchObject({ code: 'CONFIG_INVALID', path: 'workspaces' })
})
