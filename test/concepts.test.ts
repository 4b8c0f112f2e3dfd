import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger, openRuntime } from '@rapport/runtime'
import { makeKey, serve } from '@rapport/server'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'

/** The fenced blocks of a page: `csv orders.csv`, `yaml`, `json profile`. */
function blocksOf(
  page: string,
): readonly { readonly language: string; readonly name: string; readonly text: string }[] {
  return [...page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', name = '', text = '']) => ({
      language,
      name,
      text,
    }),
  )
}

const blocks = blocksOf(readFileSync(new URL('../docs/concepts.md', import.meta.url), 'utf8'))
const NOW = Date.parse('2026-11-24T12:00:00Z')

test('what docs/concepts.md shows is what comes out of what it shows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-concepts-'))
  const runtime = await openRuntime({
    mode: 'inline',
    resolveFrom: [import.meta.url],
    overrides: { dataDirectory: join(folder, 'data') },
    log: createLogger({ level: 'silent' }),
    now: () => NOW,
  })
  const server = await serve({ runtime, port: 0, now: () => new Date(NOW) })
  try {
    for (const { language, name, text } of blocks) if (language === 'csv') writeFileSync(join(folder, name), text)
    const yaml = blocks.flatMap(({ language, text }) => (language === 'yaml' ? [text] : []))
    const { workspace, keys } = server.host.tenant('main')
    await workspace.commands.saveDocuments(
      yaml.flatMap((text) => parseAllDocuments(text.replaceAll('$INPUT', folder)).map((one) => ({ body: one.toJS() }))),
      'test',
    )
    for (const connection of ['crm', 'shop'])
      expect(await workspace.syncs.run(connection)).toMatchObject({
        state: 'done',
        streams: [{ rejected: 0 }, {}].slice(0, connection === 'crm' ? 1 : 2),
      })
    await workspace.commands.settle()

    const key = makeKey('main')
    keys.admit(key, { title: 'test', scopes: ['read', 'sensitive'] })
    const ask = async (path: string, body?: object): Promise<unknown> => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const response = await fetch(
        server.url + path,
        body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) },
      )
      return response.json()
    }
    const ana = '/v1/profiles/email:ana.morel@example.com'
    const { id } = (await ask(ana)) as { id: string }
    const answers: Readonly<Record<string, unknown>> = {
      profile: await ask(ana),
      links: await ask(`${ana}/links`),
      members: await ask('/v1/segments/goodCustomers/members'),
      brief: await ask('/v1/briefs', { profile: id, occasion: 'call' }),
    }
    const shown = blocks.filter(({ language }) => language === 'json')
    expect(shown.map(({ name }) => name).sort()).toEqual(Object.keys(answers).sort())
    for (const { name, text } of shown) {
      const { sentences, ...rest } = JSON.parse(text) as { readonly sentences?: object[] }
      // A page need not show each sentence of a brief.
      const some = sentences && { sentences: expect.arrayContaining(sentences) as unknown }
      expect(answers[name]).toMatchObject({ ...rest, ...some })
    }
  } finally {
    await server.close()
    await runtime.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
