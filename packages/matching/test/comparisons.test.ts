import { describe, expect, test } from 'vitest'
import { AddressComparison } from '../src/comparisons/address.ts'
import { BirthDate } from '../src/comparisons/birth-date.ts'
import type { Comparison } from '../src/comparisons/comparison.ts'
import { Email } from '../src/comparisons/email.ts'
import { IdentifierComparison } from '../src/comparisons/identifier.ts'
import { MiddleName } from '../src/comparisons/middle-name.ts'
import { OrganizationName } from '../src/comparisons/organization-name.ts'
import { Phone } from '../src/comparisons/phone.ts'
import { Table } from '../src/kinds.ts'
import type { Party } from '../src/party.ts'
import { party } from './party.ts'

/** The level of two records, either way round. */
function levelOf(comparison: Comparison, a: Party, b: Party): string | undefined {
  comparison.add(a)
  comparison.add(b)
  const levels = new Uint8Array(2)
  comparison.compare({ left: Int32Array.of(0, 1), right: Int32Array.of(1, 0), count: 2 }, levels)
  expect(levels[0]).toBe(levels[1])
  return comparison.levels[levels[0] as number]?.name
}

function nameLevels(a: Partial<Party>, b: Partial<Party>): readonly (string | undefined)[] {
  const table = new Table('person')
  table.add(party(a))
  table.add(party(b))
  return table.comparisons.slice(0, 2).map((comparison) => {
    const levels = new Uint8Array(1)
    comparison.compare({ left: Int32Array.of(0), right: Int32Array.of(1), count: 1 }, levels)
    return comparison.levels[levels[0] as number]?.name
  })
}

describe('names', () => {
  test.each([
    [
      ['anna', 'roth'],
      ['anna', 'roth'],
      ['same', 'same'],
    ],
    [
      ['robert', 'roth'],
      ['bob', 'roth'],
      ['nickname', 'same'],
    ],
    [
      ['r', 'roth'],
      ['robert', 'roth'],
      ['initial', 'same'],
    ],
    [
      ['catherine', 'roth'],
      ['cathrine', 'rot h'],
      ['alike', 'same'],
    ],
    [
      ['anna', 'roth'],
      ['roth', 'anna'],
      ['swapped', 'swapped'],
    ],
    [
      ['anna', 'roth keller'],
      ['anna', 'keller'],
      ['same', 'part'],
    ],
    [
      ['zara', 'meier'],
      ['sarah', 'mayer'],
      ['sounds alike', 'sounds alike'],
    ],
    [
      ['anna', 'roth'],
      ['peter', 'duval'],
      ['different', 'different'],
    ],
    [
      [undefined, 'roth'],
      ['anna', 'roth'],
      ['unknown', 'same'],
    ],
    [
      ['martin', 'duval'],
      ['marie', 'duval'],
      ['similar', 'same'],
    ],
  ])('%j and %j are %j', ([g1, f1], [g2, f2], expected) => {
    expect(nameLevels({ givenName: g1, familyName: f1 }, { givenName: g2, familyName: f2 })).toEqual(expected)
  })

  test('a family that has its name among its given names is not swapped', () => {
    expect(
      nameLevels({ givenName: 'martin', familyName: 'martin' }, { givenName: 'julie', familyName: 'martin' }),
    ).toEqual(['different', 'same'])
  })
})

describe('birth dates', () => {
  test.each([
    ['1971-06-24', '1971-06-24', 'same'],
    ['1971-06-24', '1971-05-24', 'one slip'],
    ['1971-06-24', '1971-06-42', 'one slip'],
    ['1971-06-04', '1971-04-06', 'one slip'],
    ['1971-06-24', '1988-06-24', 'two parts same'],
    ['1971-12-24', '1972-01-20', 'within a year'],
    ['1971', '1971-06-24', 'same as far as known'],
    ['1971-06', '1971-06-24', 'same as far as known'],
    ['1971-06', '1971-07-24', 'within a year'],
    ['1971', '1972-06-24', 'different'],
    ['1971-06-24', '1990-01-02', 'different'],
    ['1971-06-24', undefined, 'unknown'],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(levelOf(new BirthDate(), party({ birthDate: a }), party({ birthDate: b }))).toBe(expected)
  })
})

