import { describe, expect, test } from 'vitest'
import type { Fact } from '../facts/fact.ts'
import { Masking } from './mask.ts'

const masking = () => new Masking([], 'Hélène de Montferrand')

describe('what leaves', () => {
  test.each([
    ['Hélène de Montferrand: one record.', '[NAME_1]: one record.'],
    ['Said montferrand, HÉLÈNE.', 'Said [NAME_1], [NAME_2].'],
    ['Write to helene@montferrand.fr now.', 'Write to [EMAIL_1] now.'],
    ['Call +33 6 39 98 04 17 or 06.39.98.04.18.', 'Call [PHONE_1] or [PHONE_2].'],
    ['Lives at 12 bis rue de la Paix; moved.', 'Lives at [ADDRESS_1]; moved.'],
    ['Sent to 221b Baker Street.', 'Sent to [ADDRESS_1].'],
    ['Case AUR-9041207 and order MA20451.', 'Case [DOC_1] and order [DOC_2].'],
    ['A number: 90041207.', 'A number: [PHONE_1].'],
    ['They wrote “ask for Jean Dupont”.', 'They wrote “ask for [NAME_1] [NAME_2]”.'],
  ])('%s', (text, masked) => {
    expect(masking().mask(text)).toBe(masked)
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

describe('what comes back', () => {
  test.each(['[EMAIL_1]', '[email_1]', '(Email 1)', '{EMAIL#1}', 'EMAIL_1', '[COURRIEL_1]', '<EMAIL-1>', '`EMAIL_1`'])(
    'is the value for %s',
    (token) => {
      const one = masking()
      one.mask('a@b.fr')
      expect(one.restore(`To ${token}.`)).toBe('To a@b.fr.')
    },
  )

  test('is no value for a token that was never given', () => {
    expect(masking().restore('[NAME_99] owes.')).toBe('[NAME_99] owes.')
  })

  test('is what a customer wrote, where that looks like a token', () => {
    const one = masking()
    const masked = one.mask('Hélène de Montferrand wrote “I am [NAME_1]”.')
    expect(masked).not.toContain('[NAME_1]”')
    expect(one.restore(masked)).toBe('Hélène de Montferrand wrote “I am [NAME_1]”.')
  })
})
