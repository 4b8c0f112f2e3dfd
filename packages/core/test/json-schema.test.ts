import { createRequire } from 'node:module'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { FormatsPlugin } from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  defineEntity,
  documentJsonSchema,
  documentTypes,
  type EntityClass,
  entities,
  field,
  fieldMeta,
  type Json,
  type JsonObject,
  modelJsonSchema,
} from '../src/index.ts'

const DRAFT = 'https://json-schema.org/draft/2020-12/schema'
const addFormats = createRequire(import.meta.url)('ajv-formats') as FormatsPlugin

/** A validator that knows nothing of ours but the words that a field's meaning is told by. Strict: an unknown keyword is an error. */
function compile(schema: Json): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true })
  addFormats(ajv)
  ajv.addVocabulary(['kind', 'sensitive', 'matchable', 'secret'])
  return ajv.compile(schema as object)
}

/** A value that a field of the model takes. */
function sampleOf(schema: z.ZodType): Json {
  if (schema instanceof z.ZodOptional) return sampleOf(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodArray) return [sampleOf(schema.element as z.ZodType)]
  if (schema instanceof z.ZodEnum) return schema.options[0] as string
  if (schema instanceof z.ZodUnion) return sampleOf(schema.options[0] as z.ZodType)
  if (schema instanceof z.ZodObject) return sampleObject(schema)
  if (schema instanceof z.ZodNumber) return 2
  if (schema instanceof z.ZodBoolean) return true
  const samples: Readonly<Record<string, Json>> = {
    country: 'FR',
    date: '2025-02-03',
    partialDate: '1980-05',
    instant: '2025-02-03T04:05:06Z',
    url: 'https://example.com/',
    json: { free: [1, null] },
  }
  const text = schema as z.ZodType & { readonly format?: string | null; readonly minLength?: number | null }
  if (text.format === 'datetime') return '2025-02-03T04:05:06Z'
  return samples[fieldMeta(schema)?.kind ?? ''] ?? 'x'.repeat(Math.max(text.minLength ?? 1, 1))
}

const sampleObject = (schema: z.ZodObject): JsonObject =>
  Object.fromEntries(Object.entries(schema.shape).map(([name, one]) => [name, sampleOf(one as z.ZodType)]))

describe('the model as JSON Schema', () => {
  const schemas = modelJsonSchema()

  test('has every entity, of every class', () => {
    expect(Object.keys(schemas)).toEqual(Object.keys(entities))
    const classes = new Set<EntityClass>(Object.values(entities).map((entity) => entity.class))
    expect([...classes].sort()).toEqual(['content', 'happening', 'party', 'reference', 'state', 'tie'])
  })
  test.each(Object.values(entities))('$name is draft 2020-12, and takes and refuses what we do', ({ name, schema }) => {
    const published = schemas[name] as JsonObject
    expect(published.$schema).toBe(DRAFT)
    const isValid = compile(published)
    const sample = sampleObject(schema)
    expect(schema.safeParse(sample).error).toBeUndefined()
    expect(isValid(sample), JSON.stringify(isValid.errors)).toBe(true)
    for (const attribute of Object.keys(sample)) {
      for (const wrong of [undefined, null, 7.5, 'x', '', [], {}, [{}], { a: 1 }, '2025-02-30']) {
        const { [attribute]: _, ...rest } = sample
        const changed = wrong === undefined ? rest : { ...rest, [attribute]: wrong }
        expect([attribute, wrong, isValid(changed)]).toEqual([attribute, wrong, schema.safeParse(changed).success])
      }
    }
    expect(isValid({ ...sample, notOurs: 1 })).toBe(false)
  })
  test('says what a field means, and what is sensitive', () => {
    const person = schemas.person as { properties: Record<string, JsonObject> }
    expect(person.properties.birthDate).toMatchObject({ kind: 'partialDate', sensitive: true, matchable: true })
    expect(person.properties.givenName).toMatchObject({ kind: 'name', matchable: true })
  })
  test("has a plugin's own entities beside ours when they are handed in", () => {
    const rental = defineEntity('crm.rental', 'state', {
      title: 'Rental',
      schema: z.strictObject({ item: field.text(), dueOn: field.date().optional() }),
    })
    const published = modelJsonSchema({ ...entities, 'crm.rental': rental })['crm.rental']
    const isValid = compile(published as Json)
    expect([isValid({ item: 'skis', dueOn: '2025-02-03' }), isValid({ dueOn: '2025-02-03' })]).toEqual([true, false])
  })
})

