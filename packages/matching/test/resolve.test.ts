import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  explainPair,
  fromDocument,
  matchModelDocument,
  type Party,
  resolveParties,
  scoresOf,
  toDocument,
} from '../src/index.ts'
import { Table } from '../src/kinds.ts'
import { party } from './party.ts'

const options = { threshold: 0.95, maxPerKey: 200, maxPairs: 2_000_000 }

const given =
  'anna bruno clara david elena felix greta hugo irene jonas karla lucas maria nils olga paul rosa stefan tina urs vera'.split(
    ' ',
  )
const family =
  'roth duval keller martin weber rossi garcia novak silva costa meyer lang huber wolf fuchs vogel berger winter sommer frank'.split(
    ' ',
  )
const streets = 'r paix|bd lannes|q valmy|av foch|pl italie|r lilas|r moulin|ch vert'.split('|')

/** Numbers from 0 to below 1, the same for a seed (Park and Miller 1988). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

interface Told {
  readonly party: Party
  readonly truth: string
}

/** Households of one to four, told by two systems that each know most of it and mistype some. */
function households(count: number, seed: number): readonly Told[] {
  const next = generator(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const digits = (n: number) => Array.from({ length: n }, () => Math.floor(next() * 10)).join('')
  const told: Told[] = []
  for (let home = 0; home < count; home += 1) {
    const name = pick(family) + pick(['', 'in', 'ov', 'er', 'i', 's'])
    const address = {
      street: `${1 + Math.floor(next() * 90)} ${pick(streets)}`,
      postalCode: `75${digits(3)}`,
      city: 'paris',
    }
    const landline = `+331${digits(8)}`
    for (let member = 0; member < 1 + Math.floor(next() * 4); member += 1) {
      const first = pick(given) + pick(['', 'lia', 'ro', 'nne'])
      const birthDate = `${1940 + Math.floor(next() * 70)}-${String(1 + Math.floor(next() * 12)).padStart(2, '0')}-${String(1 + Math.floor(next() * 28)).padStart(2, '0')}`
      const email = `${first}${digits(3)}@mail.example`
      for (const source of ['crm', 'shop']) {
        if (source === 'shop' && next() < 0.3) continue
        told.push({
          truth: `${home}/${member}`,
          party: party({
            source,
            givenName: next() < 0.08 ? `${first.slice(0, -1)}${pick(['a', 'e', 'x'])}` : first,
            familyName: name,
            birthDate: next() < 0.3 ? undefined : birthDate,
            emails: next() < 0.4 ? [] : [email],
            phones: next() < 0.3 ? [] : [landline],
            addresses: next() < 0.2 ? [] : [address],
          }),
        })
      }
    }
  }
  return told
}

describe('households, whose members share name, address and phone', () => {
  const told = households(400, 7)
  const parties = told.map((one) => one.party)
  const resolved = resolveParties('person', parties, options)

  test('are told apart: each member is one, and no member is another', () => {
    const { precision, recall } = scoresOf(
      resolved.clusters,
      told.map((one) => one.truth),
    )
    expect(precision).toBeGreaterThan(0.98)
    expect(recall).toBeGreaterThan(0.7)
  })

  test('are found among the pairs, as a class of their own', () => {
    const pairs = (parties.length * (parties.length - 1)) / 2
    expect(resolved.model.householdPrior * pairs).toBeGreaterThan(200)
  })

  test('without that class members are taken for one another', () => {
    const blind = fromDocument(toDocument(resolved.table, resolved.model))
    blind.householdPrior = 1e-12
    const naive = resolveParties('person', parties, { ...options, model: blind })
    const { precision } = scoresOf(
      naive.clusters,
      told.map((one) => one.truth),
    )
    expect(precision).toBeLessThan(0.95)
  })

  test('the same records give the same clusters again, and with the model as it was written down', () => {
    const again = resolveParties('person', parties, options)
    expect(again.clusters).toEqual(resolved.clusters)
    const document = matchModelDocument.parse(JSON.parse(JSON.stringify(toDocument(resolved.table, resolved.model))))
    const reused = resolveParties('person', parties, { ...options, model: fromDocument(document) })
    expect(reused.clusters).toEqual(resolved.clusters)
  })

  test('every pair is explained by steps that add up to its odds', () => {
    const { edges, table, model, scorer } = resolved
    for (let at = 0; at < Math.min(edges.count, 300); at += 1) {
      const [a, b] = [edges.left[at] as number, edges.right[at] as number]
      const { steps, totalBits, probability } = explainPair(table, model, scorer, a, b)
      expect(steps.reduce((sum, step) => sum + step.weightBits, 0)).toBeCloseTo(totalBits, 1)
      expect(totalBits).toBeCloseTo(edges.bits[at] as number, 3)
      expect(probability).toBeCloseTo(1 / (1 + 2 ** -totalBits), 10)
    }
  })

  test('who is alone is sure; who is in a cluster is as sure as the weakest link on the way', () => {
    const sizes = new Map<number, number>()
    for (const cluster of resolved.clusters) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
    resolved.probabilities.forEach((probability, at) => {
      if (sizes.get(resolved.clusters[at] as number) === 1) expect(probability).toBe(1)
      else expect(probability).toBeGreaterThanOrEqual(0.95)
    })
  })
})

describe('what must never be one', () => {
  const alike = {
    givenName: 'john',
    familyName: 'smith',
    phones: ['+13125550100'],
    emails: ['john@smith.example'],
    birthDate: '1950-02-03',
  }
  const clusterOf = (parties: readonly Party[], more = {}) =>
    resolveParties('person', parties, { ...options, ...more }).clusters

  test('father and son who say so, and nobody between them brings them together', () => {
    const clusters = clusterOf([party({ ...alike, suffix: 'jr' }), party({ ...alike, suffix: 'sr' }), party(alike)])
    expect(clusters[0]).not.toBe(clusters[1])
  })

  test('two records of a source that has no duplicates', () => {
    const parties = [party(alike), party(alike), party({ ...alike, source: 'b' })]
    expect(new Set(clusterOf(parties)).size).toBe(1)
    const clusters = clusterOf(parties, { uniqueSources: new Set(['a']) })
    expect(clusters[0]).not.toBe(clusters[1])
    expect(new Set(clusters).size).toBe(2)
  })
})

test('nothing known about anybody joins nobody', () => {
  expect([...resolveParties('person', [party(), party(), party()], options).clusters]).toEqual([0, 1, 2])
  expect([...resolveParties('organization', [], options).clusters]).toEqual([])
  expect([...resolveParties('person', [party()], options).clusters]).toEqual([0])
})

test('whatever is in the fields, it neither fails nor links what has nothing in common', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '😀',
      'שלום',
      '王小明',
      '',
      ' ',
      '\u0000',
      '‮evil',
      'x'.repeat(5000),
      '-',
      '__proto__',
      'constructor',
    ),
  )
  const hostile = fc.record({
    givenName: fc.option(text, { nil: undefined }),
    familyName: fc.option(text, { nil: undefined }),
    birthDate: fc.option(fc.oneof(text, fc.constantFrom('1971-06-24', '99999-99-99')), { nil: undefined }),
    emails: fc.array(text, { maxLength: 3 }),
    phones: fc.array(text, { maxLength: 3 }),
    street: fc.option(text, { nil: undefined }),
    identifier: text,
  })
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 12 }), (records) => {
      const parties = records.map(({ street, identifier, ...rest }) =>
        party({ ...rest, addresses: [{ street }], identifiers: [{ namespace: 'n', value: identifier }] }),
      )
      const { clusters, probabilities } = resolveParties('person', parties, options)
      expect(clusters.length).toBe(parties.length)
      for (const probability of probabilities) expect(probability).toBeGreaterThan(0)
      expect(resolveParties('person', parties, options).clusters).toEqual(clusters)
    }),
    { numRuns: 100 },
  )
})

test('one name a hundred thousand times, one phone on ten thousand records: no stall and no cluster', () => {
  const parties = Array.from({ length: 20_000 }, (_, at) =>
    party({
      givenName: 'john',
      familyName: 'smith',
      phones: at < 10_000 ? ['+13125550100'] : [],
      identifiers: [{ namespace: 'card', value: `c${at}` }],
    }),
  )
  const { clusters, rules } = resolveParties('person', parties, options)
  expect(new Set(clusters).size).toBe(parties.length)
  expect(rules.find(({ rule }) => rule === 'phone')).toMatchObject({ pairs: 0, skippedRecords: 10_000 })
})

test('a model of another version is refused', () => {
  const document = toDocument(new Table('person'), resolveParties('person', [party(), party()], options).model)
  const [first, ...rest] = document.comparisons
  expect(() => fromDocument({ ...document, comparisons: rest })).toThrow(/lacks the comparison givenName/)
  expect(() =>
    fromDocument({ ...document, comparisons: [{ name: 'givenName', levels: first?.levels.slice(1) ?? [] }, ...rest] }),
  ).toThrow(/lacks the level different/)
})
