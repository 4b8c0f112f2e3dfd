import { beforeEach, expect, test, vi } from 'vitest'

/** What a browser has. */
function browser() {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  })
  return kept
}

const refusal = (status: number) =>
  new client.ProblemError({
    type: '',
    title: 'No.',
    status,
    code: 'REQUEST_INVALID',
    detail: 'Mend it.',
    requestId: '',
  })
const letter = (key: string, owner = 'w me') =>
  ({ key, owner, kind: 'report', profile: 'prf_1', about: 'v1', request: { path: '/v1/x', body: { key } } }) as const

let kept: Map<string, string>
let outbox: typeof import('./outbox.ts')
let client: typeof import('@rapport/client')
beforeEach(async () => {
  kept = browser()
  vi.resetModules()
  outbox = await import('./outbox.ts')
  client = await import('@rapport/client')
})
const unexpected = () => expect.fail('nothing was to be sent')
const states = () =>
  (JSON.parse(kept.get('rapport.outbox') ?? '[]') as { key: string; state: string; request: unknown }[]).map(
    ({ key, state, request }) => [key, state, request !== null],
  )

test('what cannot get through waits, and is sent in order with the same key', async () => {
  outbox.write(letter('a'))
  outbox.write(letter('b'))
  await outbox.sendWaiting('w me', () => Promise.reject(new TypeError('fetch failed')), unexpected)
  expect(states()).toEqual([
    ['a', 'waiting', true],
    ['b', 'waiting', true],
  ])
  const sent: unknown[] = []
  await outbox.sendWaiting(
    'w me',
    async ({ body }) => void sent.push(body),
    () => {},
  )
  expect(sent).toEqual([{ key: 'a' }, { key: 'b' }])
  // What it said is not kept once it is there.
  expect(states()).toEqual([
    ['a', 'sent', false],
    ['b', 'sent', false],
  ])
})

test.each([401, 408, 429, 500, 503])('an answer of %i refuses nothing: it waits', async (status) => {
  outbox.write(letter('a'))
  await outbox.sendWaiting('w me', () => Promise.reject(refusal(status)), unexpected)
  expect(states()).toEqual([['a', 'waiting', true]])
})

test('a refusal is kept with what was said, and the others go on', async () => {
  outbox.write(letter('a'))
  outbox.write(letter('b'))
  const send = ({ body }: { body: object }) =>
    'key' in body && body.key === 'a' ? Promise.reject(refusal(422)) : Promise.resolve()
  await outbox.sendWaiting('w me', send, () => {})
  expect(states()).toEqual([
    ['a', 'refused', true],
    ['b', 'sent', false],
  ])
  expect(outbox.unsentLetters('w me')).toBe(1)
  outbox.forgetSent()
  expect(states()).toEqual([['a', 'refused', true]])
})

test('nothing is sent in somebody else’s name', async () => {
  outbox.write(letter('a', 'w somebody'))
  await outbox.sendWaiting('w me', unexpected, unexpected)
  expect(outbox.unsentLetters('w me')).toBe(0)
  expect(states()).toEqual([['a', 'waiting', true]])
})

test('one that was mended takes the place of the refused one', async () => {
  outbox.write(letter('a'))
  await outbox.sendWaiting(
    'w me',
    () => Promise.reject(refusal(422)),
    () => {},
  )
  outbox.write({ ...letter('a'), request: { path: '/v1/x', body: { key: 'a', text: 'mended' } } })
  expect(states()).toEqual([['a', 'waiting', true]])
})

test('what somebody else’s page left there, or a broken store, breaks nothing', async () => {
  kept.set('rapport.outbox', '{"not a list"')
  vi.resetModules()
  outbox = await import('./outbox.ts')
  expect(outbox.unsentLetters('w me')).toBe(0)
  outbox.write(letter('a'))
  expect(states()).toEqual([['a', 'waiting', true]])
})
