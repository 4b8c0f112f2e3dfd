import { expect, test } from 'vitest'
import { z } from 'zod'
import { RapportError } from '../errors.ts'
import { defineActivator, defineEntity, defineSource } from './define.ts'
import { checkPlugin, type Plugin } from './plugin.ts'

const source = (name: string) =>
  defineSource({ name, config: z.strictObject({}), check: async () => ({ ok: true }), streams: [] })
const sound: Plugin = { name: 'crm', version: '1.0.0', contract: 1, title: 'CRM', sources: [source('crm')] }

function refusal(change: object): unknown {
  try {
    checkPlugin({ ...sound, ...change } as Plugin)
    return undefined
  } catch (error) {
    return RapportError.is(error) ? `${error.code}: ${error.message}` : error
  }
}

test('a plugin that is well formed passes', () => {
  expect(refusal({})).toBeUndefined()
})

test.each([0, 2, '1', undefined, null])(
  'contract %j is refused by the name of the plugin, before anything else',
  (contract) => {
    expect(refusal({ contract, sources: 'of another shape' })).toBe(
      `PLUGIN_CONTRACT_UNSUPPORTED: Plugin crm speaks contract ${contract}; this Rapport speaks 1.`,
    )
  },
)

test('what is no plugin, has bad names or two parts of one name is refused', () => {
  expect(() => checkPlugin(undefined as never)).toThrow(/not a plugin value/)
  expect(refusal({ name: 'My CRM' })).toMatch(/lower-case letters/)
  expect(refusal({ sources: [source('a b')] })).toMatch(/source "a b"/)
  expect(refusal({ sources: [source('crm'), source('crm')] })).toMatch(/two parts called source crm/)
})

test('a pack holds documents that are each valid', () => {
  const segment = { type: 'segment', name: 'renters', where: { insight: 'rentals', gte: 1 } }
  expect(refusal({ pack: { documents: [segment] } })).toBeUndefined()
  expect(refusal({ pack: { documents: [segment, { ...segment, name: 'two words' }] } })).toMatch(
    /^PLUGIN_INVALID: .*its pack has a document that is none: .*two words/,
  )
})

test('a source and an activator may share a name', () => {
  const activator = defineActivator({
    name: 'crm',
    config: z.strictObject({}),
    takes: 'audience',
    fields: z.object({}),
    maxBatchItems: 1,
    check: async () => ({ ok: true }),
    async send() {},
  })
  expect(refusal({ activators: [activator] })).toBeUndefined()
})

test('entities of its own are named after it, hide none of ours and are no parties', () => {
  const options = { title: 'Rental', schema: z.object({}) }
  expect(refusal({ entities: [defineEntity('crm.rental', 'state', options)] })).toBeUndefined()
  expect(refusal({ entities: [defineEntity('erp.rental', 'state', options)] })).toMatch(/must be named crm\.…/)
  expect(refusal({ entities: [{ name: 'order', class: 'state', ...options }] })).toMatch(/hides one of the canonical/)
  expect(refusal({ entities: [{ name: 'crm.guest', class: 'party', ...options }] })).toMatch(/cannot be a party/)
  expect(() => defineEntity('order', 'state', options)).toThrow(/hides one of the canonical model/)
})
