import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { defineEntity, definePlugin, defineSource, RapportError } from '@rapport/core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { loadPlugins, PluginHost } from './host.ts'

const config = z.strictObject({})
const source = (name: string) => defineSource({ name, config, check: async () => ({ ok: true }), streams: [] })
const plugin = (name: string, more: object = {}) =>
  definePlugin({ name, version: '1.0.0', contract: 1, title: name, sources: [source('main')], ...more })

function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-plugins-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}
const problemOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return RapportError.is(error) ? { code: error.code, ...error.details } : error
}
const source1 = (name: string, contract = 1) =>
  `export default { name: '${name}', version: '1', contract: ${contract}, title: '${name}' }`

test('parts are found as plugin/part, and an unknown one lists those there are', () => {
  const host = new PluginHost([plugin('crm'), plugin('erp')])
  expect(host.source('erp/main').name).toBe('main')
  expect(host.names('source')).toEqual(['crm/main', 'erp/main'])
  expect(() => host.source('crm/other')).toThrow(/source crm\/other/)
  expect(() => host.activator('crm/main')).toThrow(RapportError)
  expect(host.connectable('crm/main')).toMatchObject({ activator: undefined })
})

test("a plugin's own entities join the canonical model", () => {
  const rental = defineEntity('crm.rental', 'state', { title: 'Rental', schema: z.object({ item: z.string() }) })
  const host = new PluginHost([plugin('crm', { entities: [rental] })])
  expect(host.entities.get('crm.rental')).toBe(rental)
  expect(host.entities.has('person')).toBe(true)
})

test('two plugins of one name, and a plugin of another contract, are refused by name', () => {
  expect(() => new PluginHost([plugin('crm'), plugin('crm')])).toThrow(/crm/)
  expect(() => new PluginHost([plugin('old', { contract: 2 })])).toThrow(/old speaks contract 2/)
})

test('plugins load from files of the project and from its packages, though they export for import only', async () => {
  const folder = project({
    'crm.ts': `import { definePlugin } from '@rapport/core'\n${source1('crm')} satisfies object`,
    'node_modules/acme-erp/package.json': JSON.stringify({
      name: 'acme-erp',
      type: 'module',
      exports: { '.': { import: './main.js' } },
    }),
    'node_modules/acme-erp/main.js': `export const erp = { name: 'erp', version: '1', contract: 1, title: 'ERP' }`,
  })
  const host = await loadPlugins(['./crm.ts', 'acme-erp'], { project: folder })
  expect(host.plugins.map((one) => one.name)).toEqual(['crm', 'erp'])
})

test('what cannot be loaded is named: absent, broken, not a plugin, another contract', async () => {
  const folder = project({
    'broken.mjs': 'export default {',
    'empty.mjs': 'export default { hello: 1 }',
    'old.mjs': source1('old', 7),
  })
  const load = (specifier: string) => problemOf(loadPlugins([specifier], { project: folder }))
  expect(await load('nobody-has-this')).toMatchObject({ code: 'PLUGIN_INVALID', plugin: 'nobody-has-this' })
  expect(await load('./broken.mjs')).toMatchObject({ code: 'PLUGIN_INVALID', plugin: './broken.mjs' })
  expect(await load('./empty.mjs')).toMatchObject({ code: 'PLUGIN_INVALID' })
  expect(await load('./old.mjs')).toMatchObject({ code: 'PLUGIN_CONTRACT_UNSUPPORTED', plugin: 'old', found: '7' })
})
