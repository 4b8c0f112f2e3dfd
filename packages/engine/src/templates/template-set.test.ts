import {
  type Entity,
  entities,
  field,
  type InsightDocument,
  parseDocument,
  RapportError,
  type TemplateDocument,
} from '@rapport/core'
import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { compileInsights } from '../figures/insight-set.ts'
import { compileSegments } from '../segments/segment-set.ts'
import { compileTemplates } from './template-set.ts'

const repair: Entity = {
  name: 'acme.repair',
  class: 'state',
  title: 'Repair',
  schema: z.strictObject({
    number: field.code().optional(),
    item: field.text().optional(),
    product: field.reference().optional(),
    readyOn: field.date().optional(),
    price: field.money().optional(),
    cost: field.money({ sensitive: true }).optional(),
    pieces: field.integer().optional(),
  }),
}
const model = { ...entities, [repair.name]: repair }
const insight = (name: string, unit: InsightDocument['unit'], more: object = {}) =>
  ({ type: 'insight', name, on: 'order', calculate: 'sum', value: 'total', unit, ...more }) as InsightDocument
const insights = [
  insight('spend', 'money'),
  insight('orders', 'number', { calculate: 'count' }),
  insight('unpaid', 'money', { on: 'invoice', value: 'balance' }),
]
const set = compileInsights(insights, model)
const segments = compileSegments(
  [{ type: 'segment', name: 'keyAccounts', entity: 'organization', where: { insight: 'orders', gte: 9 } }],
  set,
  model,
)
const rates = { type: 'rates', name: 'rates', reporting: 'CHF', rates: [] } as const

const template = (more: object): TemplateDocument =>
  parseDocument({
    type: 'template',
    name: 'repairs',
    on: { entity: 'acme.repair' },
    text: { en: 'Repair {number}.' },
    kind: 'open',
    ...more,
  }) as TemplateDocument

const compile = (more: object, withRates = true) => {
  const rules = { model, insights, segments, rates: withRates ? { ...rates, rates: [] } : undefined, mappings: [] }
  const [compiled] = compileTemplates([template(more)], rules).templates
  if (!compiled) throw new Error('nothing was compiled')
  return compiled
}

describe('a template', () => {
  it('writes each placeholder by the type of its field', () => {
    const { values } = compile({
      text: { en: '{number} {item} {readyOn} {price} {pieces} {what} {made} {spend} {tier} {occurredAt}' },
      values: {
        what: 'product.name',
        made: { path: 'product.price' },
        spend: { insight: 'spend' },
        tier: { attribute: 'tier' },
      },
    })
    expect(Object.fromEntries([...values].map(([name, { type }]) => [name, type]))).toEqual({
      number: 'text',
      item: 'quote',
      readyOn: 'date',
      price: 'money',
      pieces: 'number',
      what: 'text',
      made: 'money',
      spend: 'money',
      tier: 'text',
      occurredAt: 'instant',
    })
  })

  it('needs every placeholder but those that it asks about', () => {
    const { required } = compile({ text: { en: '{number}{hasReadyOn, select, yes { by {readyOn}} other {}}.' } })
    expect(required).toEqual(['number'])
  })

  it('is as sensitive as what it reads, whatever it says', () => {
    expect(compile({}).isSensitive).toBe(false)
    expect(compile({ text: { en: '{cost}' }, sensitivity: 'open' }).isSensitive).toBe(true)
    expect(compile({ on: { entity: 'acme.repair', where: { path: 'cost', exists: true } } }).isSensitive).toBe(true)
    expect(compile({ on: { insight: 'unpaid' }, text: { en: '{value}' } }).isSensitive).toBe(true)
    expect(compile({ on: { attribute: 'birthDate' }, text: { en: '{value}' } }).isSensitive).toBe(true)
    expect(compile({ sensitivity: 'sensitive' }).isSensitive).toBe(true)
    const own = { values: { size: { path: 'ext.acme.size', as: 'text' } }, text: { en: '{size}' } }
    expect(compile(own).isSensitive).toBe(true)
    expect(compile({ ...own, sensitivity: 'open' }).isSensitive).toBe(false)
  })

  it('has its money in the workspace’s currency, or in its own', () => {
    const on = { insight: 'spend' }
    expect(compile({ on, text: { en: '{value}' } }).values.get('value')).toMatchObject({
      money: { currency: 'CHF', exponent: 2 },
    })
    const values = { value: { insight: 'spend', currency: 'JPY' } }
    expect(compile({ on, values, text: { en: '{value}' } }, false).values.get('value')).toMatchObject({
      money: { currency: 'JPY', exponent: 0 },
    })
  })
})

describe('a wrong template is refused by name', () => {
  const refusal = (more: object, withRates = true) => {
    try {
      compile(more, withRates)
      return 'accepted'
    } catch (error) {
      if (!RapportError.is(error)) throw error
      return error.message
    }
  }
  test.each([
    ['an entity', { on: { entity: 'acme.repiar' } }, /acme\.repiar/],
    ['a party', { on: { entity: 'person' } }, /person has no rows in a history/],
    ['an insight', { on: { insight: 'spent' }, text: { en: '{value}' } }, /there is no insight spent/],
    ['a segment', { on: { segment: 'vip' }, text: { en: 'VIP.' } }, /there is no segment vip/],
    ['an attribute', { on: { attribute: 'teir' }, text: { en: '{value}' } }, /'teir' is not an attribute of person/],
    ['a placeholder', { text: { en: '{nmuber}' } }, /'nmuber' is not an attribute of acme\.repair/],
    ['a value', { on: { segment: 'keyAccounts' }, text: { en: '{value}' } }, /there is no value {value}/],
    ['a condition', { on: { entity: 'acme.repair', where: { path: 'statsu', is: 'x' } } }, /'statsu' is not an attri/],
    ['a path', { values: { a: 'lines..name' } }, /lines\.\.name/],
    ['a whole reference', { text: { en: '{product}' } }, /'product' is no value that can be written/],
    ['a text', { text: { en: 'Repair {number' } }, /repairs.*it is no ICU MessageFormat/],
    ['a text without other', { text: { en: '{pieces, plural, one {one}}' } }, /it is no ICU MessageFormat/],
    ['a plural of no number', { text: { en: '{item, plural, other {#}}' } }, /{item} is no number/],
    ['a format of its own', { text: { en: '{pieces, number, percent}' } }, /{pieces} is written by its type/],
  ])('%s that there is not', (_, more, problem) => {
    expect(refusal(more)).toMatch(problem)
    expect(refusal(more)).toMatch(/repairs|acme/)
  })

  it('money that has no currency', () => {
    expect(refusal({ on: { insight: 'spend' }, text: { en: '{value}' } }, false)).toMatch(/spend is money: say its cu/)
  })

  it('what is no document at all', () => {
    for (const more of [{ text: {} }, { kind: 'gossip' }, { occasions: { party: 1 } }, { name: 'two words' }])
      expect(() => template(more)).toThrow(/two words|repairs/)
  })
})
