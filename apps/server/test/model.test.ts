import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chainOf } from '@rapport/runtime'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RunningServer, serve } from '../src/http/server.ts'
import { type FakeProfile, type FakeRuntime, fakeRuntime } from './fake-runtime.ts'

const KEY = 'RAPPORT_TEST_MODEL_KEY'
const profile = 'prf_0000000001'
const people: readonly FakeProfile[] = [
  {
    id: 1,
    givenName: 'Clairette',
    timeline: [
      {
        entity: 'task',
        key: 'T1',
        occurredAt: '2026-11-21T09:25:00.000Z',
        attributes: {
          kind: 'promise',
          subject: 'Call Clairette on +33 6 12 34 56 78',
          assignee: 'Hugo Meunier',
          dueAt: '2026-11-23T17:00:00.000Z',
        },
      },
      {
        entity: 'invoice',
        key: 'I1',
        occurredAt: '2026-09-01T00:00:00.000Z',
        attributes: { dueOn: '2026-10-01', balance: { amountMinor: 123_400, currency: 'EUR', exponent: 2 } },
      },
    ],
  },
]

interface Statement {
  readonly id: string
  readonly sentence: string
}
type Said = readonly { readonly text: string; readonly facts: readonly string[] }[]

/** What the model says of statements; undefined: nothing, ever. */
let answer: (statements: readonly Statement[]) => Said | undefined
/** Done before the model answers. */
let meanwhile: () => Promise<void>
let received: string[]
/** What the model looks up before it answers. */
let lookUps: object[]
let model: Server
let fake: FakeRuntime
let server: RunningServer
let key: string
let today: Date
let config: NonNullable<Parameters<typeof fakeRuntime>[2]>

beforeEach(async () => {
  process.env[KEY] = 'sk-of-the-test'
  received = []
  lookUps = []
  meanwhile = async () => undefined
  answer = (statements) => statements.map(({ id, sentence }) => ({ text: sentence, facts: [id] }))
  model = createServer((request, response) => void completions(request, response)).listen(0, '127.0.0.1')
  await once(model, 'listening')
  const baseUrl = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`
  const endpoint = {
    baseUrl,
    model: 'small',
    key: { env: KEY },
    maxTokens: 500,
    temperature: 0,
    structured: true,
    tools: true,
  }
  today = new Date('2026-11-24T09:00:00Z')
  config = { endpoints: [{ ...endpoint, timeoutMs: 1000 }], timeoutMs: 20_000, tokensPerDay: 3000, sendsQuotes: false }
  fake = await fakeRuntime(people, 'main', config, () => today.getTime())
  server = await serve({ runtime: fake.runtime, now: () => today })
  const ring = server.host.tenant('main').keys
  key = (await ring.create({ title: 'test', scopes: ['read', 'sensitive'] }, 'test', today)).key
})
afterEach(async () => {
  delete process.env[KEY]
  await server.close()
  model.closeAllConnections()
  model.close()
})

async function completions(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = Buffer.concat(await request.toArray()).toString()
  received.push(JSON.stringify(request.rawHeaders) + text)
  const { messages } = JSON.parse(text) as { readonly messages: readonly { readonly content: string }[] }
  const lines = messages
    .flatMap(({ content }) => (content ?? '').split('\n'))
    .filter((line) => line.startsWith('{"id"'))
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  await meanwhile()
  const call = lookUps.shift()
  if (call) {
    const id = `chatcmpl-${received.length}`
    const say = (delta: object, finish_reason: string | null) =>
      response.write(
        `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`,
      )
    const wanted = { name: 'look_up', arguments: JSON.stringify(call) }
    say(
      { role: 'assistant', content: null, tool_calls: [{ index: 0, id: 'c1', type: 'function', function: wanted }] },
      null,
    )
    say({}, 'tool_calls')
    return void response.end('data: [DONE]\n\n')
  }
  const said = answer(lines.map((line) => JSON.parse(line) as Statement))
  if (!said) return response.flushHeaders()
  const id = `chatcmpl-${received.length}`
  const send = (more: object) =>
    response.write(
      `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created: 1, model: 'm', ...more })}\n\n`,
    )
  const content = JSON.stringify({ sentences: said })
  send({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })
  send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
  send({ choices: [], usage: { prompt_tokens: 900, completion_tokens: 100, total_tokens: 1000 } })
  response.end('data: [DONE]\n\n')
}

function ask(accept = 'application/json', signal?: AbortSignal): Promise<Response> {
  return fetch(`${server.url}/v1/briefs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept },
    body: JSON.stringify({ profile, occasion: 'call', language: 'en' }),
    ...(signal && { signal }),
  })
}
const loggedProblems = () =>
  fake.logged.flatMap(({ fields }) => (fields as { readonly problem?: string }).problem ?? [])
