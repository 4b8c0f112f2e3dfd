import { type MatchRules, matchRules, type RecordView, type RuleCondition } from '@rapport/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NO_RULE_BITS, rulesMatcher } from './matcher.ts'
import { compiledRules } from './model.ts'
import { rulesResolver } from './resolver.ts'

const { features, keys, exclusions, pack, unpack, compare, explain } = rulesMatcher

const record = (
  attributes: RecordView['attributes'],
  identifiers: Readonly<Record<string, string | readonly string[]>> = {},
  entity = 'person',
): RecordView => ({
  entity,
  stream: 'crm/contacts',
  attributes,
  identifiers: Object.entries(identifiers).flatMap(([namespace, values]) =>
    [values].flat().map((value) => ({ namespace, value })),
  ),
})

const nobody: ReadonlySet<string> = new Set()
const weightOf = (a: RecordView, b: RecordView, model: MatchRules, blocked = nobody): number => {
  const weights = new Float32Array(1)
  compare(features(a, model), [features(b, model)], model, blocked, weights)
  return weights[0] ?? Number.NaN
}

const defaults = matchRules.parse(rulesResolver.defaultModel)
const joins = (a: RecordView, b: RecordView): boolean => weightOf(a, b, defaults) >= 0

describe('the default rules', () => {
  const ana = record({ givenName: 'Ana', familyName: 'Müller', birthDate: '1980-05-04' }, { email: 'x@example.com' })

  test('join the same loyalty number, whatever the names', () => {
    expect(joins(record({ givenName: 'Bob' }, { loyaltyNumber: '7' }), record({}, { loyaltyNumber: '7' }))).toBe(true)
  })
  test('join the same e-mail with the same name, however accents and case are written', () => {
    expect(joins(ana, record({ givenName: 'ANA', familyName: 'Muller' }, { email: 'x@example.com' }))).toBe(true)
  })
  test('join the same e-mail and family name when the given name is an initial', () => {
    expect(joins(ana, record({ givenName: 'A.', familyName: 'Müller' }, { email: 'x@example.com' }))).toBe(true)
  })
  test('keep a mother and a daughter with one initial as two, and an initial from a birth date that is not its own', () => {
    const mary = record({ givenName: 'Mary', familyName: 'Roth' }, { email: 'x@example.com' })
    expect(joins(mary, record({ givenName: 'Marsha', familyName: 'Roth' }, { email: 'x@example.com' }))).toBe(false)
    const born = record({ givenName: 'A.', familyName: 'Müller', birthDate: '2006-01-02' }, { email: 'x@example.com' })
    expect(joins(ana, born)).toBe(false)
  })
  test('join the same e-mail and family name under a nickname when the birth date agrees', () => {
    const bob = record({ givenName: 'Bob', familyName: 'Smith', birthDate: '1970-01-02' }, { email: 'b@example.com' })
    const robert = record(
      { givenName: 'Robert', familyName: 'Smith', birthDate: '1970-01-02' },
      { email: 'b@example.com' },
    )
    expect(joins(bob, robert)).toBe(true)
  })
  test('join a nickname with the family name and the birth date, not with an e-mail that a family may share', () => {
    const ted = record(
      { givenName: 'Ted', familyName: 'Woodland', birthDate: '1945-07-16' },
      { email: 't@example.com' },
    )
    const edward = (birthDate: string | undefined, email: string) =>
      record({ givenName: 'Edward', familyName: 'Woodland', ...(birthDate && { birthDate }) }, { email })
    expect(joins(ted, edward('1945-07-16', 'e@example.com'))).toBe(true)
    expect(joins(ted, edward(undefined, 't@example.com'))).toBe(false)
    expect(joins(ted, edward('1972-01-02', 't@example.com'))).toBe(false)
    expect(joins(ted, edward(undefined, 'e@example.com'))).toBe(false)
  })
  test('keep a couple with one e-mail and one family name as two persons', () => {
    expect(joins(ana, record({ givenName: 'Jean', familyName: 'Müller' }, { email: 'x@example.com' }))).toBe(false)
  })
  test('never join by a phone alone', () => {
    const one = record({ givenName: 'Ana', familyName: 'Roth' }, { phone: '+33142685300' })
    expect(joins(one, record({ givenName: 'Jean', familyName: 'Roth' }, { phone: '+33142685300' }))).toBe(false)
    expect(joins(one, record({}, { phone: '+33142685300' }))).toBe(false)
    expect(joins(one, record({ givenName: 'ana', familyName: 'ROTH' }, { phone: '+33142685300' }))).toBe(true)
  })
  test('join a record that knows nothing but an e-mail', () => {
    expect(joins(ana, record({}, { email: 'x@example.com' }))).toBe(true)
  })
  test('join names kept in parts with names kept whole', () => {
    const parts = record({ givenName: 'Ana', familyName: 'Roth' }, { phone: '+33142685300' })
    expect(joins(parts, record({ fullName: 'Ana ROTH' }, { phone: '+33142685300' }))).toBe(true)
  })
  test('join the same whole name and birth date, but not a birth year', () => {
    const partial = (birthDate: string) => record({ givenName: 'Ana', familyName: 'Roth', birthDate })
    expect(joins(partial('1980-05-04'), partial('1980-05-04'))).toBe(true)
    expect(joins(partial('1980'), partial('1980'))).toBe(false)
  })
  test('keep two national ids apart, whatever else agrees', () => {
    const one = record({ givenName: 'Ana' }, { nationalId: '1', loyaltyNumber: '7' })
    const other = record({ givenName: 'Ana' }, { nationalId: '2', loyaltyNumber: '7' })
    expect(weightOf(one, other, defaults)).toBe(Number.NEGATIVE_INFINITY)
    expect(exclusions(features(one, defaults), defaults)).toEqual([{ name: 'nationalId', value: '1' }])
  })
  test('join organizations by VAT number, or by name and postal code, not by a switchboard or a shared mailbox', () => {
    const at = (name: string, postalCode: string) => ({
      name,
      contactPoints: [{ kind: 'post', raw: '', normal: '', address: { postalCode } }],
    })
    const company = (name: string, postalCode: string, ids: Readonly<Record<string, string>> = {}) =>
      record(at(name, postalCode), ids, 'organization')
    expect(joins(company('A', '1', { vatNumber: 'FR1' }), company('B', '2', { vatNumber: 'FR1' }))).toBe(true)
    expect(joins(company('Café Noé', '75001'), company('CAFE NOE', '75001'))).toBe(true)
    expect(joins(company('Café Noé', '75001'), company('Café Noé', '69001'))).toBe(false)
    expect(joins(company('A', '1', { phone: '+331' }), company('B', '1', { phone: '+331' }))).toBe(false)
    expect(joins(company('A', '1', { email: 'info@a.fr' }), company('B', '1', { email: 'info@a.fr' }))).toBe(false)
  })
})

