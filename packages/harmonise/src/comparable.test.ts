import { describe, expect, it } from 'vitest'
import { comparable, comparableOrganization } from './comparable.ts'

describe('comparable forms', () => {
  it.each([
    ['name', "Hélène O'Brien", 'helene OBrien'],
    ['phone', '+33612345678', '0612345678'],
    ['email', 'a.na+x@gmail.com', 'ana@googlemail.com'],
    ['code', 'AB-12 c', 'ab12C'],
    [
      'address',
      { street: '12, Avenue Foch', postalCode: '75116', city: 'Paris', country: 'FR' },
      { street: '12 av. Foch', postalCode: '75116', city: 'PARIS', country: 'FR' },
    ],
  ] as const)('of a %s are equal: %j and %j', (kind, one, other) => {
    expect(comparable(kind, one)).toBe(comparable(kind, other))
  })

  it('are none where nothing is left', () => {
    expect([comparable('name', '—'), comparable('phone', null), comparable('text', '')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('of organisations forget the legal form, unless it is the whole name', () => {
    expect(
      ['Müller & Co. KG', 'All For Bikes Inc.', 'Pharmacie du Parc S.A.R.L.', 'SAS'].map(comparableOrganization),
    ).toEqual(['muller', 'all for bikes', 'pharmacie du parc', 'sas'])
  })
})
