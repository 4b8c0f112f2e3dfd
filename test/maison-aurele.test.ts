import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateWorld, type Story } from '@rapport/demo'
import { replayArchive } from '@rapport/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allProfiles, type LoadedProject, loadProject, RIGHTS, recordsByKey } from './support/project.ts'

const folder = fileURLToPath(new URL('../packages/demo/worlds/maison-aurele', import.meta.url))
const partyStreams = ['crm/contacts', 'shop/customers', 'support/requesters']

type Keys = Readonly<Record<string, readonly string[]>>
const recordsOf = (keys: Keys) =>
  partyStreams.flatMap((stream) => (keys[stream] ?? []).map((key) => `${stream}/${key}`)).sort()

/** A world of so many people, its files loaded through its documents. */
async function openWorld(people: number) {
  const directory = await mkdtemp(join(tmpdir(), 'rapport-aurele-'))
  await generateWorld({ world: 'maison-aurele', people, directory })
  const story: Story = JSON.parse(readFileSync(join(directory, 'story.json'), 'utf8'))
  const project = await loadProject(folder, directory, { now: Date.parse(story.now) })
  await replayArchive(project.workspace, 'website', join(directory, 'web', 'events.jsonl'))
  const records = await recordsByKey({ ...project, profiles: await allProfiles(project.workspace) })
  const close = async () => {
    await project.close()
    await rm(directory, { recursive: true, force: true })
  }
  return { directory, story, project, profileOf: (key: string) => records.get(key)?.profile, close }
}
type World = Awaited<ReturnType<typeof openWorld>>

/** How the match rules do against who is who: pairs of records, of those that are still there. */
function identityOf({ directory, profileOf }: World) {
  const lines = readFileSync(join(directory, 'truth.jsonl'), 'utf8').trim().split('\n')
  const known = lines
    .map((line): { readonly personId: string | null; readonly keys: Keys } => JSON.parse(line))
    .flatMap(({ personId, keys }) =>
      recordsOf(keys).map((key) => ({ person: personId ?? key, profile: profileOf(key) })),
    )
    .filter(({ profile }) => profile !== undefined)
  const pairs = { true: 0, found: 0, wrong: 0 }
  for (const [at, a] of known.entries())
    for (const b of known.slice(at + 1)) {
      const isOne = a.person === b.person
      const isJoined = a.profile === b.profile
      if (isOne) pairs.true += 1
      if (isOne && isJoined) pairs.found += 1
      if (!isOne && isJoined) pairs.wrong += 1
    }
  return pairs
}

describe('Maison Aurèle with 100 people', () => {
  let world: World
  let project: LoadedProject
  beforeAll(async () => {
    world = await openWorld(100)
    project = world.project
  }, 60_000)
  afterAll(() => world?.close())

  it('the heroine is one profile of her CRM, shop and support records, and her daughter is another', () => {
    const { heroine, neverMergeWith } = world.story
    const [hers, daughters] = [recordsOf(heroine.keys), recordsOf(neverMergeWith.keys)]
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
    const pairs = identityOf(world)
    expect(pairs.wrong).toBe(0)
    expect(pairs.true).toBeGreaterThan(60)
    expect(pairs.true - pairs.found).toBeLessThanOrEqual(6)
  })
})

it('of 2,000 people, families, twins and namesakes among them, nobody is joined with somebody else', async () => {
  const world = await openWorld(2000)
  try {
    const pairs = identityOf(world)
    expect(pairs.wrong).toBe(0)
    expect(pairs.true).toBeGreaterThan(1500)
    expect(pairs.found / pairs.true).toBeGreaterThan(0.79)
  } finally {
    await world.close()
  }
}, 120_000)
