import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Json, RapportError, type Secret } from '@rapport/core'
import type { Entry } from '@rapport/engine'
import { expect, test } from 'vitest'
import { openKeyring } from './keyring.ts'
import { open, seal } from './seal.ts'
import { Vault } from './vault.ts'

const keyA = '11'.repeat(32)
const keyB = '22'.repeat(32)
const file = () => join(mkdtempSync(join(tmpdir(), 'rapport-keys-')), 'server', 'secret.key')
const codeOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    return RapportError.is(error) ? error.code : error
  }
  return undefined
}

/** Entries in a map, in the shape in which the store keeps them. */
function entries() {
  const all = new Map<string, Entry>()
  return {
    all,
    reader: {
      entry: async (_type: string, name: string) => all.get(name),
      entries: async () => ({ items: [...all.values()], next: null }),
    },
    commands: {
      putEntries: async (list: readonly Entry[]) => {
        for (const entry of list) all.set(entry.name, entry)
      },
      removeEntries: async (keys: readonly { readonly name: string }[]) => {
        for (const { name } of keys) all.delete(name)
      },
    },
  }
}

test('without a key in the environment one is made in a file that only its owner reads, and found again', () => {
  const path = file()
  const first = openKeyring(path, {})
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(openKeyring(path, {}).current.id).toBe(first.current.id)
  const sealed = seal('hunter2', { workspace: 'main', name: 'crm' }, first)
  expect(sealed).not.toContain('hunter2')
  expect(open(sealed, { workspace: 'main', name: 'crm' }, openKeyring(path, {}))).toBe('hunter2')
})

test('a sealed value opens in its own workspace under its own name only, and not when altered', () => {
  const keyring = openKeyring(file(), { RAPPORT_SECRET_KEY: keyA })
  const sealed = seal('hunter2', { workspace: 'main', name: 'crm' }, keyring)
  expect(codeOf(() => open(sealed, { workspace: 'other', name: 'crm' }, keyring))).toBe('SECRET_KEY_MISSING')
  expect(codeOf(() => open(sealed, { workspace: 'main', name: 'erp' }, keyring))).toBe('SECRET_KEY_MISSING')
  // Not the last character: some of its bits are no part of any byte.
  const flipped = sealed.slice(0, -4) + (sealed.at(-4) === 'A' ? 'B' : 'A') + sealed.slice(-3)
  expect(codeOf(() => open(flipped, { workspace: 'main', name: 'crm' }, keyring))).toBe('SECRET_KEY_MISSING')
})

test('a key of the wrong length is refused by the name of its place', () => {
  expect(codeOf(() => openKeyring(file(), { RAPPORT_SECRET_KEY: 'short' }))).toBe('SECRET_KEY_INVALID')
})

test('rotation seals everything with the new key, after which the old one is not needed', async () => {
  const { reader, commands, all } = entries()
  const path = file()
  const at = (environment: Record<string, string>) =>
    new Vault({ workspace: 'main', reader, commands, keyring: openKeyring(path, environment), now: () => 1000 })
  await at({ RAPPORT_SECRET_KEY: keyA }).set('crm', 'hunter2')
  await expect(at({ RAPPORT_SECRET_KEY: keyB }).reveal('crm')).rejects.toMatchObject({ code: 'SECRET_KEY_MISSING' })
  expect(await at({ RAPPORT_SECRET_KEY: keyB, RAPPORT_SECRET_KEY_PREVIOUS: keyA }).rotate()).toBe(1)
  expect((await at({ RAPPORT_SECRET_KEY: keyB }).reveal('crm')).reveal()).toBe('hunter2')
  expect([...all.values()].map(({ body }) => body).join('')).not.toContain('hunter2')
})

test('references are resolved at any depth, and a missing one is named', async () => {
  const { reader, commands } = entries()
  const keyring = openKeyring(file(), { RAPPORT_SECRET_KEY: keyA })
  const vault = new Vault({ workspace: 'main', reader, commands, keyring, now: () => 1000 })
  await vault.set('crm', 'hunter2')
  const config: Json = { url: 'x', auth: [{ token: { secret: 'crm' } }] }
  const resolved = (await vault.resolve(config)) as { url: string; auth: { token: Secret }[] }
  expect(resolved.url).toBe('x')
  expect(resolved.auth[0]?.token.reveal()).toBe('hunter2')
  expect(JSON.stringify(resolved)).toContain('***')
  await expect(vault.resolve({ token: { secret: 'erp' } })).rejects.toMatchObject({ code: 'SECRET_MISSING' })
  expect(await vault.list()).toEqual([{ name: 'crm', setAt: '1970-01-01T00:00:01.000Z', keyId: keyring.current.id }])
})

test('a key file opened to others is closed again', () => {
  const path = file()
  openKeyring(path, {})
  const { chmodSync } = process.getBuiltinModule('node:fs')
  chmodSync(path, 0o644)
  openKeyring(path, {})
  expect(statSync(path).mode & 0o077).toBe(0)
  expect(readFileSync(path, 'utf8')).toMatch(/^[\w+/=]{44}\n$/)
})
