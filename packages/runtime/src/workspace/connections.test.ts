import { definePlugin, defineSource, defineStream, RapportError, Secret, secret } from '@rapport/core'
import { openMemoryStore } from '@rapport/store-memory'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { runtimeConfig } from '../config/config.ts'
import { PluginHost } from '../plugins/host.ts'
import { createLogger } from '../telemetry/log.ts'
import { ConnectionRegistry } from './connections.ts'

const config = z.strictObject({ token: secret() })
const crm = definePlugin({
  name: 'crm',
  version: '1.0.0',
  contract: 1,
  title: 'CRM',
  sources: [
    defineSource({
      name: 'crm',
      config,
      check: async ({ config: { token } }) =>
        token.reveal() === 'right' ? { ok: true } : { ok: false, problem: 'the token is wrong', solve: 'Mend it.' },
      streams: [
        defineStream(config, {
          name: 'contacts',
          entity: 'person',
          row: z.object({ id: z.string() }),
          key: ({ id }) => id,
          mapping: { set: {} },
        }),
      ],
      endpoint: {
        paths: ['/v1/crm'],
        authentication: 'signature',
        maxBodyBytes: 1000,
        decode: () => [],
        verify: (_, { body }) => {
          if (body !== 'signed') throw new RapportError('KEY_INVALID')
        },
      },
    }),
  ],
})

async function make(secrets: Readonly<Record<string, string>>, names: readonly string[]) {
  const store = await openMemoryStore()
  await store.documents.write(
    names.map((name) => ({
      type: 'connection',
      name,
      body: JSON.stringify({ type: 'connection', name, part: 'crm/crm', config: { token: { secret: name } } }),
      by: 'test',
      at: 0,
      expected: 0,
    })),
  )
  return new ConnectionRegistry({
    plugins: new PluginHost([crm]),
    documents: store.documents,
    vault: {
      resolve: async (value) => {
        const { secret: name } = (value as { token: { secret: string } }).token
        if (secrets[name] === undefined) throw new RapportError('SECRET_MISSING', { name })
        return { token: new Secret(secrets[name]) }
      },
    },
    limits: runtimeConfig.parse({}).limits.request,
    transport: fetch,
    log: createLogger({ level: 'silent' }),
    now: () => 0,
  })
}

test('the same plugin connected twice is two connections, each with its own secret', async () => {
  const connections = await make({ france: 'right', japan: 'wrong' }, ['france', 'japan'])
  expect(await connections.check('france')).toEqual({ ok: true })
  expect(await connections.check('japan')).toMatchObject({ ok: false, problem: 'the token is wrong' })
  expect(await connections.streams('japan')).toEqual([
    { name: 'contacts', entity: 'person', mode: 'replace', isRead: false },
  ])
  await expect(connections.check('spain')).rejects.toMatchObject({ code: 'CONNECTION_NOT_FOUND' })
})

test('an endpoint whose secret is missing does not close the others, and opens once it is there', async () => {
  const secrets: Record<string, string> = { france: 'right' }
  const connections = await make(secrets, ['france', 'japan'])
  const [endpoint, ...others] = await connections.endpoints()
  expect(endpoint?.connection).toBe('france')
  expect(others).toEqual([])
  const request = { path: '/v1/crm', headers: {}, body: 'forged', receivedAt: 0 }
  expect(() => endpoint?.verify(request)).toThrow(RapportError)
  expect(() => endpoint?.verify({ ...request, body: 'signed' })).not.toThrow()
  secrets.japan = 'right'
  connections.invalidate()
  expect((await connections.endpoints()).map(({ connection }) => connection)).toEqual(['france', 'japan'])
})
