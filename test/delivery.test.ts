import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json } from '@rapport/core'
import { createLogger, openRuntime, type Runtime } from '@rapport/runtime'
import { makeKey, type RunningServer, type Scope, serve } from '@rapport/server'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

/** The whole way from a segment to a receiver that is down, busy, or refuses one person: signed webhooks over real HTTP. */
const SECRET = `whsec_${Buffer.from('a key of twenty-four byt').toString('base64')}`
const ATTEMPTS = 3

interface Sent {
  readonly id: string
  readonly items: readonly {
    readonly id: string
    readonly operation: string
    readonly fields: { readonly email?: string }
  }[]
}
interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json
}

let directory = ''
let runtime: Runtime
let api: RunningServer
let receiver: Server
let sent: Sent[]
let reply: (hook: Sent) => Reply

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rapport-delivery-'))
  sent = []
  reply = () => ({ status: 200 })
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    // What does not verify answers 500, and the test never ends well.
    const hook = new Webhook(SECRET).verify(
      Buffer.concat(chunks).toString(),
      request.headers as Record<string, string>,
    ) as { data: Omit<Sent, 'id'> }
    const one = { id: String(request.headers['webhook-id']), items: hook.data.items }
    sent.push(one)
    const { status, headers, body } = reply(one)
    response.writeHead(status, headers).end(body === undefined ? '' : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  runtime = await openRuntime({
    mode: 'inline',
    resolveFrom: [import.meta.url],
    overrides: {
      dataDirectory: directory,
      // The lane's own retries are what is looked at: soon, and by the plugin's outcome alone.
      limits: { maxDeliveryAttempts: ATTEMPTS, maxRetryDelayMs: 20, request: { maxRetries: 0 } },
    },
    log: createLogger({ level: 'silent' }),
  })
  api = await serve({ runtime, port: 0 })
  const { workspace } = api.host.tenant('main')
  await workspace.secrets.set('HOOK', SECRET)
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  const documents: readonly Json[] = [
    { type: 'connection', name: 'web', part: 'web/web' },
    { type: 'connection', name: 'app', part: 'webhook/webhook', config: { url, secret: { secret: 'HOOK' } } },
    {
      type: 'mapping',
      name: 'web/users',
      entity: 'person',
      set: { email: 'traits.email' },
      also: [
        {
          name: 'consent',
          entity: 'consent',
          set: { purpose: { const: 'marketing' }, channel: { const: 'email' }, state: 'traits.consent' },
        },
      ],
    },
    { type: 'segment', name: 'everybody', where: { attribute: 'email', exists: true } },
    {
      type: 'activation',
      name: 'letters',
      connection: 'app',
      on: { segment: 'everybody' },
      purpose: 'marketing',
      channel: 'email',
      fields: { email: 'attributes.email' },
    },
  ]
  await workspace.commands.saveDocuments(
    documents.map((body) => ({ body })),
    'test',
  )
})
afterEach(async () => {
  await api.close()
  await runtime.close()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
  rmSync(directory, { recursive: true, force: true })
})

async function ask(method: string, path: string, body?: Json): Promise<{ readonly [member: string]: unknown }> {
  const { keys } = api.host.tenant('main')
  const key = makeKey('main')
  const scopes: Scope[] = path === '/v1/batch' ? ['track'] : ['operate', 'read']
  keys.admit(key, { title: 'test', scopes, ...(path === '/v1/batch' && { connection: 'web' }) })
  const response = await fetch(api.url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return (await response.json()) as { readonly [member: string]: unknown }
}
const signUp = (...names: readonly string[]) =>
  ask('POST', '/v1/batch', {
    batch: names.map((name) => ({
      type: 'identify',
      userId: name,
      traits: { email: `${name}@x.fr`, consent: 'granted' },
    })),
  })
const lettersThat = async (state: 'waiting' | 'dead') =>
  (await ask('GET', `/v1/activations/letters/deliveries?state=${state}`)).items as {
    id: number
    reason: string
    attempt: number
  }[]
const emailsOf = (hooks: readonly Sent[]) =>
  hooks.flatMap(({ items }) => items.map(({ fields }) => fields.email)).sort()
const soon = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000, interval: 20 })

test('one person refused is one dead letter: the others are sent, and replayed it goes out again under its own id', async () => {
  reply = ({ items }) => {
    const bo = items.find(({ fields }) => fields.email === 'bo@x.fr')
    return { status: 200, body: { results: bo ? [{ id: bo.id, ok: false, reason: 'no such list' }] : [] } }
  }
  await signUp('ana', 'bo', 'cy')
  await soon(async () => expect(await lettersThat('dead')).toMatchObject([{ reason: 'no such list' }]))
  await soon(() => expect(emailsOf(sent)).toEqual(['ana@x.fr', 'bo@x.fr', 'cy@x.fr']))
  expect(await lettersThat('waiting')).toEqual([])
  const [refused] = sent.flatMap(({ items }) => items.filter(({ fields }) => fields.email === 'bo@x.fr'))

  sent = []
  reply = () => ({ status: 200 })
  expect(await ask('POST', '/v1/activations/letters/replay', {})).toEqual({ replayed: 1 })
  await soon(() => expect(sent.flatMap(({ items }) => items)).toEqual([refused]))
  await soon(async () => expect(await lettersThat('dead')).toEqual([]))
})

test('a receiver that is down is tried again under the same message id, until it is back', async () => {
  let answers = 0
  reply = () => ({ status: ++answers < ATTEMPTS ? 503 : 200 })
  await signUp('ana')
  await soon(() => expect(sent).toHaveLength(ATTEMPTS))
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1)
  expect(new Set(sent.flatMap(({ items }) => items.map(({ id }) => id))).size).toBe(1)
  await soon(async () => expect([await lettersThat('waiting'), await lettersThat('dead')]).toEqual([[], []]))
  expect((await ask('GET', '/v1/activations/letters/recipients')).items).toHaveLength(1)
})

test('after its last attempt a letter is dead, with the reason, and a Retry-After is waited for', async () => {
  reply = () => ({ status: 503 })
  await signUp('ana')
  await soon(async () => expect(await lettersThat('dead')).toMatchObject([{ reason: 'it answered 503' }]))
  expect(sent).toHaveLength(ATTEMPTS)

  sent = []
  reply = () => ({ status: 429, headers: { 'retry-after': '3600' } })
  await signUp('bo')
  await soon(async () => expect(await lettersThat('waiting')).toMatchObject([{ reason: 'it answered 429' }]))
  const [waiting] = (await ask('GET', '/v1/activations/letters/deliveries?state=waiting')).items as { dueAt: string }[]
  expect(Date.parse(waiting?.dueAt ?? '') - Date.now()).toBeGreaterThan(3_500_000)
  expect(sent).toHaveLength(1)
})
