import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isSharedDataAbsent } from '../support/project.ts'
import { rapport, startServer } from '../support/server-process.ts'

const examples = fileURLToPath(new URL('../../examples/', import.meta.url))

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rapport-examples-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

it.skipIf(isSharedDataAbsent)(
  'an example starts on the shared data, and its API pages through every profile',
  async () => {
    const server = await startServer('--project', join(examples, 'coral-cloud'), '--data', join(directory, 'data'))
    try {
      expect(server.workspaces).toMatchObject([{ name: 'coral-cloud' }])
      const ids = new Set<string>()
      for (let after: string | null = ''; after !== null; ) {
        const query: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`
        const { body } = await server.ask(`/v1/profiles?limit=200${query}`)
        const page = body as { readonly items: readonly { readonly id: string }[]; readonly next: string | null }
        for (const { id } of page.items) ids.add(id)
        after = page.next
      }
      expect(ids.size).toBe(992)
    } finally {
      await server.end('SIGINT')
    }
  },
  60_000,
)

it('an example without its data says where the data can be had', async () => {
  const project = join(directory, 'far', 'from', 'coral-cloud')
  await cp(join(examples, 'coral-cloud'), project, { recursive: true })
  const { code, err } = await rapport('start', '--project', project, '--data', join(directory, 'data'), '--port', '0')
  expect(code).toBe(1)
  expect(err).toContain('https://github.com/trailheadapps/coral-cloud')
  expect(err).toContain('--input')
}, 60_000)
