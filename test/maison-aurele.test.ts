import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionDocument, entities, type Json, type Stream } from '@rapport/core'
import { generateWorld, type Story } from '@rapport/demo'
import { createEngine, type Reader } from '@rapport/engine'
import { files } from '@rapport/plugin-files'
import { rules } from '@rapport/plugin-rules'
import { openMemoryStore } from '@rapport/store-memory'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'

const documentsFolder = new URL('../packages/demo/worlds/maison-aurele/documents/', import.meta.url)
let directory = ''
let reader: Reader
let story: Story

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rapport-aurele-'))
  await generateWorld({ world: 'maison-aurele', people: 100, directory })
  story = JSON.parse(await readFile(join(directory, 'story.json'), 'utf8'))
  const bodies: Json[] = []
  for (const name of (await readdir(documentsFolder)).sort()) {
    const text = await readFile(new URL(name, documentsFolder), 'utf8')
    for (const one of parseAllDocuments(text.replaceAll('$INPUT', directory))) bodies.push(one.toJS())
  }
  const [source] = files.sources ?? []
  if (!source) throw new Error('the files plugin has no source')
  const contextOf = (config: object) => ({
    config: source.config.parse(config),
    fetch,
    log: () => {},
    now: () => new Date(story.now),
    signal: new AbortController().signal,
  })
  const store = await openMemoryStore()
  reader = await store.reader()
  const streamsOf = (connection: ConnectionDocument): Promise<readonly Stream<object>[]> =>
    source.streams(contextOf(connection.config))
  const { commands } = await createEngine({
    store,
    reader,
    model: entities,
    resolvers: new Map((rules.resolvers ?? []).map((resolver) => [`rules/${resolver.name}`, resolver])),
    streamsOf,
    endpointOf: () => undefined,
    suppressionKey: new Uint8Array(32).fill(7),
    hearsOfErasures: () => false,
    now: () => Date.parse(story.now),
  })
  await commands.saveDocuments(
    bodies.map((body) => ({ body })),
    'test',
  )
  for (const body of bodies) {
    const connection = body as unknown as ConnectionDocument
    if (connection.type !== 'connection') continue
    for (const stream of await streamsOf(connection))
      await stream.read?.({
        ...contextOf(connection.config),
        cursor: undefined,
        emit: async ({ rows = [], deletes = [], merges = [] }) => {
          const outcome = await commands.emit({
            connection: connection.name,
            stream: stream.name,
            body: JSON.stringify({ rows, deletes, merges }),
          })
          expect(outcome).toMatchObject({ ok: true })
        },
      })
  }
  await commands.settle()
}, 60_000)
afterAll(() => rm(directory, { recursive: true, force: true }))

/** Every profile's person records, as `connection/stream/key`. */
async function partition(): Promise<readonly (readonly string[])[]> {
  const page = await reader.list({ limit: 1000 })
  return Promise.all(
    page.items.map(async ({ id }) =>
      (await reader.anchors(id)).map(({ streamName, key }) => `${streamName}/${key}`).sort(),
    ),
  )
}

const partyStreams = ['crm/contacts', 'shop/customers', 'support/requesters']
const recordsOf = (keys: Readonly<Record<string, readonly string[]>>) =>
  partyStreams.flatMap((stream) => (keys[stream] ?? []).map((key) => `${stream}/${key}`)).sort()

it('the heroine is one profile of her CRM, shop and support records, and her daughter is another', async () => {
  const profiles = await partition()
  const heroine = recordsOf(story.heroine.keys)
  expect(heroine).toHaveLength(3)
  expect(profiles).toContainEqual(heroine)
  expect(profiles).toContainEqual(recordsOf(story.neverMergeWith.keys))
})

it('no row is rejected', async () => {
  const { items } = await reader.rejected({ limit: 100 })
  expect(items.map(({ stream, code }) => `${stream} ${code}`)).toEqual([])
})