describe('a rule', () => {
  const byEmailAndFamily = matchRules.parse({
    rules: [{ name: 'both', when: { all: [{ same: 'email' }, { same: 'familyName', as: 'folded' }] } }],
  })

  test('gives a key a combination of values', () => {
    const one = record({ familyName: 'Roth' }, { email: ['a@example.com', 'b@example.com'] })
    expect(keys(features(one, byEmailAndFamily), byEmailAndFamily)).toEqual([
      'r0.0:a@example.com|roth',
      'r0.0:b@example.com|roth',
    ])
  })
  test('gives at most fifty keys an alternative, the same whatever the order of the values', () => {
    const emails = Array.from({ length: 80 }, (_, at) => `${at}@example.com`)
    const one = keys(features(record({ familyName: 'x' }, { email: emails }), byEmailAndFamily), byEmailAndFamily)
    const other = keys(
      features(record({ familyName: 'x' }, { email: emails.toReversed() }), byEmailAndFamily),
      byEmailAndFamily,
    )
    expect(one).toHaveLength(50)
    expect(other).toEqual(one)
  })
  test('does not rest on a blocked key, and rests on another that is shared', () => {
    const one = record({ familyName: 'Roth' }, { email: ['a@example.com', 'b@example.com'] })
    const blocked = new Set(['r0.0:a@example.com|roth'])
    expect(weightOf(one, record({ familyName: 'Roth' }, { email: 'a@example.com' }), byEmailAndFamily, blocked)).toBe(
      NO_RULE_BITS,
    )
    expect(weightOf(one, one, byEmailAndFamily, blocked)).toBe(50)
  })
  test('is explained by its name and by what agrees; a stronger one decides the weight', () => {
    const one = record(
      { givenName: 'Ana', familyName: 'Roth', birthDate: '1980-05-04' },
      { email: 'a@example.com', loyaltyNumber: '7' },
    )
    expect(explain(features(one, defaults), features(one, defaults), defaults, nobody)).toEqual([
      { comparison: 'same loyalty number', level: 'loyaltyNumber', weightBits: 95 },
      { comparison: 'same e-mail and name', level: 'email, givenName (folded)', weightBits: 80 },
      {
        comparison: 'same name and birth date',
        level: 'fullName (folded), birthDate (day)',
        weightBits: 60,
      },
    ])
    expect(weightOf(one, one, defaults)).toBe(95)
  })
  test('of two pairs that differ is explained as kept apart', () => {
    const model = matchRules.parse({
      rules: [],
      apart: [{ name: 'born in other years', differ: 'birthDate', as: 'year' }],
    })
    const born = (birthDate: string) => features(record({ birthDate }), model)
    expect(explain(born('1980-01-01'), born('1981'), model, nobody)).toEqual([
      { comparison: 'born in other years', level: 'differs', weightBits: -1000 },
    ])
    expect(explain(born('1980-01-01'), born('1980'), model, nobody)).toEqual([])
  })
  test('keeps values apart that would make one key by accident', () => {
    const model = matchRules.parse({ rules: [{ name: 'x', when: { all: [{ same: 'a' }, { same: 'b' }] } }] })
    const key = (a: string, b: string) => keys(features(record({ a, b }), model), model)
    expect(key('x|y', 'z')).not.toEqual(key('x', 'y|z'))
    expect(key('x\\', '|z')).not.toEqual(key('x', '\\|z'))
  })
})

