import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { RapportError } from '@rapport/core'
import { afterAll, describe, expect, it } from 'vitest'
import { type GenerateOptions, generateWorld, readStream } from './generate.ts'
import { openWorld } from './worlds.ts'

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

async function generate(options: Partial<GenerateOptions> = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'rapport-demo-'))
  folders.push(directory)
  const summary = await generateWorld({ world: 'maison-aurele', people: 300, directory, ...options })
  return { directory, summary }
}

async function hashes(directory: string): Promise<Record<string, string>> {
  const files = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const entries = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    return [
      path.slice(directory.length + 1),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ] as const
  })
  return Object.fromEntries((await Promise.all(entries)).sort())
}

function heapUsedAfterCollection(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}

describe('generateWorld', () => {
  it('writes the same bytes for the same seed, and others for another', async () => {
    const first = await generate({ seed: 7 })
    const again = await generate({ seed: '7' })
    const other = await generate({ seed: 8 })
    const expected = await hashes(first.directory)
    expect(await hashes(again.directory)).toEqual(expected)
    const differing = Object.entries(await hashes(other.directory)).filter(([file, hash]) => expected[file] !== hash)
    expect(differing.map(([file]) => file)).toEqual(
      expect.arrayContaining(['crm/contacts.jsonl', 'web/events.jsonl', 'truth.jsonl']),
    )
    expect(differing.map(([file]) => file)).not.toContain('story.json')
  })

  it('reports the rows and bytes that are in the files', async () => {
    const { directory, summary } = await generate()
    for (const { file, rows, bytes } of summary.files) {
      const content = await readFile(join(directory, file))
      expect(content.length).toBe(bytes)
      const lines = content.toString('utf8').split('\n').length - 1
      expect(lines - (file.endsWith('.csv') ? 1 : 0)).toBe(rows)
    }
    expect(JSON.parse(await readFile(join(directory, 'world.json'), 'utf8'))).toEqual(summary)
  })

  it('writes the shop as a French till does: byte order mark, semicolons, decimal commas, national dates', async () => {
    const { directory } = await generate()
    const text = await readFile(join(directory, 'shop/customers.csv'), 'utf8')
    expect(text.startsWith('\ufeffclient;civilite;nom;')).toBe(true)
    expect(text).toContain('MONTFERRAND;Helene;')
    expect(text).toMatch(/;"48085,00";EUR;/)
    expect(text).toMatch(/;04\/03\/1968;/)
  })

  it('stops when told to, and leaves no manifest behind', async () => {
    const controller = new AbortController()
    const directory = await mkdtemp(join(tmpdir(), 'rapport-demo-'))
    folders.push(directory)
    const generating = generateWorld({
      world: 'maison-aurele',
      people: 20_000,
      directory,
      signal: controller.signal,
      onProgress: ({ file }) => {
        if (file === 'crm/contacts.jsonl') controller.abort()
      },
    })
    await expect(generating).rejects.toThrow(/abort/i)
    expect(await readdir(directory)).not.toContain('world.json')
    expect(await readdir(directory)).not.toContain('web')
  })

  it.each([
    ['another world', { world: 'atlantis' }, 'WORLD_UNKNOWN'],
    ['too few people', { people: 99 }, 'WORLD_OPTION_INVALID'],
    ['too many people', { people: 1_000_001 }, 'WORLD_OPTION_INVALID'],
    ['half a person', { people: 100.5 }, 'WORLD_OPTION_INVALID'],
    ['no instant', { now: 'yesterday' }, 'WORLD_OPTION_INVALID'],
    ['fewer than no events', { eventsPerPerson: -1 }, 'WORLD_OPTION_INVALID'],
  ] as const)('refuses %s', async (_, options, code) => {
    const error = await generateWorld({ world: 'maison-aurele', people: 300, directory: '/nowhere', ...options }).catch(
      (thrown) => thrown,
    )
    expect(RapportError.is(error) && error.code).toBe(code)
  })
})

describe('a world', () => {
  it('contains each smaller world of its seed, person for person, but for the cut household at its end', () => {
    const idsOf = (people: number) => {
      const ids = new Map<string, string>()
      for (const line of openWorld('maison-aurele', { people }).truth()) {
        if (line.personId !== null) ids.set(line.personId, JSON.stringify(line.keys))
      }
      return ids
    }
    const large = idsOf(600)
    const small = idsOf(200)
    const differing = [...small].filter(([id, keys]) => large.get(id) !== keys)
    expect(differing.length).toBeLessThanOrEqual(3)
  })

  it('is read row by row like batch by batch', async () => {
    const batched = [...openWorld('maison-aurele', { people: 200 }).batches('crm/tasks.jsonl')].flat()
    const single: object[] = []
    for await (const row of readStream({ world: 'maison-aurele', people: 200 }, 'crm/tasks.jsonl')) single.push(row)
    expect(single).toEqual(batched)
    expect(() => [...openWorld('maison-aurele', { people: 200 }).batches('crm/nothing.jsonl')]).toThrow(
      'crm/nothing.jsonl',
    )
  })

  it.each([
    ['maison-aurele', 'web/events.jsonl'],
    ['laboratoire-calyx', 'directory/listings.csv'],
    ['alba-hotels', 'web/events.jsonl'],
  ])(
    'is not held in memory: after two hundred thousand rows of %s no more is alive than after ten thousand',
    (name, file) => {
      const batches = openWorld(name, { people: 1_000_000 }).batches(file)
      let rows = 0
      const readUntil = (wanted: number) => {
        while (rows < wanted) {
          const { value } = batches.next()
          rows += (value as readonly object[]).length
          expect((value as readonly object[]).length).toBeLessThan(2000)
        }
        return heapUsedAfterCollection()
      }
      const early = readUntil(10_000)
      const late = readUntil(200_000)
      expect(late - early).toBeLessThan(4_000_000) // 190,000 rows held would be two hundred megabytes
    },
  )
})
