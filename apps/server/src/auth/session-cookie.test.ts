import { describe, expect, test } from 'vitest'
import { endedCookie, keyOf, sessionCookie } from './session-cookie.ts'

const cookie = 'theme=dark; rapport_session=rpk_main_abc'
const ask = (method: string, headers: Readonly<Record<string, string>>) => keyOf(method, (name) => headers[name])
const refused = expect.objectContaining({ code: 'ORIGIN_REFUSED' })

describe('a session’s cookie', () => {
  test('is out of reach of scripts and of other sites, and goes by TLS only where the page came by it', () => {
    const plain = sessionCookie('rpk_main_abc', 'http://127.0.0.1:7070')
    expect(plain).toMatch(/^rapport_session=rpk_main_abc; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/)
    expect(sessionCookie('rpk_main_abc', 'https://desk.example')).toMatch(/; Secure$/)
    expect(endedCookie(undefined)).toContain('Max-Age=0')
  })

  test('stands for its key when a page of ours asks, or when somebody types an address', () => {
    expect(ask('POST', { cookie, 'sec-fetch-site': 'same-origin' })).toBe('rpk_main_abc')
    expect(ask('GET', { cookie, 'sec-fetch-site': 'none' })).toBe('rpk_main_abc')
    expect(ask('GET', { cookie: 'theme=dark' })).toBeUndefined()
    expect(ask('GET', { cookie: 'rapport_session=' })).toBeUndefined()
  })

  test('opens nothing to another page, another port and a sibling domain included', () => {
    for (const site of ['cross-site', 'same-site'])
      for (const method of ['GET', 'POST'])
        expect(() => ask(method, { cookie, 'sec-fetch-site': site })).toThrow(refused)
    expect(() => ask('POST', { cookie, 'sec-fetch-site': 'none' })).toThrow(refused)
  })

  test('is judged by Origin where the browser does not say the site', () => {
    const host = 'desk.lan:7070'
    expect(ask('POST', { cookie, host, origin: 'http://desk.lan:7070' })).toBe('rpk_main_abc')
    expect(ask('GET', { cookie, host })).toBe('rpk_main_abc')
    for (const origin of ['http://desk.lan:8080', 'http://evil.example', 'null'])
      expect(() => ask('POST', { cookie, host, origin })).toThrow(refused)
    expect(() => ask('DELETE', { cookie, host })).toThrow(refused)
  })

  test('yields to a key in the header, which no page sends unasked', () => {
    expect(ask('POST', { cookie, authorization: 'Bearer rpk_main_xyz', 'sec-fetch-site': 'cross-site' })).toBe(
      'rpk_main_xyz',
    )
  })
})
