import type { Story } from '@rapport/demo'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoWorld, openDemoWorld, pairsOf, recordsOf } from './support/demo-world.ts'
import { type LoadedProject, RIGHTS } from './support/project.ts'

const partyStreams = ['crm/contacts', 'shop/customers', 'support/requesters']

describe('Maison Aurèle with 100 people', () => {
  let world: DemoWorld<Story>
  let project: LoadedProject
  beforeAll(async () => {
    world = await openDemoWorld('maison-aurele', 100)
    project = world.project
  }, 60_000)
  afterAll(() => world?.close())

  it('the heroine is one profile of her CRM, shop and support records, and her daughter is another', () => {
    const { heroine, neverMergeWith } = world.story
    const [hers, daughters] = [recordsOf(heroine.keys, partyStreams), recordsOf(neverMergeWith.keys, partyStreams)]
    expect(hers).toHaveLength(3)
    expect(new Set(hers.map(world.profileOf)).size).toBe(1)
    expect(new Set(daughters.map(world.profileOf)).size).toBe(1)
    expect(world.profileOf(hers[0] ?? '')).toBeDefined()
    expect(world.profileOf(hers[0] ?? '')).not.toBe(world.profileOf(daughters[0] ?? ''))
  })

  it('what she looked at on her iPad before she logged in is hers; another visitor’s is not', async () => {
    const { heroine } = world.story
    const id = world.profileOf(`crm/contacts/${heroine.keys['crm/contacts']?.[0]}`) ?? ''
    const found = await project.workspace.queries.lookup(id, RIGHTS)
    if (found.status !== 'found') throw new Error('she is not there')
    const { items } = await project.workspace.queries.timeline(found.id, { limit: 100, entities: ['event'] }, RIGHTS)
    const keys = items.filter(({ stream }) => stream === 'website/events').map(({ key }) => key)
    expect(keys).toContain('ajs-story-0')
    expect(keys.every((key) => heroine.keys['web/events']?.includes(key))).toBe(true)
  })

  it('no row is rejected', async () => {
    expect(await project.workspace.reader.countRejected()).toEqual([])
    expect(project.runs.flatMap(({ streams }) => streams.map(({ state }) => state))).not.toContain('failed')
  })

  it('at most six pairs of records of one person are missed, and nobody is joined with somebody else', () => {
    const pairs = pairsOf(world, partyStreams)
    expect(pairs.wrong).toEqual([])
    expect(pairs.true).toBeGreaterThan(60)
    expect(pairs.true - pairs.found).toBeLessThanOrEqual(6)
  })
})

it('of 2,000 people, families, twins and namesakes among them, nobody is joined with somebody else', async () => {
  const world = await openDemoWorld<Story>('maison-aurele', 2000)
  try {
    const pairs = pairsOf(world, partyStreams)
    expect(pairs.wrong).toEqual([])
    expect(pairs.true).toBeGreaterThan(1500)
    expect(pairs.found / pairs.true).toBeGreaterThan(0.79)
  } finally {
    await world.close()
  }
}, 120_000)
