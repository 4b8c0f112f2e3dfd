import { inspect } from 'node:util'
import { expect, test, vi } from 'vitest'
import { isSecretReference, Secret, secret } from './secret.ts'

test('a secret prints as stars wherever it lands, and gives its value to who asks', () => {
  const one = new Secret('hunter2')
  for (const text of [
    String(one),
    `${one}`,
    JSON.stringify({ one }),
    inspect({ one }),
    inspect(one, { showHidden: true }),
  ])
    expect(text).not.toContain('hunter2')
  expect(JSON.stringify({ one })).toBe('{"one":"***"}')
  expect(one.reveal()).toBe('hunter2')
})

test('a secret made by another copy of this package is one', async () => {
  vi.resetModules()
  const copy = await import('./secret.ts')
  expect(copy.Secret).not.toBe(Secret)
  const theirs = new copy.Secret('hunter2')
  expect(theirs instanceof Secret).toBe(false)
  expect(Secret.is(theirs)).toBe(true)
  expect(secret().parse(theirs).reveal()).toBe('hunter2')
})

test('nothing else is', () => {
  for (const value of ['hunter2', null, undefined, 7, {}, { reveal: () => 'x' }, { secret: 'NAME' }]) {
    expect(Secret.is(value)).toBe(false)
    expect(secret().safeParse(value).error?.issues[0]?.message).toBe('expected a secret, written { secret: NAME }')
  }
})

test('a reference names one secret and says no more', () => {
  expect(isSecretReference({ secret: 'NAME' })).toBe(true)
  for (const value of [{ secret: 7 }, { secret: 'NAME', more: 1 }, {}, null, 'NAME', ['secret']])
    expect(isSecretReference(value)).toBe(false)
})
