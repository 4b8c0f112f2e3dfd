import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatter } from './format.ts'
import { type Message, type Messages, translator } from './translate.ts'

const folder = join(import.meta.dirname, '..', '..', 'messages')
const files = readdirSync(folder)
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Messages
const english = read('en.json')
const forms = (message: Message | undefined): readonly string[] =>
  typeof message === 'string' ? [message] : Object.values(message ?? {})
const places = (message: Message | undefined) =>
  [...new Set(forms(message).flatMap((one) => [...one.matchAll(/\{\w+\}/g)].map(([place]) => place)))].sort()

describe('message files', () => {
  test.each(files)('%s says everything, with the same values and every plural form of its language', (file) => {
    const messages = read(file)
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort())
    const { pluralCategories } = new Intl.PluralRules(file.slice(0, 2)).resolvedOptions()
    for (const [key, message] of Object.entries(messages)) {
      expect([key, places(message)]).toEqual([key, places(english[key])])
      if (typeof message !== 'string')
        expect([key, Object.keys(message).sort()]).toEqual([key, [...pluralCategories].sort()])
    }
  })

  test('are used: no message is said nowhere, none is missing', () => {
    const sources = readdirSync(join(folder, '..', 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(folder, '..', 'src', name), 'utf8'))
      .join('\n')
    const literal = new Set([...sources.matchAll(/['`]([a-z][A-Za-z]*\.[A-Za-z.]+)['`]/g)].map(([, key]) => key))
    // `t(`certainty.${…}`)` and the names of things, which are said by what the API names.
    const prefixes = [...sources.matchAll(/`([a-z][A-Za-z]*(?:\.[a-z][A-Za-z]*)*\.)\$\{/g)].map(
      ([, prefix]) => prefix ?? '',
    )
    const computed = [...prefixes, 'attribute.', 'entity.', 'problem.']
    const unused = Object.keys(english).filter(
      (key) => !literal.has(key) && !computed.some((one) => key.startsWith(one)),
    )
    expect(unused).toEqual([])
    const missing = [...sources.matchAll(/\bt\('([^']+)'/g)]
      .map(([, key]) => key ?? '')
      .filter((key) => !(key in english))
    expect(missing).toEqual([])
  })
})

describe('a translation', () => {
  test('chooses the plural form and puts values in as text', () => {
    const french = translator(
      'fr',
      { n: { one: '{count} fiche', other: '{count} fiches' }, hello: 'Bonjour {name}' },
      english,
    )
    expect([french('n', { count: 0 }), french('n', { count: 1 }), french('n', { count: 2000 })]).toEqual([
      '0 fiche',
      '1 fiche',
      '2\u202f000 fiches',
    ])
    expect(french('hello', { name: '{name} <b>$&' })).toBe('Bonjour {name} <b>$&')
    expect(french('action.undo')).toBe('Undo')
    expect(french('no.such')).toBe('no.such')
  })
})

describe('values', () => {
  const format = formatter('en', translator('en', english, english))

  test('are said as their language does', () => {
    const french = formatter('fr', translator('fr', read('fr.json'), english))
    const money = { amountMinor: 590000, currency: 'EUR', exponent: 2 }
    expect(format.money(money)).toBe('€5,900')
    expect(format.money({ ...money, amountMinor: 590050 })).toBe('€5,900.50')
    expect(french.money(money)).toMatch(/^5\s900\s€$/)
    expect(format.date('1968-04-03')).toBe('Apr 3, 1968')
    expect(french.value('1968-04-03')).toBe('3 avr. 1968')
    expect(format.value(true)).toBe('Yes')
    expect(format.value(['fr', 'en'])).toBe('fr, en')
    expect(format.value({ street: '12 rue X', city: 'Paris', line2: '' })).toBe('12 rue X, Paris')
    expect(format.value({ total: money })).toBe('€5,900')
  })

  test('that are strange stay text, whatever a source sends', () => {
    for (const strange of [
      '2026-13-45',
      '2026-99-99T99:99',
      '<b>',
      '',
      null,
      {},
      [],
      [null],
      { amountMinor: 1, currency: 'no', exponent: 2 },
    ])
      expect(() => format.value(strange)).not.toThrow()
    expect(format.value('2026-13-45')).toBe('2026-13-45')
    expect(format.name('attribute', 'ext.crm.loyaltyPoints')).toBe('Loyalty points')
  })
})
