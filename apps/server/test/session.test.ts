import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConsoleFiles } from '../src/console/console-files.ts'
import { type RunningServer, serve } from '../src/http/server.ts'
import { type FakeRuntime, fakeRuntime } from './fake-runtime.ts'

const NOW = new Date('2026-11-24T09:00:00Z')
const claire = 'prf_0000000001'
let fake: FakeRuntime
let server: RunningServer
let folder = ''
let key = ''
let keyId = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-console-files-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(
    join(folder, 'index.html'),
    '<meta property="csp-nonce" nonce="__NONCE__"><script nonce="__NONCE__"></script>',
  )
  await writeFile(join(folder, 'assets', 'app-1.js'), 'plain')
  await writeFile(join(folder, 'assets', 'app-1.js.br'), 'brotli')
  await writeFile(join(folder, 'assets', 'app-1.js.gz'), 'gzip')
  await writeFile(join(folder, 'favicon.svg'), '<svg/>')
  fake = await fakeRuntime([{ id: 1, givenName: 'Claire', phones: [], space: 'FR', timeline: [] }])
  server = await serve({ runtime: fake.runtime, now: () => NOW, console: ConsoleFiles.read(folder) })
  const made = await server.host.tenant('main').keys.create({ title: 'Desk', scopes: ['read', 'write'] }, 'test', NOW)
  key = made.key
  keyId = made.info.id
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/** As a browser sends it: fetch would not let us say `Sec-Fetch-Site` and `Cookie` ourselves. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body?: object): Promise<Answer> {
  const json = body && { 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const asked = request(server.url + path, { method, headers: { ...json, ...headers } }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += String(chunk)))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    asked.on('error', reject)
    asked.end(body && JSON.stringify(body))
  })
}

const own = { 'sec-fetch-site': 'same-origin' }
const cookieOf = (answer: Answer) => String(answer.headers['set-cookie']).split(';', 1)[0] ?? ''
const signIn = async () => cookieOf(await ask('POST', '/v1/session', { ...own, origin: server.url }, { key }))

describe('a session', () => {
  test('is opened by a key, stands for it, and ends', async () => {
    expect(JSON.parse((await ask('GET', '/v1/session')).text)).toEqual({ session: null })
    const opened = await ask('POST', '/v1/session', { ...own, origin: server.url }, { key })
    const session = { workspace: 'main', title: 'Desk', scopes: ['read', 'write'] }
    expect(JSON.parse(opened.text)).toEqual({ session })
    expect(opened.text).not.toContain(key)
    expect(String(opened.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict$/)
    const cookie = cookieOf(opened)
    expect(JSON.parse((await ask('GET', '/v1/session', { cookie, ...own })).text)).toEqual({ session })
    for (const path of [`/v1/profiles/${claire}`, `/v1/profiles/${claire}/timeline`, '/v1/search?q=cla'])
      expect((await ask('GET', path, { cookie, ...own })).status, path).toBe(200)
    const ended = await ask('DELETE', '/v1/session', { cookie, ...own })
    expect(ended.status).toBe(204)
    expect(String(ended.headers['set-cookie'])).toContain('Max-Age=0')
  })

  test('is refused for a wrong key, and opens what its key opens, no more', async () => {
    const wrong = await ask('POST', '/v1/session', own, { key: 'rpk_main_wrong' })
    expect([wrong.status, wrong.headers['set-cookie']]).toEqual([401, undefined])
    const cookie = await signIn()
    expect((await ask('GET', '/v1/keys', { cookie, ...own })).status).toBe(403)
  })

  test('lends nothing to pages of others: neither reading nor writing, nor signing in or out', async () => {
    const cookie = await signIn()
    const body = { from: '+33612345678' }
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      {},
    ]) {
      const answer = await ask('POST', '/v1/calls', { cookie, ...headers }, body)
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([403, 'ORIGIN_REFUSED'])
      expect((await ask('POST', '/v1/session', headers, { key })).status).toBe(403)
      expect((await ask('DELETE', '/v1/session', { cookie, ...headers })).status).toBe(403)
    }
    for (const path of [`/v1/profiles/${claire}`, '/v1/search?q=cla', '/v1/changes', '/v1/session'])
      expect((await ask('GET', path, { cookie, 'sec-fetch-site': 'cross-site' })).status, path).toBe(403)
    expect((await ask('POST', '/v1/calls', { cookie, ...own }, body)).status).toBe(201)
  })

  test('never opens the tracking endpoints, which pages of everybody may call', async () => {
    const cookie = await signIn()
    expect((await ask('POST', '/v1/track', { cookie, ...own }, { event: 'x' })).status).toBe(401)
  })

  test('is over when its key is revoked', async () => {
    const cookie = await signIn()
    await server.host.tenant('main').keys.revoke(keyId)
    expect(JSON.parse((await ask('GET', '/v1/session', { cookie, ...own })).text)).toEqual({ session: null })
    expect((await ask('GET', `/v1/profiles/${claire}`, { cookie, ...own })).status).toBe(401)
  })
})

describe('the console’s files', () => {
  test('are one page for every address, with a nonce of its own and a policy that lets nothing else in', async () => {
    const [first, second] = [await ask('GET', '/console'), await ask('GET', '/console/profiles/x?q=1')]
    const nonces = [first, second].map(({ headers, text }) => {
      const policy = String(headers['content-security-policy'])
      expect(policy).not.toMatch(/unsafe|https?:|\*/)
      const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1]
      expect(text).toBe(`<meta property="csp-nonce" nonce="${nonce}"><script nonce="${nonce}"></script>`)
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' })
      return nonce
    })
    expect(nonces[0]).not.toBe(nonces[1])
    expect((await ask('GET', '/')).headers.location).toBe('/console')
  })

  test('come compressed as the browser takes them, and are kept for good where their name holds their hash', async () => {
    const file = async (encoding?: string) => {
      const { text, headers } = await ask(
        'GET',
        '/console/assets/app-1.js',
        encoding ? { 'accept-encoding': encoding } : {},
      )
      return [text, headers['content-encoding'], headers['cache-control']]
    }
    const kept = 'public, max-age=31536000, immutable'
    expect(await file('gzip, deflate, br, zstd')).toEqual(['brotli', 'br', kept])
    expect(await file('gzip')).toEqual(['gzip', 'gzip', kept])
    expect(await file()).toEqual(['plain', undefined, kept])
    const icon = await ask('GET', '/console/favicon.svg')
    expect(icon.headers).toMatchObject({ 'content-type': 'image/svg+xml', 'cache-control': 'no-cache' })
  })

  test('are those of the build and no others', async () => {
    for (const path of [
      '/console/assets/none.js',
      '/console/assets/..%2f..%2fpackage.json',
      '/console/assets/app-1.js.br',
    ])
      expect((await ask('GET', path)).status, path).toBe(404)
  })
})
