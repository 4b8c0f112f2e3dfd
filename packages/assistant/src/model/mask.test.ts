import { describe, expect, test } from 'vitest'
import type { Fact } from '../facts/fact.ts'
import { Masking } from './mask.ts'
import { passesLuhn } from './personal-patterns.ts'

type Parts = Readonly<Record<string, string>>
const factOf = (parts: Parts) =>
  ({
    parts: Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, { type: 'text', value }])),
  }) as unknown as Fact
const maskingOf = (parts: Parts = {}, title = 'Hélène de Montferrand') =>
  new Masking([factOf(parts)], title, { sendsQuotes: true })
const masking = () => maskingOf()

describe('what leaves', () => {
  test.each([
    ['Hélène de Montferrand: one record.', '[NAME_1]: one record.'],
    ['Said montferrand, HÉLÈNE.', 'Said [NAME_1], [NAME_2].'],
    ['Write to helene@montferrand.fr now.', 'Write to [EMAIL_1] now.'],
    ['Write to helene (at) montferrand.fr now.', 'Write to [EMAIL_1] now.'],
    ['Call +33 6 39 98 04 17 or 06.39.98.04.18.', 'Call [PHONE_1] or [PHONE_2].'],
    ['Lives at 12 bis rue de la Paix; moved.', 'Lives at [ADDRESS_1]; moved.'],
    ['Sent to 221b Baker Street.', 'Sent to [ADDRESS_1].'],
    ['Case AUR-9041207 and order MA20451.', 'Case [DOC_1] and order [DOC_2].'],
    ['A number: 90041207.', 'A number: [PHONE_1].'],
    ['They wrote “ask for Jean Dupont”.', 'They wrote “ask for [NAME_1] [NAME_2]”.'],
    ['See https://chat.example.com/helene?x=1 there.', 'See [TEXT_1] there.'],
    ['She is @helene.m there.', 'She is [NAME_1] there.'],
  ])('%s', (text, masked) => {
    expect(masking().mask(text)).toBe(masked)
  })

  test.each([
    '06 39 98 04 17',
    '06-39-98-04-17',
    '06.39.98.04.17',
    '06/39/98/04/17',
    '0639980417',
    '+33639980417',
    '+33 (0)6 39 98 04 17',
    '0033 6 39 98 04 17',
    '(020) 7946 0958',
    '020 7946 0958',
    '+44 20 7946 0958',
    '+1 (212) 555-0142',
    '212-555-0142',
    '212.555.0142',
    '+49 30 901820',
    '030/901820',
    '+39 06 698 12345',
    '+81-3-1234-5678',
    '+352 27 61 23',
    '555-0142',
  ])('a phone, %s', (phone) => {
    const masked = masking().mask(`She says “call ${phone} please”.`)
    expect(masked).toMatch(/^She says “call \[\w+_1\] please”\.$/)
  })

  test.each([
    'FR76 3000 6000 0112 3456 7890 189',
    'DE89370400440532013000',
    'gb29 nwbk 6016 1331 9268 19',
    '4970 1012 3456 7893',
    '4970101234567893',
    '3782 822463 10005',
    '12AB34567',
    '533380006',
    'AB1234567',
    'QQ 12 34 56 C',
    '1 84 12 76 451 089 46',
    'X1234567L',
  ])('a document, a card or an account, %s', (number) => {
    expect(masking().mask(`Shown: ${number}, seen.`)).toMatch(/^Shown: (?:\[\w+_\d+\] ?)+, seen\.$/)
  })

  test.each([
    '12, rue des Lilas',
    '3 quai voltaire',
    '4 calle mayor',
    'hauptstraße 12',
    '10 downing street',
    '75007 paris',
    'SW1A 2AA',
  ])('an address, %s', (address) => {
    expect(masking().mask(`Lives at ${address}.`)).toBe('Lives at [ADDRESS_1].')
  })

  test('keeps the words of a template', () => {
    const parts = { _literals: [{ type: 'text', value: 'Orders on their way:' }] }
    const one = new Masking([{ parts } as unknown as Fact], 'Hélène de Montferrand')
    expect(one.mask('Two orders; Orders on their way: one.')).toBe('Two orders; Orders on their way: one.')
  })

  test('keeps years, amounts and days, which sentences are judged by', () => {
    const text = 'Spent €48,085 in 2024, 1 234 € open, due 21 November at 17:00.'
    expect(masking().mask(text)).toBe(text)
  })

  test('is the same token for the same value', () => {
    const one = masking()
    expect(one.mask('a@b.fr, then c@d.fr')).toBe('[EMAIL_1], then [EMAIL_2]')
    expect(one.mask('again c@d.fr')).toBe('again [EMAIL_2]')
  })
})

