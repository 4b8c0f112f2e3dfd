import { expect, test } from 'vitest'
import { briefFile, createClient, ProblemError } from './index.ts'

const answering = (status: number, body: string, seen: Request[] = []) =>
  createClient({
    baseUrl: 'http://rapport.example',
    key: 'rpk_main_abc',
    async fetch(request) {
      seen.push(request)
      return new Response(body, { status, headers: { 'content-type': 'application/json', 'x-request-id': 'req_1' } })
    },
  })

test('asks with the key, and what is answered is data', async () => {
  const seen: Request[] = []
  const items = [{ id: 'prf_0000000001', name: 'Claire Fontaine', matched: 'name', score: 1, attributes: {} }]
  const { data } = await answering(200, JSON.stringify({ items }), seen).GET('/v1/search', {
    params: { query: { q: 'fontaine clai', limit: 3 } },
  })
  expect(data?.items[0]?.name).toBe('Claire Fontaine')
  expect(seen[0]?.url).toBe('http://rapport.example/v1/search?q=fontaine%20clai&limit=3')
  expect(seen[0]?.headers.get('authorization')).toBe('Bearer rpk_main_abc')
})

test('puts references into the path so that nothing in them is read as more path', async () => {
  const seen: Request[] = []
  await answering(200, '{}', seen).GET('/v1/profiles/{reference}', {
    params: { path: { reference: 'email:a/b?c@example.com' } },
  })
  expect(seen[0]?.url).toBe('http://rapport.example/v1/profiles/email%3Aa%2Fb%3Fc%40example.com')
})

test('throws the problem that a refusal is', async () => {
  const problem = {
    type: '',
    title: 'This needs a key.',
    status: 401,
    code: 'KEY_MISSING',
    detail: 'Send one.',
    requestId: 'r',
  }
  const asked = answering(401, JSON.stringify(problem)).GET('/v1/segments')
  await expect(asked).rejects.toThrow(ProblemError)
  await expect(asked).rejects.toMatchObject({ code: 'KEY_MISSING', status: 401, message: 'This needs a key.', problem })
})

test('says so where the answer is none of the server’s', async () => {
  const asked = answering(502, '<html>Bad gateway</html>').GET('/v1/segments')
  await expect(asked).rejects.toMatchObject({ code: 'UNREADABLE_ANSWER', status: 502, problem: { requestId: 'req_1' } })
})

test('gives a brief as the bytes of a file, with its name', async () => {
  const seen: Request[] = []
  const rapport = createClient({
    baseUrl: 'http://rapport.example',
    async fetch(request) {
      seen.push(request)
      return new Response(new Uint8Array([37, 80, 68, 70, 0, 255]), {
        headers: {
          'content-type': 'application/pdf',
          'content-disposition': `inline; filename="Helene.pdf"; filename*=UTF-8''H%C3%A9l%C3%A8ne.pdf`,
        },
      })
    },
  })
  const asked = { profile: 'prf_0000000001', occasion: 'visit', language: 'fr' } as const
  const { bytes, type, name } = await briefFile(rapport, asked, 'application/pdf', { all: true })
  expect([[...bytes], type, name]).toEqual([[37, 80, 68, 70, 0, 255], 'application/pdf', 'Hélène.pdf'])
  expect(seen[0]?.url).toBe('http://rapport.example/v1/briefs?all=true')
  expect(seen[0]?.headers.get('accept')).toBe('application/pdf')
  expect(await seen[0]?.json()).toEqual(asked)
})