/** One document of each type that uses what the type can say. */
const documents: Readonly<Record<keyof typeof documentTypes, JsonObject>> = {
  connection: { type: 'connection', name: 'crm', part: 'crm/crm', config: { token: { secret: 'CRM' } } },
  mapping: {
    type: 'mapping',
    name: 'crm/contacts',
    entity: 'person',
    when: { all: [{ path: 'a', is: null }, { not: { any: [{ path: 'b', withinDays: 30 }] } }] },
    owner: [{ namespace: 'email', value: { use: ['trim', { split: ';' }], of: 'mail' } }],
    set: {
      email: ['mail', { first: ['a', { lookup: 'b', in: { x: 1 }, else: null }] }],
      address: { city: { template: '{a}' }, country: { const: 'FR' } },
      // biome-ignore lint/suspicious/noThenProperty: a mapping's own word, never awaited.
      gender: { when: [{ if: { path: 'a', exists: true }, then: 'b' }], else: { split: 'a', by: ',', at: 1 } },
      identifiers: { list: 'cards', each: { namespace: { const: 'card' }, value: '.' } },
    },
    also: [{ name: 'consent', entity: 'consent', set: { purpose: { const: 'marketing' } } }],
  },
  'match-rules': {
    type: 'match-rules',
    name: 'person',
    entity: 'person',
    model: { rules: [{ name: 'card', when: { same: 'card' } }] },
  },
  reconciliation: {
    type: 'reconciliation',
    name: 'person',
    entity: 'person',
    attributes: { givenName: { pick: 'source', sources: ['crm'] }, languages: { pick: 'union' } },
  },
  action: {
    type: 'action',
    name: 'careKit',
    occasions: ['call'],
    where: { insight: 'orders', gte: 1 },
    unless: [{ name: 'hold', when: { attribute: 'ext.erp.hold', is: true }, text: { en: 'On hold' } }],
    consent: { purpose: 'marketing' },
    value: 50,
    more: [{ when: { segment: 'regulars' }, value: 10 }],
    text: { en: ['For {attributes.givenName}: a care kit.', 'A care kit.'], fr: 'Un nécessaire.' },
    accept: { task: { subject: { en: 'Send it' }, dueInDays: 2 } },
  },
  insight: { type: 'insight', name: 'spend', on: 'order', calculate: 'sum', value: 'total', window: { days: 365 } },
  segment: {
    type: 'segment',
    name: 'buyers',
    where: {
      all: [{ insight: 'spend', gte: 1 }, { not: { consent: { purpose: 'x' } } }, { attribute: 'a', in: ['b'] }],
    },
  },
  template: {
    type: 'template',
    name: 'acme.lateParcel',
    on: { entity: 'shipment', where: { path: 'status', is: 'late' }, newest: 3 },
    values: { total: { insight: 'spend', currency: 'EUR' }, who: { attribute: 'tier', as: 'code' }, sku: 'order.sku' },
    text: { en: 'Parcel {number} is late.' },
    kind: 'open',
    occasions: { call: 1 },
  },
  activation: {
    type: 'activation',
    name: 'list',
    connection: 'mail',
    on: { segment: 'buyers' },
    purpose: 'marketing',
    channel: 'email',
  },
  rates: { type: 'rates', reporting: 'EUR', rates: [{ currency: 'USD', from: '2025-01-01', rate: 0.9 }] },
}

describe('documents as JSON Schema', () => {
  const schemas = documentJsonSchema()

  test('has every type', () => {
    expect(Object.keys(schemas)).toEqual(Object.keys(documentTypes))
  })
  test.each(Object.entries(documents))('%s is draft 2020-12, and takes and refuses what we do', (type, body) => {
    const published = schemas[type as keyof typeof schemas] as JsonObject
    expect(published.$schema).toBe(DRAFT)
    const isValid = compile(published)
    const schema = documentTypes[type as keyof typeof documentTypes]
    expect(schema.safeParse(body).error).toBeUndefined()
    expect(isValid(body), JSON.stringify(isValid.errors)).toBe(true)
    for (const wrong of [{ ...body, notOurs: 1 }, { ...body, type: 'other' }, { ...body, name: 7 }, []]) {
      expect([isValid(wrong), schema.safeParse(wrong).success]).toEqual([false, false])
    }
  })
})
