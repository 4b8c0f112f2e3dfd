import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClusterDecision, type ClusterLink, type ClusterNode, cluster } from './cluster.ts'

const node = (orderKey: string, exclusions: Record<string, string> = {}, isLeaf = false): ClusterNode => ({
  orderKey,
  isLeaf,
  exclusions: Object.entries(exclusions).map(([name, value]) => ({ name, value })),
})
const link = (a: number, b: number, rank = 1, weightBits = 10): ClusterLink => ({ a, b, rank, weightBits })

describe('cluster', () => {
  it('joins what links join, and leaves the rest alone', () => {
    expect([...cluster([node('a'), node('b'), node('c')], [link(0, 1)], [])]).toEqual([0, 0, 2])
  })

  it('keeps two national ids apart, by the weaker link', () => {
    const nodes = [node('a', { nationalId: '1' }), node('b'), node('c', { nationalId: '2' })]
    expect([...cluster(nodes, [link(0, 1, 1, 5), link(1, 2, 1, 9)], [])]).toEqual([0, 1, 1])
  })

  it('a decision "same" overrules values that differ, "different" overrules every link', () => {
    const nodes = [node('a', { nationalId: '1' }), node('b', { nationalId: '2' })]
    expect([...cluster(nodes, [], [{ a: 0, b: 1, verdict: 'same', at: 1 }])]).toEqual([0, 0])
    expect([
      ...cluster([node('a'), node('b')], [link(0, 1, 0)], [{ a: 0, b: 1, verdict: 'different', at: 1 }]),
    ]).toEqual([0, 1])
  })

  it('"different" also holds through a third record', () => {
    const labels = cluster(
      [node('a'), node('b'), node('c')],
      [link(0, 1, 1, 9), link(1, 2, 1, 5)],
      [{ a: 0, b: 2, verdict: 'different', at: 1 }],
    )
    expect([...labels]).toEqual([0, 0, 2])
  })

  it('a bare identifier joins one party and bridges none', () => {
    const nodes = [node('a'), node('b'), node('@email/x', {}, true)]
    expect([...cluster(nodes, [link(0, 2, 1, 5), link(1, 2, 1, 9)], [])]).toEqual([0, 1, 1])
  })

  it('any order of nodes, links and decisions gives the same partition', () => {
    const input = fc.integer({ min: 2, max: 9 }).chain((count) => {
      const index = fc.integer({ min: 0, max: count - 1 })
      return fc.record({
        nodes: fc.array(
          fc.record({ id: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }), leaf: fc.boolean() }),
          { minLength: count, maxLength: count },
        ),
        links: fc.array(
          fc.record({
            a: index,
            b: index,
            rank: fc.integer({ min: 0, max: 2 }),
            weightBits: fc.integer({ min: 1, max: 4 }),
          }),
        ),
        decisions: fc.array(
          fc.record({
            a: index,
            b: index,
            verdict: fc.constantFrom('same' as const, 'different' as const),
            at: fc.integer({ min: 1, max: 5 }),
          }),
          { maxLength: 3 },
        ),
        shuffle: fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }),
      })
    })
    fc.assert(
      fc.property(input, ({ nodes, links, decisions, shuffle }) => {
        const made = nodes.map(({ id, leaf }, at) => node(`k${at}`, id === undefined ? {} : { id: String(id) }, leaf))
        const real = (pair: { a: number; b: number }) => pair.a !== pair.b
        const plain = cluster(made, links.filter(real), decisions.filter(real))
        const to = (old: number) => shuffle.indexOf(old)
        const moved = cluster(
          shuffle.map((old) => made[old] as ClusterNode),
          links
            .filter(real)
            .map((one) => ({ ...one, a: to(one.b), b: to(one.a) }))
            .reverse(),
          decisions
            .filter(real)
            .map((one): ClusterDecision => ({ ...one, a: to(one.b), b: to(one.a) }))
            .reverse(),
        )
        const together = (labels: Int32Array, x: number, y: number) => labels[x] === labels[y]
        for (let x = 0; x < nodes.length; x++) {
          for (let y = 0; y < x; y++) expect(together(plain, x, y)).toBe(together(moved, to(x), to(y)))
        }
      }),
    )
  })
})
