import { type Emission, RapportError, rowProblem, type Stream } from '@rapport/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_BATCH_MESSAGES, MAX_MESSAGE_BYTES } from '../src/limits.ts'
import { webSource } from '../src/source.ts'
import * as streams from '../src/streams.ts'

/** Anybody may send anything to a tracking endpoint: what comes of it can be stored, is told message by message, or is refused by code. */
const streamOf = new Map(
  Object.values(streams).map((stream): [string, Stream<object>] => [stream.name, stream as never]),
)
const receivedAt = Date.parse('2026-03-04T12:00:00Z')
const { endpoint } = webSource
if (endpoint === undefined) throw new Error('the web source has an endpoint')
const { decode, keyInBody } = endpoint

const decoded = (body: string, path = '/v1/batch') => decode({ path, headers: {}, body, receivedAt })

/** What the engine does with emissions, row by row: what comes out, or the code under which a row is kept as rejected. */
function outcomes(emissions: readonly Emission[]): readonly string[] {
  return emissions.flatMap(({ stream: name, rows = [] }) => {
    const stream = streamOf.get(name)
    if (stream === undefined) throw new Error(`there is no stream ${name}`)
    return rows.map((row) => {
      // Whatever a row says, it is stored.
      expect(JSON.stringify(row).length).toBeLessThan(2 * MAX_MESSAGE_BYTES)
      const parsed = stream.row.safeParse(row)
      if (!parsed.success) {
        expect(row).toHaveProperty([rowProblem])
        return 'ROW_INVALID'
      }
      try {
        const key = stream.key(parsed.data)
        expect(key).toMatch(/./s)
        expect(key.isWellFormed()).toBe(true)
        return name
      } catch (error) {
        if (!RapportError.is(error)) throw error
        expect(row).toHaveProperty([rowProblem])
        return error.code
      }
    })
  })
}

const oddText = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\udc00x',
  '\ufeff',
  'null',
  '[object Object]',
  '__proto__',
  'constructor',
  'é'.repeat(300),
  '2026-02-30T25:61:00Z',
  '+275760-09-13T00:00:00.001Z',
  '9'.repeat(400),
)
const oddNumber = fc.constantFrom(0, -0, -1, 1e308, -1e308, 5e-324, 2 ** 53, 8.64e15, 1.7e12 + 0.5)
const oddName = fc.constantFrom('__proto__', 'constructor', 'toJSON', '@problem', 'messageId', '', '\u0000', 'a.b')
const { odd } = fc.letrec<{ odd: unknown }>((tie) => ({
  odd: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'odd' },
    oddText,
    oddNumber,
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(true, false, null),
    fc.array(tie('odd'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(oddName, fc.string({ maxLength: 5 })), tie('odd'), { maxKeys: 3 }),
  ),
}))
const text = (...values: readonly string[]) => fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, odd)
const message = fc.record(
  {
    type: text('track', 'identify', 'page', 'screen', 'group', 'alias', 'purchase'),
    messageId: text('m1', 'm2'),
    userId: text('u1', 'u2'),
    anonymousId: text('a1', 'a2'),
    event: text('Order Completed', 'Signed Out'),
    name: text('Home'),
    groupId: text('acme'),
    previousId: text('u1', 'a1'),
    timestamp: text('2026-03-04T11:59:00Z', '1772625540'),
    originalTimestamp: odd,
    sentAt: text('2026-03-04T12:00:00Z'),
    properties: fc.oneof(odd, fc.record({ email: odd, total: oddNumber }, { requiredKeys: [] })),
    traits: fc.oneof(odd, fc.record({ email: text('ana@example.com'), address: odd }, { requiredKeys: [] })),
    context: fc.oneof(
      odd,
      fc.record({ page: odd, campaign: odd, traits: odd, sessionId: odd, locale: odd }, { requiredKeys: [] }),
    ),
  },
  { requiredKeys: [] },
)
const path = fc.constantFrom(...endpoint.paths, '/v1/in/web', '/', '')

describe('whatever a body says', () => {
  test('each message of a batch is a row, an alias, or a row with its problem', () => {
    const batch = fc.array(fc.oneof({ weight: 5, arbitrary: message }, odd), { maxLength: 6 })
    fc.assert(
      fc.property(batch, fc.constantFrom(undefined, null, {}, { locale: 'fr' }), odd, (messages, context, sentAt) => {
        const emissions = decoded(JSON.stringify({ batch: messages, context, sentAt }))
        const told = outcomes(emissions).filter((one) => one !== 'memberships')
        const aliases = messages.filter((one) => (one as { type?: unknown } | null)?.type === 'alias')
        expect(told.length).toBeLessThanOrEqual(messages.length)
        expect(told.length).toBeGreaterThanOrEqual(messages.length - aliases.length)
      }),
      { numRuns: 1500 },
    )
  })
  test('one message, on any path, is told too', () => {
    fc.assert(
      fc.property(path, message, (at, one) => {
        expect(outcomes(decoded(JSON.stringify(one), at)).length).toBeLessThanOrEqual(2)
      }),
      { numRuns: 1500 },
    )
  })
  test('a body that is cut, mixed up or no JSON at all is refused by code or read', () => {
    const broken = fc
      .tuple(fc.json(), fc.array(message, { maxLength: 3 }), fc.nat(), fc.string({ unit: 'binary', maxLength: 5 }))
      .map(([json, batch, cut, noise]) => {
        const whole = JSON.stringify({ batch, json: JSON.parse(json) as unknown })
        const at = cut % (whole.length + 1)
        return whole.slice(0, at) + noise + (cut % 2 === 0 ? '' : whole.slice(at))
      })
    fc.assert(
      fc.property(broken, path, (body, at) => {
        keyInBody?.(body)
        try {
          outcomes(decoded(body, at))
        } catch (error) {
          if (!RapportError.is(error)) throw error
          expect(error.code).toBe('BODY_INVALID')
        }
      }),
      { numRuns: 1500 },
    )
  })
})