describe('a name that some fact has', () => {
  const known = { who: "Jean-Loïc O'Brien", name: 'Ángel Núñez Müller', payer: 'Łukasz Sørensen', assignee: 'x' }

  test.each([
    'jean-loic o’brien',
    'JEAN LOIC OBRIEN',
    "Jean‑Loïc O'Brien",
    'Jean-Loi\u0308c O\u2019Brien',
    'loïc',
    'Loic',
    'brien',
    'obrien',
    'nunez',
    'NÚÑEZ',
    'muller',
    'angel nuñez müller',
    'lukasz',
    'sorensen',
    'the sørensens',
  ])('is masked as %s, in what people wrote and beside it', (name) => {
    for (const text of [`They wrote “i spoke to ${name}, twice” once.`, `Asked for ${name}, twice.`]) {
      const one = maskingOf(known)
      const masked = one.mask(text)
      for (const part of ['loic', 'loïc', 'brien', 'nunez', 'nuñez', 'núñez', 'muller', 'müller', 'lukasz', 'rensen'])
        expect(masked.toLowerCase()).not.toContain(part)
      expect(one.restore(masked)).toBe(text)
    }
  })

  test('is none within another word, and its particles alone are none', () => {
    const one = maskingOf({ who: 'Anna de la Tour', name: 'Li Wu' })
    expect(one.mask('They wrote “la banane de savanna, le lien de wuppertal”.')).toBe(
      'They wrote “la banane de savanna, le lien de wuppertal”.',
    )
    expect(one.mask('Asked for Li and anna.')).toBe('Asked for [NAME_1] and [NAME_2].')
  })

  test('that is an everyday word is one where it has a capital, or stands in the whole name', () => {
    const one = maskingOf({ who: 'Rose Petit' })
    expect(one.mask('They wrote “le petit sac rose”.')).toBe('They wrote “le petit sac rose”.')
    expect(one.mask('Asked Petit, or rose petit.')).toBe('Asked [NAME_1], or [NAME_2].')
  })

  test('is masked in scripts without spaces between words', () => {
    const one = maskingOf({ who: '李明' }, '王芳')
    expect(one.mask('They wrote “请找李明先生”.')).toBe('They wrote “请找[NAME_1]先生”.')
  })
})

describe('what people wrote', () => {
  const closed = (parts: Parts = {}) => new Masking([factOf(parts)], 'Hélène de Montferrand')

  test('does not leave unless it is to be sent: one token stands for it, and comes back whole', () => {
    const one = closed({ who: 'Camille Roux' })
    const text =
      'Camille Roux promised “call my neighbour yvonne, code 4711” by 23 November; “call my neighbour yvonne, code 4711”.'
    const masked = one.mask(text)
    expect(masked).toBe('[NAME_1] promised “[TEXT_1]” by 23 November; “[TEXT_1]”.')
    expect(one.restore(masked)).toBe(text)
  })

  test('is told from what only stands in quotation marks', () => {
    const one = closed({ product: 'Sac Héloïse moyen', what: 'Le sac' })
    expect(one.mask('Open complaint on “Sac Héloïse moyen”: “le sac de ma sœur”.')).toBe(
      'Open complaint on “Sac Héloïse moyen”: “[TEXT_1]”.',
    )
    expect(one.mask('Plainte sur «Sac Héloïse…» : «la boucle».')).toBe('Plainte sur «Sac Héloïse…» : «[TEXT_2]».')
  })

  test('comes back as it was, where it looks like a token or like markup', () => {
    const one = closed()
    for (const text of [
      'Hélène de Montferrand wrote “I am [NAME_1], \\[NAME\\_1\\] and NAME2”.',
      'She wrote “*a* \\_b\\_”.',
    ])
      expect(one.restore(one.mask(text))).toBe(text)
  })
})

describe('what comes back', () => {
  test.each([
    '[EMAIL_1]',
    '[email_1]',
    '(Email 1)',
    '{EMAIL#1}',
    'EMAIL_1',
    'EMAIL1',
    '[COURRIEL_1]',
    '<EMAIL-1>',
    '`EMAIL_1`',
    '[EMAIL_01]',
    '[ EMAIL_1 ]',
    '**[EMAIL_1]**',
    '【EMAIL_1】',
    '\\[EMAIL\\_1\\]',
    '[EMAIL: 1]',
  ])('is the value for %s', (token) => {
    const one = masking()
    one.mask('a@b.fr')
    expect(one.restore(`To ${token}.`).replaceAll('*', '')).toBe('To a@b.fr.')
  })

  test('is each value for several tokens in one pair of brackets', () => {
    const one = masking()
    one.mask('a@b.fr, c@d.fr')
    expect(one.restore('To [EMAIL_1, EMAIL_2].')).toBe('To a@b.fr, c@d.fr.')
    expect(one.restore('À [EMAIL_1 et EMAIL_2].')).toBe('À a@b.fr et c@d.fr.')
  })

  test('is no value for a token that was never given, nor for a word that looks like one', () => {
    expect(masking().restore('[NAME_99] owes.')).toBe('[NAME_99] owes.')
    const one = masking()
    one.mask('Hélène de Montferrand')
    expect(one.restore('See doc1 and name 1.')).toBe('See doc1 and name 1.')
  })

  test('is what a customer wrote, where that looks like a token', () => {
    const one = masking()
    const masked = one.mask('Hélène de Montferrand wrote “I am [NAME_1]”.')
    expect(masked).not.toContain('[NAME_1]”')
    expect(one.restore(masked)).toBe('Hélène de Montferrand wrote “I am [NAME_1]”.')
  })
})

test('Luhn’s digit tells a card from any other number', () => {
  expect(['4970101234567893', '3782 822463 10005'].map(passesLuhn)).toEqual([true, true])
  expect(['4970101234567890', '1234 5678 9012 3456', '79927398713'].map(passesLuhn)).toEqual([false, false, false])
})