describe('a model', () => {
  const refusal = (when: unknown, namespaces = {}) =>
    matchRules.safeParse({ namespaces, rules: [{ name: 'x', when }] }).error?.issues[0]?.message

  test('is refused when a rule can be met by what is missing', () => {
    expect(refusal({ any: [{ same: 'email' }, { lacks: ['familyName'] }] })).toMatch(/add a `same`/)
    expect(refusal({ all: [{ same: 'email' }, { lacks: ['familyName'] }] })).toBeUndefined()
  })
  test('is refused when a rule rests on shared identifiers alone', () => {
    const shared = { phone: { cardinality: 'shared' } }
    expect(refusal({ same: 'phone' }, shared)).toMatch(/not shared/)
    expect(refusal({ all: [{ same: 'phone' }, { same: 'name' }] }, shared)).toBeUndefined()
  })
  test('is refused when a rule spells out to too many alternatives', () => {
    const either = { any: [{ same: 'a' }, { same: 'b' }, { same: 'c' }] }
    expect(refusal({ all: [either, either, either, either] })).toMatch(/81 alternatives; at most 64/)
  })
})

const paths = ['a', 'b', 'c'] as const
const value = fc.oneof(
  fc.constantFrom('x', 'X', 'y', 'Bob', 'robert', 'é', 'z|w', 'z', ' ', 'n\u0000n'),
  fc.string({ maxLength: 4 }),
)
const anyRecord = fc
  .record(
    Object.fromEntries(paths.map((path) => [path, fc.oneof(value, fc.array(value, { maxLength: 3 }))])) as Record<
      (typeof paths)[number],
      fc.Arbitrary<string | string[]>
    >,
    { requiredKeys: [] },
  )
  .chain((attributes) =>
    fc
      .array(fc.record({ namespace: fc.constantFrom(...paths), value }), { maxLength: 3 })
      .map((identifiers): RecordView => ({ entity: 'person', stream: 's/t', attributes, identifiers })),
  )
