import { expect, it } from 'vitest'
import { type ServerProcess, startServer } from './support/server-process.ts'
import { temporaryFolder } from './support/stores.ts'

interface Told {
  readonly id: string
  readonly profile: string
}
interface Page {
  readonly items: readonly { readonly id: string; readonly content: string }[]
  readonly next: string | null
}

const KILLS = 3
const READERS = 8

/** Everything that the trail holds: ids of what was told. */
async function kept(server: ServerProcess): Promise<ReadonlySet<string>> {
  const contents = new Set<string>()
  for (let after = ''; ; ) {
    const { body } = await server.ask(`/v1/audit/briefs?limit=200${after}`)
    const { items, next } = body as Page
    for (const { content } of items) contents.add(content)
    if (next === null) return contents
    after = `&after=${next}`
  }
}

/** Reads briefs and asks questions until the server is gone; adds what it was told. */
async function readOn(server: ServerProcess, profiles: readonly string[], heard: Map<string, number>): Promise<void> {
  for (let at = 0; ; at++) {
    const profile = profiles[at % profiles.length]
    const told =
      at % 3 === 0
        ? await server.ask('/v1/answers', { profile, question: 'What did she order?' }).catch(() => undefined)
        : await server.ask('/v1/briefs', { profile, occasion: 'call' }).catch(() => undefined)
    if (!told) return
    expect(told.status).toBe(200)
    const { id } = told.body as Told
    heard.set(id, (heard.get(id) ?? 0) + 1)
  }
}

it('whatever a reader was told is in the trail after the process was killed', async () => {
  const args = ['--world', 'maison-aurele', '--people', '100', '--data', await temporaryFolder()]
  let server = await startServer(...args)
  const heard = new Map<string, number>()
  try {
    const { body } = await server.ask('/v1/search?q=a&limit=20')
    const profiles = (body as { readonly items: readonly { readonly id: string }[] }).items.map(({ id }) => id)
    expect(profiles.length).toBeGreaterThan(5)
    for (let kill = 0; kill < KILLS; kill++) {
      const told = () => [...heard.values()].reduce((sum, times) => sum + times, 0)
      const before = told()
      const readers = Array.from({ length: READERS }, (_, n) =>
        readOn(server, [...profiles.slice(n), ...profiles.slice(0, n)], heard),
      )
      // In the middle of it, not at its beginning.
      while (told() < before + 10 * READERS) await new Promise((resolve) => setTimeout(resolve, 1))
      await server.end('SIGKILL')
      await Promise.all(readers)
      server = await startServer(...args)
      const there = await kept(server)
      for (const content of heard.keys()) expect(there).toContain(content)
    }
  } finally {
    await server.end('SIGKILL')
  }
}, 240_000)
