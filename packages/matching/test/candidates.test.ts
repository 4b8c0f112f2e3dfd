import fc from 'fast-check'
import { expect, test } from 'vitest'
import { candidates } from '../src/blocking/candidates.ts'
import { Table } from '../src/kinds.ts'
import type { Party } from '../src/party.ts'
import { party } from './party.ts'

const some = <T>(...values: readonly T[]) => fc.constantFrom(undefined, ...values)
const person: fc.Arbitrary<Party> = fc
  .record({
    givenName: some('anna', 'ana', 'bob', 'robert'),
    familyName: some('roth', 'rott', 'duval', 'keller'),
    birthDate: some('1971-06-24', '1980', '1990-01-02'),
    emails: fc.subarray(['anna@roth.example', 'bob@roth.example', 'family@roth.example'], { maxLength: 2 }),
    phones: fc.subarray(['+33612345678', '0612345678', '+33199999999'], { maxLength: 2 }),
    city: some('paris', 'lyon'),
  })
  .map(({ city, ...known }) =>
    party({ ...known, addresses: city === undefined ? [] : [{ city, postalCode: '75001' }] }),
  )

/** Pairs as they come, each as `a-b`. */
function pairsOf(parties: readonly Party[], options: { readonly maxPerKey: number; readonly maxPairs: number }) {
  const table = new Table('person')
  for (const one of parties) table.add(one)
  const pairs: string[] = []
  const reports = candidates(table, options, ({ left, right, count }) => {
    for (let at = 0; at < count; at += 1) pairs.push(`${left[at]}-${right[at]}`)
  })
  return { table, pairs, reports }
}

test('every pair that shares a key comes, once, the smaller record first', () => {
  fc.assert(
    fc.property(fc.array(person, { maxLength: 25 }), (parties) => {
      // No budget for all pairs, so that the rules are asked.
      const { table, pairs, reports } = pairsOf(parties, { maxPerKey: 1000, maxPairs: 1 })
      const asked = table.blocking.slice(0, reports.length)
      const expected = new Set<string>()
      for (let a = 0; a < parties.length; a += 1) {
        for (let b = a + 1; b < parties.length; b += 1) {
          const isShared = asked.some(({ columns }) => {
            const keys = (record: number) => columns.map((column) => column[record]).filter((key) => key !== 0)
            return keys(a).some((key) => keys(b).includes(key))
          })
          if (isShared) expected.add(`${a}-${b}`)
        }
      }
      expect(pairs.toSorted()).toEqual([...expected].sort())
      expect(reports.reduce((sum, report) => sum + report.pairs, 0)).toBe(pairs.length)
    }),
  )
})

test('few records are all compared', () => {
  const { pairs, reports } = pairsOf([party(), party(), party()], { maxPerKey: 10, maxPairs: 100 })
  expect(pairs.toSorted()).toEqual(['0-1', '0-2', '1-2'])
  expect(reports).toEqual([{ rule: 'all pairs', pairs: 3, skippedKeys: 0, skippedRecords: 0 }])
})

test('a value that too many records share brings nobody together, and is reported', () => {
  const parties = Array.from({ length: 50 }, (_, at) => party({ phones: ['+33199999999'], givenName: `n${at}` }))
  const { pairs, reports } = pairsOf(parties, { maxPerKey: 20, maxPairs: 100 })
  expect(pairs).toEqual([])
  expect(reports.find(({ rule }) => rule === 'phone')).toEqual({
    rule: 'phone',
    pairs: 0,
    skippedKeys: 1,
    skippedRecords: 50,
  })
})
