import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readFacts, verify, writeBrief } from '@rapport/assistant'
import type { Json, ProfileId } from '@rapport/core'
import { createLogger, loadPacks, openRuntime, type Runtime, type Workspace } from '@rapport/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { isSharedDataAbsent, type LoadedProject, loadProject, sharedFile } from './support/project.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')

async function told(workspace: Workspace, id: ProfileId, rights = { sensitive: true }, language: 'en' | 'fr' = 'en') {
  const facts = await readFacts(workspace.queries, id, { rights, nowMs: NOW })
  if (!facts) throw new Error('no facts')
  const brief = writeBrief(facts, { occasion: 'call', language, all: true })
  for (const one of brief.sentences)
    expect([one.text, verify(one, brief.facts, { language, zone: brief.zone, nowMs: NOW })]).toEqual([one.text, []])
  return brief.sentences.map(({ text }) => text)
}

describe('a plugin’s pack', () => {
  let directory = ''
  let runtime: Runtime
  let workspace: Workspace
  let renter: ProfileId
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'rapport-packs-'))
    runtime = await openRuntime({
      project: fileURLToPath(new URL('fixtures/rentals/', import.meta.url)),
      mode: 'inline',
      resolveFrom: [import.meta.url],
      overrides: { dataDirectory: directory },
      log: createLogger({ level: 'silent' }),
      now: () => NOW,
    })
    workspace = runtime.workspace('rentals')
    const row = {
      number: '7',
      v: 1,
      name: 'Xylanthe Quimper',
      email: 'x@quimper.fr',
      shoeSize: '38',
      item: 'Freeride 178',
    }
    const file = join(directory, 'shop.json')
    writeFileSync(file, JSON.stringify([{ ...row, from: '2026-11-20T08:00:00Z', deposit: '250.00' }]))
    await save({ type: 'connection', name: 'zermatt', part: 'rentals/shop', config: { file } })
    await loadPacks(workspace, runtime.plugins.plugins)
    expect(await workspace.syncs.run('zermatt')).toMatchObject({ state: 'done' })
    await workspace.commands.settle()
    const found = await workspace.queries.lookup('email:x@quimper.fr', { sensitive: true })
    if (found.status !== 'found') throw new Error('nobody')
    renter = found.id
  })
  afterAll(async () => {
    await runtime.close()
    rmSync(directory, { recursive: true, force: true })
  })
  const save = (body: Json) => workspace.commands.saveDocuments([{ body }], 'steward')
  const packed = (name: string) =>
    runtime.plugins.plugins.flatMap(({ pack }) => pack?.documents ?? []).find((one) => one.name === name)

  it('brings its system’s rows to a brief, in both languages, with no code elsewhere', async () => {
    expect(await told(workspace, renter)).toContain(
      'Has “Freeride 178” since 20 November at 08:00 UTC, one rental in all.',
    )
    expect((await told(workspace, renter, { sensitive: true }, 'fr')).join(' ')).toContain(
      'A emprunté «\u00a0Freeride 178\u00a0» le 20',
    )
    expect(await workspace.queries.profile(renter, { sensitive: true })).toMatchObject({ segments: ['renters'] })
  })

  it('is as closed as its fields are', async () => {
    expect((await told(workspace, renter)).join(' ')).toContain('Left a deposit of €250 for “Freeride 178”.')
    expect((await told(workspace, renter, { sensitive: false })).join(' ')).not.toContain('250')
  })

  it('makes no versions when it is loaded again, and leaves alone what somebody changed or removed', async () => {
    const again = () => loadPacks(workspace, runtime.plugins.plugins)
    expect(await again()).toEqual([{ plugin: 'rentals', saved: [], kept: [] }])
    await save({ ...(packed('rentals.out') as unknown as { [key: string]: Json }), text: { en: 'Took {item}' } })
    await workspace.commands.removeDocument('template', 'rentals.deposit', 'steward')
    expect(await again()).toEqual([
      { plugin: 'rentals', saved: [], kept: ['template/rentals.out', 'template/rentals.deposit'] },
    ])
    expect(await told(workspace, renter)).toContain('Took “Freeride 178”.')
    expect((await told(workspace, renter)).join(' ')).not.toContain('deposit')
  })

  it('says nothing of who is who: that is for the workspace', async () => {
    expect(runtime.plugins.plugins.find(({ name }) => name === 'rules')?.pack?.documents).not.toHaveLength(0)
    expect((await workspace.documents.list({ type: 'match-rules', limit: 10 })).items).toEqual([])
  })

  it('of a newer version replaces what nobody touched', async () => {
    const plugin = runtime.plugins.plugins.find(({ name }) => name === 'rentals')
    if (!plugin?.pack) throw new Error('no pack')
    const documents = plugin.pack.documents.map((one) =>
      one.type === 'segment' ? { ...one, title: 'Who has our skis' } : one,
    )
    const [loaded] = await loadPacks(workspace, [{ ...plugin, version: '2.0.0', pack: { documents } }])
    expect(loaded?.saved).toEqual(['segment/renters'])
  })

  it('with a template that reads what is not there is refused by its name, and nothing of it is saved', async () => {
    const plugin = runtime.plugins.plugins.find(({ name }) => name === 'rentals')
    if (!plugin) throw new Error('no pack')
    const wrong = {
      type: 'template',
      name: 'rentals.wrong',
      on: { entity: 'rentals.rental' },
      text: { en: '{itme}' },
      kind: 'open',
    } as const
    const good = { ...wrong, name: 'rentals.good', text: { en: '{item}' } }
    const loading = loadPacks(workspace, [{ ...plugin, pack: { documents: [good, wrong] } }])
    await expect(loading).rejects.toMatchObject({ code: 'DOCUMENT_INVALID' })
    await expect(loading).rejects.toThrow(/rentals\.wrong.*'itme' is not an attribute of rentals\.rental/)
    const [saved] = await workspace.documents.read([{ type: 'template', name: 'rentals.good' }])
    expect(saved).toBeUndefined()
  })
})

const examples = [
  ['northwind', 'erp-northwind', 'customerNumber:SAVEA', /late\.$/],
  ['sap-bikes', 'erp-sap-bikes', 'partnerNumber:100000029', /^Ordered .+ × .+ at US\$/],
] as const

describe.skipIf(isSharedDataAbsent).each(examples)('the pack of %s', (name, data, reference, sentence) => {
  let project: LoadedProject
  const folder = fileURLToPath(new URL(`../examples/${name}`, import.meta.url))
  beforeAll(async () => {
    project = await loadProject(folder, sharedFile(data), { now: NOW })
  }, 120_000)
  afterAll(() => project?.close())

  it('is told in its briefs, in both languages', async () => {
    const found = await project.workspace.queries.lookup(reference, { sensitive: true })
    if (found.status !== 'found') throw new Error(`${reference} is ${found.status}`)
    const english = await told(project.workspace, found.id)
    expect(english.some((text) => sentence.test(text))).toBe(true)
    expect(await told(project.workspace, found.id, { sensitive: true }, 'fr')).toHaveLength(english.length)
  })

  it('has a text in each language', () => {
    const text = readFileSync(join(folder, 'documents', 'templates.yaml'), 'utf8')
    for (const { text: texts } of parseAllDocuments(text).map((one) => one.toJS() as { readonly text: object }))
      expect(Object.keys(texts)).toEqual(['en', 'fr'])
  })
})
