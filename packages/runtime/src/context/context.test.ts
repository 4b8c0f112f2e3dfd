import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { RapportError, Secret, secret } from '@rapport/core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { runtimeConfig } from '../config/config.ts'
import { createLogger } from '../telemetry/log.ts'
import { createContext } from './context.ts'
import { failureOf } from './failure.ts'
import { recordingTransport, replayingTransport } from './recorded.ts'

const part = { config: z.strictObject({ baseUrl: z.url(), token: secret() }) }

function make(config: Record<string, string | { secret: string }>, lines: string[] = []) {
  return createContext({
    connection: 'crm',
    part,
    config,
    resolve: async (value) => ({ ...(value as object), token: new Secret('hunter2') }),
    log: createLogger({ to: { write: (line) => void lines.push(line) } }),
    signal: new AbortController().signal,
    limits: runtimeConfig.parse({}).limits.request,
    transport: async () => new Response('ok'),
    now: () => 1_700_000_000_000,
  })
}

test('a plugin gets its configuration parsed, with secrets that print as stars', async () => {
  const context = await make({ baseUrl: 'https://crm.example', token: { secret: 'crm-token' } })
  expect(inspect(context.config)).toContain('***')
  expect(inspect(context.config)).not.toContain('hunter2')
  expect((context.config as { token: Secret }).token.reveal()).toBe('hunter2')
  expect(context.now().toISOString()).toBe('2023-11-14T22:13:20.000Z')
})

test('a configuration that does not fit says which connection and which member', async () => {
  const error = await make({ baseUrl: 'not an address', token: { secret: 'x' } }).catch((thrown: unknown) => thrown)
  expect(RapportError.is(error) && error.details).toMatchObject({ name: 'connection crm', path: 'baseUrl' })
})

test('what a plugin logs is scrubbed of personal values', async () => {
  const lines: string[] = []
  const context = await make({ baseUrl: 'https://crm.example', token: { secret: 'x' } }, lines)
  context.log('row of ana.silva@example.com, call +33 1 42 68 53 00', {
    email: 'ana.silva@example.com',
    first_name: 'Ana',
    note: { text: 'reach ana.silva@example.com' },
    rows: 12,
    at: '2026-01-02T03:04:05Z',
  })
  expect(lines.join('')).not.toMatch(/ana|Ana|42 68/)
  expect(JSON.parse(lines[0] ?? '').plugin).toMatchObject({ rows: 12, at: '2026-01-02T03:04:05Z' })
})

test('of what a plugin throws, the network is transient, ours passes, and all else is a bug', () => {
  const refused = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) })
  expect(failureOf(refused, 'crm/crm').code).toBe('CONNECTION_UNREACHABLE')
  expect(failureOf(new DOMException('late', 'TimeoutError'), 'crm/crm').kind).toBe('transient')
  expect(failureOf(new RapportError('SECRET_MISSING', { name: 'x' }), 'crm/crm').kind).toBe('config')
  const bug = failureOf(new Error('cannot read ana@example.com'), 'crm/crm')
  expect(bug.code).toBe('PLUGIN_FAILED')
  expect(bug.message).not.toContain('ana@')
})

test('a recording replays without the network, and keeps no credentials', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'rapport-recording-')), 'crm.jsonl')
  let calls = 0
  const live = recordingTransport(async () => {
    calls += 1
    return new Response(`page ${calls}`, { headers: { 'set-cookie': 'session=1', 'x-page': String(calls) } })
  }, file)
  const init = { headers: { authorization: 'Bearer hunter2' } }
  await live('https://crm.example/contacts', init)
  await live('https://crm.example/contacts', init)
  expect(readFileSync(file, 'utf8')).not.toMatch(/hunter2|session=1/)

  const replay = replayingTransport(file)
  const texts = []
  for (let n = 0; n < 3; n++) texts.push(await (await replay('https://crm.example/contacts')).text())
  expect(texts).toEqual(['page 1', 'page 2', 'page 2'])
  await expect(replay('https://crm.example/other')).rejects.toMatchObject({ code: 'CONNECTION_UNREACHABLE' })
})
