import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Json, ProfileId } from '@rapport/core'
import { createLogger, openRuntime, places, type Runtime, type Workspace } from '@rapport/runtime'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Rental } from './fixtures/rentals/rentals.ts'
import { leftovers } from './support/leftovers.ts'

const project = fileURLToPath(new URL('fixtures/rentals/', import.meta.url))
const NOW = Date.parse('2026-11-24T12:00:00Z')
const ALL = { sensitive: true }
const SOME = { sensitive: false }

const rental = (more: Partial<Rental> = {}): Rental & { readonly [key: string]: Json } => ({
  number: '7',
  v: 1,
  name: 'Xylanthe Quimper',
  email: 'xylanthe@quimper.fr',
  shoeSize: '38 narrow',
  item: 'Freeride 178',
  from: '2026-11-20T08:00:00Z',
  deposit: '250.00',
  ...more,
})
/** A shop's connection, its list in a file beside the data. */
function connection(name: string, ...rows: readonly Rental[]): Json {
  const file = join(directory, `${name}.json`)
  writeFileSync(file, JSON.stringify(rows))
  return { type: 'connection', name, part: 'rentals/shop', config: { file } }
}

let directory = ''
let runtime: Runtime
let workspace: Workspace
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rapport-rentals-'))
  runtime = await openRuntime({
    project,
    mode: 'inline',
    resolveFrom: [import.meta.url],
    overrides: { dataDirectory: directory },
    log: createLogger({ level: 'silent' }),
    now: () => NOW,
  })
  workspace = runtime.workspace('rentals')
  await save(
    {
      type: 'match-rules',
      name: 'person',
      entity: 'person',
      model: { rules: [{ name: 'mail', when: { same: 'email' } }] },
    },
    { type: 'insight', name: 'rentals', on: 'rentals.rental', calculate: 'count' },
    { type: 'insight', name: 'deposits', on: 'rentals.rental', calculate: 'sum', value: 'deposit' },
    { type: 'segment', name: 'skiers', where: { insight: 'rentals', gte: 1 } },
  )
})
afterEach(async () => {
  await runtime.close()
  rmSync(directory, { recursive: true, force: true })
})

const save = (...documents: readonly Json[]) =>
  workspace.commands.saveDocuments(
    documents.map((body) => ({ body })),
    'test',
  )
async function sync(...names: readonly string[]): Promise<void> {
  for (const name of names) expect(await workspace.syncs.run(name)).toMatchObject({ state: 'done' })
  await workspace.commands.settle()
}
async function idOf(reference: string): Promise<ProfileId> {
  const found = await workspace.queries.lookup(reference, ALL)
  if (found.status !== 'found') throw new Error(`${reference} is ${found.status}`)
  return found.id
}

test("a plugin's own entity and attributes are stored, in the timeline, calculated on, held back and erased", async () => {
  await save(connection('zermatt', rental()))
  await sync('zermatt')
  const id = await idOf('email:xylanthe@quimper.fr')
  expect(await workspace.queries.profile(id, ALL)).toMatchObject({
    attributes: { fullName: 'Xylanthe Quimper', ext: { rentals: { shoeSize: '38 narrow' } } },
    insights: { rentals: 1, deposits: 25_000 },
    segments: ['skiers'],
  })
  const timeline = await workspace.queries.timeline(id, { limit: 10 }, ALL)
  expect(timeline.items).toMatchObject([
    {
      entity: 'rentals.rental',
      stream: 'zermatt/rentals',
      key: 'rental-7',
      occurredAt: '2026-11-20T08:00:00.000Z',
      attributes: {
        item: 'Freeride 178',
        deposit: { amountMinor: 25_000, currency: 'EUR' },
        ext: { rentals: { boots: '38 narrow' } },
      },
    },
  ])
  expect((await workspace.queries.timeline(id, { limit: 10, entities: ['rentals.rental'] }, ALL)).items).toHaveLength(1)
  // Its sensitive field is held back like ours.
  expect(JSON.stringify(await workspace.queries.timeline(id, { limit: 10 }, SOME))).not.toContain('25000')

  await workspace.commands.erase('email:xylanthe@quimper.fr', 'dpo')
  await sync('zermatt')
  expect((await workspace.queries.list({ limit: 10 }, ALL)).items).toEqual([])
  await runtime.close()
  const values = ['Xylanthe', 'quimper.fr', '38 narrow', 'Freeride 178']
  expect(leftovers(places.database(directory, 'rentals'), values)).toEqual([])
})

test('its rows change, move to another customer and are deleted like those of ours', async () => {
  await save(connection('zermatt', rental(), rental({ number: '8', name: 'Bo', email: 'bo@x.fr', item: 'Race 160' })))
  await sync('zermatt')
  const [ana, bo] = [await idOf('email:xylanthe@quimper.fr'), await idOf('email:bo@x.fr')]
  const emit = (body: Json) =>
    workspace.commands.emit({ connection: 'zermatt', stream: 'rentals', body: JSON.stringify(body) })
  await save({
    type: 'mapping',
    name: 'zermatt/rentals',
    entity: 'rentals.rental',
    owner: [{ stream: 'customers', key: 'shoeSize' }],
    set: { item: 'item' },
  })
  // Now the row names its customer elsewhere: it moves.
  await emit({ rows: [rental({ v: 2, shoeSize: '8' })] })
  await workspace.commands.settle()
  const insightsOf = async (id: ProfileId) => (await workspace.queries.profile(id, ALL))?.insights
  expect([await insightsOf(ana), await insightsOf(bo)]).toMatchObject([{ rentals: 0 }, { rentals: 2 }])
  await emit({ deletes: [{ key: 'rental-7', version: 3 }] })
  await workspace.commands.settle()
  expect(await insightsOf(bo)).toMatchObject({ rentals: 1 })
  expect((await workspace.queries.members({ segment: 'skiers' }, { limit: 10 }, ALL)).items).toHaveLength(1)
})

test('connected twice, the same key in both is two anchors, each with its own history', async () => {
  await save(
    connection('zermatt', rental()),
    connection('verbier', rental({ name: 'Somebody Else', email: 'else@x.fr', item: 'Race 160' })),
  )
  await sync('zermatt', 'verbier')
  const profiles = (await workspace.queries.list({ limit: 10 }, ALL)).items
  expect(profiles.map(({ sources, attributes }) => [sources, attributes.fullName])).toEqual([
    [['zermatt/customers'], 'Xylanthe Quimper'],
    [['verbier/customers'], 'Somebody Else'],
  ])
  for (const [email, stream, item] of [
    ['xylanthe@quimper.fr', 'zermatt/rentals', 'Freeride 178'],
    ['else@x.fr', 'verbier/rentals', 'Race 160'],
  ] as const) {
    const { items } = await workspace.queries.timeline(await idOf(`email:${email}`), { limit: 10 }, ALL)
    expect(items).toMatchObject([{ stream, key: 'rental-7', attributes: { item } }])
  }
  // Rows of one are not rows of the other: a newer one in Verbier changes nothing in Zermatt.
  await workspace.commands.emit({
    connection: 'verbier',
    stream: 'rentals',
    body: JSON.stringify({ deletes: ['rental-7'] }),
  })
  await workspace.commands.settle()
  expect(
    (await workspace.queries.timeline(await idOf('email:xylanthe@quimper.fr'), { limit: 10 }, ALL)).items,
  ).toHaveLength(1)
  expect((await workspace.queries.timeline(await idOf('email:else@x.fr'), { limit: 10 }, ALL)).items).toEqual([])
})
