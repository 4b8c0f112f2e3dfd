import { expect, it } from 'vitest'
import { type ServerProcess, startServer } from './support/server-process.ts'
import { temporaryFolder } from './support/stores.ts'

interface Told {
  readonly id: string
}
interface Page {
  readonly items: readonly { readonly content: string; readonly question: string | null }[]
  readonly next: string | null
}

const KILLS = 3
const READERS = 8

/** What the trail holds: ids of briefs, and questions that were answered. */
async function kept(server: ServerProcess): Promise<ReadonlySet<string>> {
  const told = new Set<string>()
  for (let after = ''; ; ) {
    const { body } = await server.ask(`/v1/audit/briefs?limit=200${after}`)
    const { items, next } = body as Page
    for (const { content, question } of items) told.add(question ?? content)
    if (next === null) return told
    after = `&after=${next}`
  }
}

/** Reads briefs and asks questions, each another one, until the server is gone; adds what it was told. */
async function readOn(
  server: ServerProcess,
  reader: string,
  profiles: readonly string[],
  heard: Set<string>,
): Promise<void> {
  for (let at = 0; ; at++) {
    const profile = profiles[at % profiles.length]
    const question = at % 3 === 0 ? undefined : `What did she order? (${reader}, ${at})`
    const asking = question
      ? server.ask('/v1/answers', { profile, question })
      : server.ask('/v1/briefs', { profile, occasion: 'call' })
    const told = await asking.catch(() => undefined)
    if (!told) return
    expect(told.status).toBe(200)
    heard.add(question ?? (told.body as Told).id)
  }
}

it('whatever a reader was told is in the trail after the process was killed', async () => {
  const args = ['--world', 'maison-aurele', '--people', '100', '--data', temporaryFolder()]
  let server = await startServer(...args)
  const heard = new Set<string>()
  try {
    const { body } = await server.ask('/v1/search?q=a&limit=20')
    const profiles = (body as { readonly items: readonly { readonly id: string }[] }).items.map(({ id }) => id)
    expect(profiles.length).toBeGreaterThan(5)
    for (let life = 0; life < KILLS; life++) {
      const before = heard.size
      const readers = Array.from({ length: READERS }, (_, n) =>
        readOn(server, `${life}-${n}`, [...profiles.slice(n), ...profiles.slice(0, n)], heard),
      )
      // In the middle of it, not at its beginning.
      while (heard.size < before + 10 * READERS) await new Promise((resolve) => setTimeout(resolve, 1))
      await server.end('SIGKILL')
      await Promise.all(readers)
      server = await startServer(...args)
      const there = await kept(server)
      expect([...heard].filter((one) => !there.has(one))).toEqual([])
    }
  } finally {
    await server.end('SIGKILL')
  }
}, 240_000)
