import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ModelChain, writeAnswer } from '@rapport/assistant'
import type { ProfileAnswer } from '@rapport/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDemoWorld } from './support/demo-world.ts'
import { RIGHTS } from './support/project.ts'

const ABOUT = [
  'orders',
  'returns',
  'deliveries',
  'cases',
  'promises',
  'talks',
  'stays',
  'invoices',
  'contact',
  'identity',
]
const PROFILES = 25

interface Asked {
  readonly messages: readonly { readonly role: string; readonly content: string | null }[]
  readonly tools?: readonly unknown[]
}

/** Everything that reached the endpoint. */
let received: string[] = []
let endpoint: Server
beforeAll(async () => {
  endpoint = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
  await once(endpoint, 'listening')
})
afterAll(() => {
  endpoint.closeAllConnections()
  endpoint.close()
})

/** Looks everything up, then repeats all that it was told. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = Buffer.concat(await request.toArray()).toString()
  received.push(text)
  const { messages, tools } = JSON.parse(text) as Asked
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (delta: object, finish_reason: string | null = null) =>
    response.write(
      `data: ${JSON.stringify({ id: `c${received.length}`, object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`,
    )
  const rounds = messages.filter(({ role }) => role === 'assistant').length
  const next = ABOUT.slice(rounds * 4, rounds * 4 + 4)
  if (tools && next.length > 0) {
    const calls = [
      ...next.map((about) => ({ name: 'look_up', arguments: JSON.stringify({ about }) })),
      ...(rounds === 2 ? [{ name: 'figures', arguments: '{}' }] : []),
    ]
    send({
      role: 'assistant',
      tool_calls: calls.map((one, index) => ({ index, id: `${rounds}${index}`, type: 'function', function: one })),
    })
    send({}, 'tool_calls')
  } else {
    const lines = messages
      .flatMap(({ content }) => (content ?? '').split('\n'))
      .filter((line) => line.startsWith('{"id"'))
    const told = new Map(
      lines.map((line) => JSON.parse(line) as { id: string; sentence: string }).map((one) => [one.id, one]),
    )
    send({
      content: JSON.stringify({
        sentences: [...told.values()].map(({ id, sentence }) => ({ text: sentence, facts: [id] })),
      }),
    })
    send({}, 'stop')
  }
  response.end('data: [DONE]\n\n')
}

describe.each(['maison-aurele', 'laboratoire-calyx', 'alba-hotels'])('questions about %s, put to a model', (name) => {
  it('are told with every value in its place, and nothing of whom they are about has left', async () => {
    const world = await openDemoWorld<{ readonly now: string }>(name, 100)
    try {
      const { workspace, profiles } = world.project
      const baseUrl = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/v1`
      const models = new ModelChain({
        endpoints: [{ baseUrl, model: 'm', maxTokens: 2000, temperature: 0, structured: true, timeoutMs: 8000 }],
        timeoutMs: 10_000,
        budget: { left: async () => 1e9, spend: async () => undefined },
      })
      let verified = 0
      let replaced = 0
      const known = profiles.filter(({ records }) => records > 1).slice(0, PROFILES)
      expect(known.length).toBe(PROFILES)
      for (const [index, profile] of known.entries()) {
        received = []
        const found = await workspace.queries.lookup(profile.id, RIGHTS)
        if (found.status !== 'found') throw new Error(`${profile.id} is not there`)
        const values = personalValuesOf(profile)
        const question = `What did ${values.join(', ')} order, and did ${values[0]} complain?`
        const answering = await writeAnswer(workspace.queries, found.id, {
          question,
          language: index % 2 === 0 ? 'en' : 'fr',
          rights: RIGHTS,
          nowMs: Date.parse(world.story.now),
          models,
          signal: AbortSignal.timeout(20_000),
        })
        for await (const event of answering ?? []) {
          if (event.type !== 'done') continue
          expect(event.writer).toMatchObject({ problem: null })
          verified += event.writer.verified
          replaced += event.writer.replaced
          for (const { text } of event.answer.sentences)
            expect(text).not.toMatch(/\[(?:NAME|EMAIL|PHONE|ADDRESS|DOC)_\d/)
        }
        const left = received.join('\n')
        expect(left).toContain('figures')
        for (const value of values) expect([profile.id, value, isIn(value, left)]).toEqual([profile.id, value, false])
      }
      expect(verified).toBeGreaterThan(PROFILES)
      expect([name, replaced]).toEqual([name, 0])
    } finally {
      await world.close()
    }
  }, 120_000)
})

/** Whether a value stands in a text by itself: `Sam` is not in `same`. */
function isIn(value: string, text: string): boolean {
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu').test(text)
}

/** What names or reaches somebody, as it is and as sources wrote it. */
function personalValuesOf({ attributes, contactPoints }: ProfileAnswer): readonly string[] {
  const names = ['fullName', 'name', 'legalName', 'givenName', 'familyName'].map((one) => attributes[one])
  const reached = contactPoints.flatMap(({ kind, raw, normal, address }) => [
    ...(kind === 'email' || kind === 'phone' ? [raw, normal] : []),
    (address as { readonly street?: string } | undefined)?.street,
  ])
  const values = [...names, ...reached].filter((one): one is string => typeof one === 'string' && one.trim().length > 2)
  return [...new Set(values)]
}