// biome-ignore lint/suspicious/noExplicitAny: an answer of the API
type Answer = any
const asked = async (): Promise<Answer> => (await ask()).json()
const words = ({ sentences }: { readonly sentences: readonly { readonly text: string }[] }): string =>
  sentences.map(({ text }) => text).join(' ')

describe('a brief of a workspace with a model', () => {
  test('is the model’s where the facts support it, and nothing personal or sensitive has left', async () => {
    const brief = await asked()
    expect(brief.writer).toEqual({
      by: 'model',
      model: 'small',
      verified: expect.any(Number),
      rewritten: 0,
      replaced: 0,
      problem: null,
    })
    expect(brief.writer.verified).toBeGreaterThan(0)
    expect(words(brief)).toContain('Hugo Meunier promised “Call Clairette on +33 6 12 34 56 78”')
    expect(words(brief)).toContain('€1,234 unpaid')
    expect(received).toHaveLength(1)
    expect(received[0]).toContain('Bearer sk-of-the-test')
    for (const value of ['Clairette', 'Hugo', 'Meunier', '12 34 56', '1,234', profile])
      expect(received[0]?.includes(value) ? value : null).toBeNull()
  })

  test('says what the facts say when the model says something else', async () => {
    answer = (statements) => statements.map(({ id }) => ({ text: 'She is delighted and owes nothing.', facts: [id] }))
    const brief = await asked()
    expect(brief.writer).toMatchObject({ by: 'rules', model: null, verified: 0 })
    expect(brief.writer.replaced).toBeGreaterThan(0)
    expect(words(brief)).toContain('Hugo Meunier promised')
    expect(words(brief)).not.toContain('delighted')
  })

  test('comes in time by the rules when the model hangs or its key is missing, and the log says why', async () => {
    answer = () => undefined
    const began = performance.now()
    expect((await asked()).writer).toMatchObject({ by: 'rules', problem: 'timeout' })
    expect(performance.now() - began).toBeLessThan(8000)
    delete process.env[KEY]
    const brief = await asked()
    expect(brief.writer).toMatchObject({ by: 'rules', problem: 'key' })
    expect(words(brief)).toContain('Hugo Meunier promised')
    expect(loggedProblems()).toEqual(['timeout', 'key'])
  })

  test('costs what the day may cost, and the next day again', async () => {
    const by = async () => (await asked()).writer
    for (let n = 0; n < 4 && (await by()).problem !== 'budget'; n++);
    const before = received.length
    expect(await by()).toMatchObject({ by: 'rules', problem: 'budget' })
    expect(received).toHaveLength(before)
    today = new Date('2026-11-25T00:00:01Z')
    expect(await by()).toMatchObject({ by: 'model', problem: null })
  })

  test('is in the audit trail with what left, as it left and before it did', async () => {
    const auditor = await server.host.tenant('main').keys.create({ title: 'audit', scopes: ['audit'] }, 'test', today)
    const records = async (): Promise<Answer[]> => {
      const get = async (path: string): Promise<Answer> =>
        (await fetch(server.url + path, { headers: { authorization: `Bearer ${auditor.key}` } })).json()
      const { items } = await get('/v1/audit/briefs')
      return Promise.all(items.map(({ id }: { readonly id: string }) => get(`/v1/audit/briefs/${id}`)))
    }
    let early: Answer
    meanwhile = async () => {
      early ??= (await records())[0]
    }
    answer = (statements) => {
      const [first, ...rest] = statements.map(({ id, sentence }) => ({ text: sentence, facts: [id] }))
      return first ? [{ ...first, text: `${first.text} She is delighted.` }, ...rest] : []
    }
    const brief = await asked()
    const sentBy = (index: number) => JSON.parse((received[index] ?? '').replace(/^\[.*?\](?=\{)/, '')).messages
    const plain = (messages: readonly { readonly role: string; readonly content: string }[]) =>
      messages.map(({ role, content }) => ({ role, text: content }))
    expect(early).toMatchObject({ profile, writer: null, prompts: plain(sentBy(0)) })
    const [record, ...others] = await records()
    expect(others).toEqual([])
    expect(received).toHaveLength(2)
    expect(record).toMatchObject({
      id: early.id,
      content: brief.id,
      sentences: brief.sentences.length,
      prompts: [...plain(sentBy(0)), ...plain(sentBy(1))],
      writer: {
        by: 'model',
        model: 'small',
        host: `127.0.0.1:${(model.address() as AddressInfo).port}`,
        replaced: 1,
        tokens: { prompt: 1800, answer: 200 },
      },
    })
    for (const value of ['Clairette', 'Meunier', '12 34 56']) expect(JSON.stringify(record)).not.toContain(value)
    // Asked again, something leaves again.
    await asked()
    expect(await records()).toHaveLength(2)
  })

  test('costs no more after a restart: what was spent today is kept', async () => {
    for (let n = 0; n < 4 && (await asked()).writer.problem !== 'budget'; n++);
    const before = received.length
    const { commands, reader } = fake.workspace
    const again = chainOf(config, {
      vault: {} as never,
      reader,
      commands,
      log: fake.runtime.log,
      now: () => today.getTime(),
    })
    const asking = again.ask([{ role: 'user', text: 'x' }], {}, AbortSignal.timeout(5000))
    expect((await asking.next()).value).toMatchObject({ problem: 'budget' })
    expect(received).toHaveLength(before)
  })

  test('takes its key from the workspace’s vault, a new one at once, and says nothing of it', async () => {
    const [endpoint] = config.endpoints
    if (!endpoint) throw new Error('no endpoint')
    const vaulted = { ...config, tokensPerDay: 100_000, endpoints: [{ ...endpoint, key: { secret: 'llm' } }] }
    await server.close()
    fake = await fakeRuntime(people, 'main', vaulted, () => today.getTime())
    server = await serve({ runtime: fake.runtime, now: () => today })
    const make = async (scopes: readonly ('read' | 'configure')[]) =>
      (await server.host.tenant('main').keys.create({ title: 'test', scopes: [...scopes] }, 'test', today)).key
    key = await make(['read'])
    const configure = await make(['configure'])
    const setKey = async (value: string) => {
      const response = await fetch(`${server.url}/v1/secrets/llm`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${configure}`, 'content-type': 'application/json' },
        body: JSON.stringify({ value }),
      })
      expect(response.status).toBe(204)
    }
    expect((await asked()).writer).toMatchObject({ by: 'rules', problem: 'key' })
    expect(received).toEqual([])
    await setKey('sk-first-of-the-vault')
    expect((await asked()).writer).toMatchObject({ by: 'model', problem: null })
    await setKey('sk-second-of-the-vault')
    await asked()
    expect(received.map((one) => /Bearer ([\w-]+)/.exec(one)?.[1])).toEqual([
      'sk-first-of-the-vault',
      'sk-second-of-the-vault',
    ])
    const { items } = await fake.workspace.reader.entries('secret', { limit: 9 })
    expect(items).toHaveLength(1)
    expect(JSON.stringify([fake.logged, items])).not.toContain('of-the-vault')
  })

  test('keeps here what people wrote, unless the configuration sends it', async () => {
    await asked()
    expect(received[0]).toContain('promised “[TEXT_1]”')
    expect(received[0]).not.toContain('Call ')
    await server.close()
    fake = await fakeRuntime(people, 'main', { ...config, sendsQuotes: true }, () => today.getTime())
    server = await serve({ runtime: fake.runtime, now: () => today })
    key = (await server.host.tenant('main').keys.create({ title: 'test', scopes: ['read'] }, 'test', today)).key
    const brief = await asked()
    expect(received[1]).toContain('promised “Call [NAME_')
    expect(received[1]).not.toMatch(/Clairette|12 34 56/)
    expect(words(brief)).toContain('“Call Clairette on +33 6 12 34 56 78”')
  })

  test('is streamed: the rules’ at once, each verified sentence, then the whole', async () => {
    const response = await ask('text/event-stream')
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const events = (await response.text())
      .trim()
      .split('\n\n')
      .map((one) => {
        const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/s.exec(one) ?? []
        return { name, data: JSON.parse(data) }
      })
    const [first] = events
    const last = events.at(-1)
    expect(first).toMatchObject({ name: 'brief', data: { profile } })
    expect(words(first?.data)).toContain('Hugo Meunier promised')
    expect(last).toMatchObject({ name: 'done', data: { profile, writer: { by: 'model' } } })
    expect(events.slice(1, -1).map(({ name }) => name)).toEqual(
      Array.from({ length: last?.data.writer.verified }, () => 'sentence'),
    )
    expect(JSON.stringify(events)).not.toMatch(/\[(?:NAME|PHONE)_/)
  })

  test('is there at once though the model says nothing, and whoever leaves is not held against the model', async () => {
    answer = () => undefined
    for (let n = 0; n < 3; n++) {
      const left = new AbortController()
      const { body } = await ask('text/event-stream', left.signal)
      const { value } = (await body?.getReader().read()) ?? {}
      expect(Buffer.from(value ?? []).toString()).toMatch(/^event: brief\n/)
      left.abort()
    }
    answer = (statements) => statements.map(({ id, sentence }) => ({ text: sentence, facts: [id] }))
    await expect.poll(() => loggedProblems().length).toBe(3)
    expect((await asked()).writer.problem).not.toBe('busy')
  })
})

test('a brief of a workspace without a model is the rules’, streamed or not', async () => {
  await server.close()
  const plain = await serve({ runtime: (await fakeRuntime(people)).runtime, now: () => today })
  const own = await plain.host.tenant('main').keys.create({ title: 'test', scopes: ['read'] }, 'test', today)
  ;[server, key] = [plain, own.key]
  expect((await asked()).writer).toMatchObject({ by: 'rules', problem: null })
  const text = await (await ask('text/event-stream')).text()
  expect(text.match(/^event: .*$/gm)).toEqual(['event: brief', 'event: done'])
})

describe('an answer of a workspace with a model', () => {
  const question = 'What did Clairette get promised, and when was she called on 06 12 34 56 78?'
  const put = (accept = 'application/json', body: object = {}) =>
    fetch(`${server.url}/v1/answers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept },
      body: JSON.stringify({ profile, question, language: 'en', zone: 'Europe/Paris', ...body }),
    })

  test('is the model’s, from what it looked up, masked both ways, and says so', async () => {
    lookUps = [{ about: 'promises' }]
    const answered: Answer = await (await put()).json()
    expect(answered).toMatchObject({
      basis: 'model',
      writer: { by: 'model', model: 'small', replaced: 0, problem: null },
    })
    expect(words(answered)).toContain('Hugo Meunier promised “Call Clairette on +33 6 12 34 56 78”')
    expect(answered.writer).not.toHaveProperty('tokens')
    expect(received).toHaveLength(2)
    for (const value of ['Clairette', 'Hugo', 'Meunier', '12 34 56', profile])
      expect(received.join().includes(value) ? value : null).toBeNull()
  })

  test('is streamed, and in the audit trail with what left, before it did', async () => {
    lookUps = [{ about: 'promises' }]
    const text = await (await put('text/event-stream')).text()
    expect(text.match(/^event: .*$/gm)).toEqual(['event: answer', 'event: sentence', 'event: done'])
    const auditor = await server.host.tenant('main').keys.create({ title: 'audit', scopes: ['audit'] }, 'test', today)
    const get = async (path: string): Promise<Answer> =>
      (await fetch(server.url + path, { headers: { authorization: `Bearer ${auditor.key}` } })).json()
    const { items } = await get('/v1/audit/briefs')
    expect(items).toHaveLength(1)
    const record = await get(`/v1/audit/briefs/${items[0].id}`)
    expect(record).toMatchObject({
      kind: 'answer',
      question,
      writer: { by: 'model', tokens: { answer: expect.any(Number) } },
    })
    expect(record.prompts.map(({ role }: { readonly role: string }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'tool',
    ])
    expect(record.prompts[2].text).toContain('look_up')
    expect(JSON.stringify(record.prompts)).not.toMatch(/Clairette|Meunier/)
  })

  test('is the rules’ when the model says nothing in time, or something else; what is sensitive is asked of no model', async () => {
    answer = () => undefined
    const late: Answer = await (await put()).json()
    expect(late).toMatchObject({ basis: 'rule', writer: { by: 'rules', problem: 'timeout' } })
    answer = (statements) => statements.map(({ id }) => ({ text: 'She is delighted and owes nothing.', facts: [id] }))
    const refused: Answer = await (await put()).json()
    expect(refused).toMatchObject({ basis: 'rule', writer: { by: 'rules', verified: 0 } })
    expect(refused.writer.replaced).toBeGreaterThan(0)
    expect(words(refused)).not.toContain('delighted')
    const before = received.length
    const unpaid: Answer = await (await put('application/json', { question: 'Unpaid invoices?' })).json()
    expect(words(unpaid)).toContain('€1,234')
    expect(received).toHaveLength(before)
  })

  test('in a form that nobody has is refused', async () => {
    expect((await put('text/csv')).status).toBe(406)
  })
})
