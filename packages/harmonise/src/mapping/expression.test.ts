import { type Expression, entities, type Json, mappingDocument } from '@rapport/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileMapping } from './compile-mapping.ts'

type Row = Readonly<Record<string, Json>>
const names = ['a', 'b', 'c'] as const

/** The language as it is meant, walked anew for each row: the plain twin of the compiler. */
function interpret(expression: Expression, row: Row): Json | undefined {
  if (typeof expression === 'string') return row[expression]
  if ('const' in expression) return expression.const
  if ('template' in expression) {
    let isWhole = true
    const text = expression.template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = row[name]
      if (value === undefined || value === null || String(value).trim() === '') isWhole = false
      return String(value).trim()
    })
    return isWhole ? text : undefined
  }
  if ('first' in expression) {
    return expression.first
      .map((one) => interpret(one, row))
      .find((value) => !(value === undefined || value === null || String(value).trim() === ''))
  }
  if ('lookup' in expression) {
    const key = interpret(expression.lookup, row)
    const isThere = key !== undefined && key !== null && Object.hasOwn(expression.in, String(key).trim())
    return isThere ? expression.in[String(key).trim()] : expression.else
  }
  if ('when' in expression) {
    for (const { if: condition, then } of expression.when) {
      if ('path' in condition && 'is' in condition && row[condition.path] === condition.is) return interpret(then, row)
    }
    return expression.else === undefined ? undefined : interpret(expression.else, row)
  }
  if ('use' in expression) {
    const uses = typeof expression.use === 'string' ? [expression.use] : expression.use
    return uses.reduce<Json | undefined>(
      (value, use) => {
        if (typeof use === 'object')
          return value === undefined || value === null || String(value).trim() === '' ? use.default : value
        if (value === undefined || value === null) return value
        const text = String(value).trim()
        if (use === 'upper') return text === '' ? undefined : text.toUpperCase()
        return text === '' ? undefined : use === 'trim' ? text : text.toLowerCase()
      },
      interpret(expression.of, row),
    )
  }
  throw new Error('not in this test')
}

const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom('x', ' y ', '', ' ', 'Long Text'),
  fc.integer({ min: -5, max: 5 }),
  fc.boolean(),
  fc.constant(null),
)
const scalar = fc.constantFrom('x', ' y ', 'z')
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(...names),
    scalar.map((one) => ({ const: one })),
    fc.constantFrom('{a}', '{a}-{b}', 'n {c}!').map((template) => ({ template })),
    fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((first) => ({ first })),
    fc.record({ lookup: tie('expression'), in: fc.constant({ x: 'found', y: 'also', '1': 'one' }), else: scalar }),
    fc.record({
      when: fc.array(
        fc.record({
          if: fc.record({ path: fc.constantFrom(...names), is: fc.constant('x') }),
          // biome-ignore lint/suspicious/noThenProperty: it is the mapping language's word, and nobody awaits it.
          then: tie('expression'),
        }),
        { minLength: 1, maxLength: 2 },
      ),
      else: tie('expression'),
    }),
    fc.record({ use: fc.constantFrom('trim', ['trim', 'upper'], ['lower', { default: 'd' }]), of: tie('expression') }),
  ),
}))
const row = fc.dictionary(fc.constantFrom(...names), value, { noNullPrototype: true })

describe('a compiled expression', () => {
  it('gives what the plain reading of it gives', () => {
    fc.assert(
      fc.property(expression, fc.array(row, { minLength: 1, maxLength: 5 }), (one, rows) => {
        const document = mappingDocument.parse({
          type: 'mapping',
          name: 'c/s',
          entity: 'person',
          set: { 'ext.t.v': one },
        })
        const mapping = compileMapping(document, { model: entities, connection: 'c' })
        for (const each of rows) {
          const expected = interpret(one, each)
          const tidy = typeof expected === 'string' ? expected.trim() : expected
          const made = mapping.map(each, { nowMs: 0 }).rows[0]?.row.attributes as { ext?: { t: { v: Json } } }
          expect(made.ext?.t.v).toEqual(tidy === '' || tidy === null ? undefined : tidy)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