const leaf: fc.Arbitrary<RuleCondition> = fc.oneof(
  fc.record({
    same: fc.constantFrom(...paths),
    as: fc.constantFrom('exact' as const, 'folded' as const, 'initial' as const, 'nickname' as const),
  }),
  fc.subarray([...paths], { minLength: 1, maxLength: 2 }).map((lacks) => ({ lacks })),
)
const ruleCondition: fc.Arbitrary<RuleCondition> = fc.letrec<{ node: RuleCondition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    leaf,
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
  ),
})).node
const model: fc.Arbitrary<MatchRules> = fc
  .array(
    fc.record({ name: fc.string({ minLength: 1 }), priority: fc.integer({ min: 1, max: 100 }), when: ruleCondition }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((rules) => matchRules.safeParse({ rules }))
  .filter((parsed) => parsed.success)
  .map((parsed) => parsed.data as MatchRules)

/** The rule as written, asked of two records, with no compilation, keys or order in between. */
function holds(when: RuleCondition, a: RecordView, b: RecordView): boolean {
  if ('all' in when) return when.all.every((part) => holds(part, a, b))
  if ('any' in when) return when.any.some((part) => holds(part, a, b))
  const values = (one: RecordView, same: string, as: string): readonly string[] => {
    const alone = matchRules.parse({ rules: [{ name: 'x', when: { same, as } }] })
    return features(one, alone)[0] ?? []
  }
  if ('lacks' in when) return [a, b].some((one) => when.lacks.every((path) => values(one, path, 'exact').length === 0))
  const [ours, theirs] = [values(a, when.same, when.as), values(b, when.same, when.as)]
  const isInitial = (one: RecordView, initial: string) => values(one, when.same, 'folded').includes(initial)
  return ours.some((one) => theirs.includes(one) && (when.as !== 'initial' || isInitial(a, one) || isInitial(b, one)))
}

describe('for all models and records', () => {
  test('the weight is that of the strongest rule that holds as written', () => {
    fc.assert(
      fc.property(model, anyRecord, anyRecord, (rules, a, b) => {
        const strongest = Math.max(
          NO_RULE_BITS,
          ...rules.rules.filter((rule) => holds(rule.when, a, b)).map((rule) => 100 - rule.priority),
        )
        expect(weightOf(a, b, rules)).toBe(strongest)
        expect(weightOf(b, a, rules)).toBe(strongest)
      }),
      { numRuns: 500 },
    )
  })

  test('two records that a rule joins share a key, and a key shared by two whole records joins them', () => {
    fc.assert(
      fc.property(model, anyRecord, anyRecord, (rules, a, b) => {
        const theirs = new Set(keys(features(b, rules), rules))
        const shared = keys(features(a, rules), rules).filter((key) => theirs.has(key))
        const weight = weightOf(a, b, rules)
        if (weight > NO_RULE_BITS) expect(shared).not.toEqual([])
        const plain = compiledRules(rules).alternatives.every(
          (one) => one.lacks.length === 0 && one.initials.length === 0,
        )
        if (plain) expect(weight > NO_RULE_BITS).toBe(shared.length > 0)
        // With every shared key blocked nothing is left to rest on.
        expect(weightOf(a, b, rules, new Set(shared))).toBe(NO_RULE_BITS)
      }),
      { numRuns: 500 },
    )
  })

  test('packing and unpacking loses nothing', () => {
    fc.assert(
      fc.property(model, anyRecord, (rules, one) => {
        const read = features(one, rules)
        expect(unpack(pack(read))).toEqual(read)
      }),
    )
  })

  test('the order of a record’s identifiers means nothing', () => {
    fc.assert(
      fc.property(model, anyRecord, (rules, one) => {
        const turned = { ...one, identifiers: one.identifiers.toReversed() }
        expect(pack(features(turned, rules))).toEqual(pack(features(one, rules)))
      }),
    )
  })
})