describe('phones', () => {
  test.each([
    [['+33612345678'], ['06 12 34 56 78'], 'same'],
    [['+33612345678'], ['06 12 34 56 87'], 'one slip'],
    [['+33612345678'], ['06 12 34 59 78'], 'one slip'],
    [['+33612345678'], ['06 99 34 59 11'], 'different'],
    [['+33199999999', '+33612345678'], ['0612345678'], 'same'],
    [['12'], ['12'], 'unknown'],
    [[], ['0612345678'], 'unknown'],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(levelOf(new Phone(), party({ phones: a }), party({ phones: b }))).toBe(expected)
  })
})

describe('e-mails', () => {
  test.each([
    ['anna.roth@roth.example', 'anna.roth@roth.example', 'same'],
    ['anna.roth@roth.example', 'anna.rooth@roth.example', 'alike'],
    ['anna77@web.example', 'anna77@post.example', 'same mailbox elsewhere'],
    // A number in it tells people of one name apart.
    ['martina_4702@mail.example', 'martina_2844@mail.example', 'different'],
    ['info@a.example', 'info@a.example', 'unknown'],
    ['anna@a.example', '', 'unknown'],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(levelOf(new Email(), party({ emails: a === '' ? [] : [a] }), party({ emails: b === '' ? [] : [b] }))).toBe(
      expected,
    )
  })
})

describe('addresses', () => {
  const at = (street?: string, postalCode?: string, city?: string) =>
    party({ addresses: [{ street, postalCode, city }] })
  test.each([
    [at('12 r paix', '75002', 'paris'), at('12 r paix', '75002', 'paris'), 'same'],
    [at('12 r paix', '75002', 'paris'), at('12 r pais', '75020', 'paris'), 'alike'],
    [at('12 r paix', '75002', 'paris'), at('48 r paix', '75002', 'paris'), 'same street'],
    [at('12 r paix', '75002', 'paris'), at('12 q valmy', '75002', 'paris'), 'same number and area'],
    [at('12 r paix', '75002', 'paris'), at('12 r paix', '69001', 'lyon'), 'same line elsewhere'],
    [at('12 r paix', '75002', 'paris'), at('3 bd lannes', '75116', 'paris'), 'same city'],
    [at(undefined, undefined, 'paris'), at('3 bd lannes', '75116', 'paris'), 'same city'],
    [at('12 r paix', '75002', 'paris'), at('3 corso como', '20121', 'milano'), 'different'],
    [party(), at('3 corso como', '20121', 'milano'), 'unknown'],
  ])('%#: %s', (a, b, expected) => {
    expect(levelOf(new AddressComparison(), a, b)).toBe(expected)
  })
})

describe('numbers that name a party', () => {
  const with_ = (namespace: string, value: string) => party({ identifiers: [{ namespace, value }] })
  test.each([
    [with_('passport', 'x123456'), with_('passport', 'x123456'), 'same'],
    [with_('passport', 'x123456'), with_('passport', 'x123465'), 'one slip'],
    [with_('passport', 'x123456'), with_('passport', 'y777777'), 'different'],
    [with_('passport', 'x123456'), with_('ssn', 'x123456'), 'unknown'],
  ])('%#: %s', (a, b, expected) => {
    expect(levelOf(new IdentifierComparison(), a, b)).toBe(expected)
  })
})

describe('names of organisations', () => {
  test.each([
    ['Müller & Co. KG', 'Mueller und Co', 'alike'],
    ["Art's Delicatessen", "art's deli", 'alike'],
    ['Hotel Bel-Air', 'Bel-Air Hotel', 'alike'],
    ['Acme Industrial Holdings', 'Acme Ltd', 'part'],
    ['Acme Ltd', 'ACME', 'same'],
    ['Acme Ltd', 'Zenith SA', 'different'],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(levelOf(new OrganizationName(), party({ name: a }), party({ name: b }))).toBe(expected)
  })
})

test.each([
  ['maria', 'm', 'initial'],
  ['maria', 'k', 'different'],
  ['maria', 'marie', 'same'],
  ['maria', undefined, 'unknown'],
])('middle names %s and %s: %s', (a, b, expected) => {
  expect(levelOf(new MiddleName(), party({ middleName: a }), party({ middleName: b }))).toBe(expected)
})
