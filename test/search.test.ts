import { createQueries, type Queries } from '@rapport/engine'
import { beforeEach, describe, expect, it } from 'vitest'
import { stores } from './support/stores.ts'
import { emit, NOW, openWorld, type World } from './support/world.ts'

const ALL = { sensitive: true }

describe.each(stores)('search over %s', (_, open) => {
  let made: World
  let queries: Queries
  beforeEach(async () => {
    made = await openWorld(open)
    queries = createQueries({ reader: made.reader, rules: made.engine.rulebook, now: () => NOW })
  })
  const people = (...names: readonly (readonly [string, string])[]) =>
    emit(
      made,
      'crm/contacts',
      names.map(([first, last], at) => ({ id: String(at + 1), v: 1, first, last, email: `p${at}@x.fr` })),
    )
  const found = async (typed: string, limit = 5) => (await queries.search(typed, limit, ALL)).map(({ name }) => name)
  const matched = async (typed: string) => (await queries.search(typed, 5, ALL)).map((hit) => [hit.name, hit.matched])

  describe('numbers of orders', () => {
    const order = (number: string, more: object = {}) => ({
      id: '9001',
      v: 1,
      customer: '1',
      number,
      total: '10',
      at: '2026-02-01T00:00:00Z',
      ...more,
    })
    beforeEach(async () => {
      await people(['Ana', 'Morel'], ['Bob', 'Martin'])
      await emit(made, 'crm/orders', [order('MA-8204-1187')])
    })

    it('are found whole, by their beginning, however they are written', async () => {
      for (const typed of ['MA-8204-1187', 'ma-8204-1187', 'MA 8204 1187', 'ma82041187', 'MA-8', 'MA-8204', '9001'])
        expect([typed, await matched(typed)]).toEqual([typed, [['Ana Morel', 'number']]])
      for (const typed of ['8204', 'MA-8205', 'MA-8204-11870']) expect([typed, await found(typed)]).toEqual([typed, []])
    })

    it('go where their order goes', async () => {
      await emit(made, 'crm/orders', [order('MA-8204-1187', { v: 2, customer: '2' })])
      expect(await found('MA-8204-1187')).toEqual(['Bob Martin'])
      await emit(made, 'crm/orders', [order('MA-9', { v: 3, customer: '2' })])
      expect([await found('MA-8204'), await found('ma9')]).toEqual([[], ['Bob Martin']])
    })

    it('are forgotten with whose they were', async () => {
      await made.engine.commands.erase('email:p0@x.fr', 'dpo')
      expect(await found('MA-8204-1187')).toEqual([])
    })
  })

  describe('names with a slip', () => {
    it.each([
      ['a letter other', 'Clairi Fontaine'],
      ['a letter more', 'Claire Fontainne'],
      ['a letter less', 'Claire Fontane'],
      ['two swapped', 'Calire Fontaine'],
      ['both words', 'Clare Fontaini'],
      ['the other order', 'Fontaine Clarie'],
      ['one word alone', 'Fontiane'],
      ['a slip, then a beginning', 'Clarie Font'],
    ])('%s: %s', async (_, typed) => {
      await people(['Claire', 'Fontaine'], ['Clara', 'Dupont'], ['Jean', 'Fontenelle'])
      expect((await found(typed))[0]).toBe('Claire Fontaine')
    })

    it('names too short for the vocabulary are compared beside the longer word', async () => {
      await people(['Léa', 'Montferrand'], ['Zoé', 'Montferrand'])
      expect(await found('Lae Montferrand')).toEqual(['Léa Montferrand'])
      expect(await found('Zoe Montferand')).toEqual(['Zoé Montferrand'])
    })

    it('a common first name hides nobody', async () => {
      await people(...Array.from({ length: 300 }, (_, at) => ['Marie', `Durand${at}`] as const), ['Marie', 'Lefebvre'])
      expect(await found('Marie Lefevbre')).toEqual(['Marie Lefebvre'])
      expect(await found('Maire Lefebvre')).toEqual(['Marie Lefebvre'])
    })

    it('what was typed right comes first, similar names fill up', async () => {
      await people(['Ana', 'Morel'], ['Anna', 'Morel'], ['Anna', 'Morell'])
      expect(await matched('Ana Morel')).toEqual([
        ['Ana Morel', 'name'],
        ['Anna Morel', 'similar name'],
        ['Anna Morell', 'similar name'],
      ])
      expect(await found('Ana Morel', 1)).toEqual(['Ana Morel'])
    })

    it('two slips in a word are another name', async () => {
      await people(['Claire', 'Fontaine'])
      expect(await found('Claire Fontnae')).toEqual([])
    })
  })

  it('what a reader may not see is found neither by name nor by number, and takes no place', async () => {
    await made.engine.commands.saveDocuments(
      [{ body: { type: 'connection', name: 'shop', part: 'crm/crm', space: 'fr' } }],
      'test',
    )
    const twenty = Array.from({ length: 20 }, (_, at) => at)
    const ana = (at: number) => ({ id: String(at), v: 1, first: 'Ana', last: 'Morel', email: `p${at}@x.fr` })
    await emit(made, 'shop/contacts', twenty.slice(0, 12).map(ana))
    await emit(made, 'crm/contacts', twenty.slice(12).map(ana))
    const order = { v: 1, number: 'MA-8204', total: '10', at: '2026-02-01T00:00:00Z' }
    await emit(made, 'shop/orders', [{ ...order, id: '1', customer: '1' }])
    const seen = (typed: string, space: string) => queries.search(typed, 5, { sensitive: true, spaces: [space] })
    expect([(await seen('Ana', 'uk')).length, (await seen('Ana', 'fr')).length]).toEqual([5, 5])
    expect([(await seen('MA-82', 'uk')).length, (await seen('MA-82', 'fr')).length]).toEqual([0, 1])
  })
})