describe('what is big or deep', () => {
  const deep = (levels: number, open = '[', close = ']') => open.repeat(levels) + close.repeat(levels)
  const track = (more: string) => `{"type":"track","userId":"u1","event":"X"${more}}`

  test.each([
    ['a list for a message', `{"batch":[${deep(10_000)}]}`],
    ['a body of lists', deep(10_000)],
    ['properties', `[${track(`,"properties":{"a":${deep(10_000, '{"a":', '}').replace('":}', '":1}')}}`)}]`],
    ['a type', `[${track(`,"type":${deep(10_000)}`)}]`],
  ])('%s 10,000 levels deep is one row with its problem, and is not kept', (_, body) => {
    const emissions = decoded(body)
    expect(outcomes(emissions)).toEqual(['ROW_INVALID'])
    expect(JSON.stringify(emissions).length).toBeLessThan(1000)
  })
  test('a context for the whole batch that is deep, or so big that it would be stored thousands of times, is refused', () => {
    const batch = JSON.stringify(Array.from({ length: 2000 }, () => ({ type: 'track', userId: 'u1', event: 'X' })))
    for (const context of [`{"a":${deep(10_000)}}`, JSON.stringify({ text: 'x'.repeat(300_000) })])
      expect(() => decoded(`{"batch":${batch},"context":${context}}`)).toThrow(/context/)
  })
  test('no message over the limit passes for a small one, wherever its words are', () => {
    const padding = fc.array(
      fc.record({ at: fc.constantFrom('messageId', 'text', 'deep'), length: fc.integer({ min: 0, max: 12_000 }) }),
      { minLength: 1, maxLength: 12 },
    )
    fc.assert(
      fc.property(
        fc.array(padding, { maxLength: 3 }),
        fc.nat(20),
        fc.constantFrom('x', 'é', '\u0000', '"'),
        (big, small, fill) => {
          const messages = [
            ...big.map((pads, index) => ({
              type: 'track',
              messageId: `big-${index}`,
              userId: 'u1',
              event: 'X',
              properties: Object.fromEntries(
                pads.map(({ at, length }, n) => [
                  n,
                  at === 'deep' ? { messageId: fill.repeat(length) } : { [at]: fill.repeat(length) },
                ]),
              ),
            })),
            ...Array.from({ length: small }, () => ({})),
          ]
          const body = JSON.stringify(messages)
          const over = messages.filter((one) => Buffer.byteLength(JSON.stringify(one)) > MAX_MESSAGE_BYTES)
          const told = decoded(body)
            .flatMap((one) => one.rows ?? [])
            .filter((row) => String((row as { [rowProblem]?: string })[rowProblem]).includes('32 KB'))
          expect(told).toHaveLength(over.length)
        },
      ),
      { numRuns: 200 },
    )
  })
  test('nor one that hides among empty ones', () => {
    const text = 'x'.repeat(5000)
    const big = {
      type: 'track',
      userId: 'u1',
      event: 'X',
      properties: Array.from({ length: 9 }, () => ({ messageId: text })),
    }
    const told = decoded(JSON.stringify([big, ...Array.from({ length: 8 }, () => ({}))]))
    expect(JSON.stringify(told)).toContain('the message is over 32 KB')
  })
  test('as many messages as documented are read, and one more is refused', () => {
    const many = (count: number) => JSON.stringify(new Array(count).fill({ type: 'track', userId: 'u1', event: 'X' }))
    expect(outcomes(decoded(many(MAX_BATCH_MESSAGES)))).toHaveLength(MAX_BATCH_MESSAGES)
    expect(() => decoded(many(MAX_BATCH_MESSAGES + 1))).toThrow(RapportError)
  })
  test('names that mean something to a program are names', () => {
    const emissions = decoded(
      '[{"type":"track","userId":"u1","event":"X","__proto__":{"userId":"evil"},"properties":{"__proto__":{"isAdmin":true},"constructor":1,"toJSON":2}}]',
    )
    expect(outcomes(emissions)).toEqual(['events'])
    expect(JSON.stringify(emissions[0]?.rows)).toContain('"__proto__":{"isAdmin":true}')
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined()
  })
})
