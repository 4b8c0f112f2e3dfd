import { entities, type Json, type JsonObject, RapportError, type ReconciliationDocument } from '@rapport/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Head } from '../queries.ts'
import { type ConsentRow, hasConsent, nextConsentExpiry, reconcileConsents } from './consents.ts'
import { type ReconcileRecord, reconcile } from './reconcile.ts'
import { compileReconciliation } from './rules.ts'

const NOW = Date.UTC(2026, 10, 24)
const DAY = 86_400_000
let keys = 0
const record = (attributes: JsonObject, rest: Partial<ReconcileRecord> = {}): ReconcileRecord => ({
  anchor: ++keys,
  stream: 'crm/contacts',
  key: String(keys),
  observedAt: NOW,
  version: '',
  attributes,
  ...rest,
})
const withRules = (rules: Partial<ReconciliationDocument>, records: readonly ReconcileRecord[]): Head => {
  const document: ReconciliationDocument = {
    type: 'reconciliation',
    name: 'people',
    entity: 'person',
    default: { pick: 'most-recent' },
    attributes: {},
    ...rules,
  }
  return reconcile(compileReconciliation([document], entities), { entity: 'person', records, consents: [] })
}
const standard = compileReconciliation([], entities)
const headOf = (...records: readonly ReconcileRecord[]): Head =>
  reconcile(standard, { entity: 'person', records, consents: [] })

const point = fc.record(
  {
    kind: fc.constantFrom('email', 'phone'),
    raw: fc.constantFrom('A@x.com', 'a@x.com', '+331'),
    normal: fc.constantFrom('a@x.com', 'b@x.com', '+331'),
    verified: fc.boolean(),
    bounced: fc.boolean(),
    purpose: fc.constantFrom('home', 'primary'),
  },
  { requiredKeys: ['kind', 'raw', 'normal'] },
)
const attributes = fc.record(
  {
    givenName: fc.constantFrom('Aurélie', 'AURELIE', 'Anna', ''),
    familyName: fc.constantFrom('Lefèvre', 'LEFEVRE', 'Durand'),
    fullName: fc.constantFrom('Aurélie Lefèvre', 'Anna Durand', 'Mme Aurelie LEFEVRE'),
    birthDate: fc.constantFrom('1980', '1980-05', '1980-05-12', '1981-01-01'),
    languages: fc.subarray(['fr', 'en', 'de']),
    tier: fc.constantFrom('gold', 'Gold', 'silver', null),
    contactPoints: fc.array(point, { maxLength: 3 }),
    identifiers: fc.array(
      fc.record({ namespace: fc.constantFrom('email', 'phone'), value: fc.constantFrom('1', '2') }),
      { maxLength: 3 },
    ),
    ext: fc.record({
      shop: fc.record({ size: fc.constantFrom(38, 40), 'a.b': fc.constant(true) }, { requiredKeys: [] }),
    }),
  },
  { requiredKeys: [] },
)
const records = fc
  .array(
    fc.record({
      stream: fc.constantFrom('crm/contacts', 'shop/customers', 'desk/users'),
      observedAt: fc.constantFrom(NOW, NOW - DAY, NOW - 2 * DAY),
      attributes: attributes.map((one) => JSON.parse(JSON.stringify(one)) as JsonObject),
    }),
    { maxLength: 6 },
  )
  .map((list) => list.map((one, at): ReconcileRecord => ({ ...one, anchor: at + 1, key: `k${at}`, version: '' })))
const consents = fc
  .array(
    fc.record({
      anchor: fc.integer({ min: 1, max: 3 }),
      occurredAt: fc.constantFrom(NOW, NOW - DAY, NOW - 2 * DAY),
      state: fc.constantFrom('granted', 'denied', 'withdrawn', 'objected'),
      channel: fc.constantFrom('email', undefined),
      contactPoint: fc.constantFrom({ kind: 'email', normal: 'a@x.com' }, undefined),
      proof: fc.constantFrom('form 12', undefined),
      expiresAt: fc.constantFrom(new Date(NOW + DAY).toISOString(), undefined),
    }),
    { maxLength: 6 },
  )
  .map((list) =>
    list.map(
      ({ anchor, occurredAt, ...rest }, at): ConsentRow => ({
        anchor,
        occurredAt,
        stream: 'crm/consents',
        key: `c${at}`,
        attributes: JSON.parse(JSON.stringify({ purpose: 'marketing', ...rest })) as JsonObject,
      }),
    ),
  )
const rules = fc.constantFrom<ReconciliationDocument['default']>(
  { pick: 'most-recent' },
  { pick: 'most-frequent' },
  { pick: 'longest' },
  { pick: 'union' },
  { pick: 'source', sources: ['shop', 'crm/contacts'] },
)

describe('a value that a record says is wrong', () => {
  const wrong = (value: string) => ({ wrong: [{ attribute: 'familyName', value }] })
  const said = record({ familyName: 'Durand', ...wrong('Dupont') }, { observedAt: NOW - DAY, stream: 'desk/notes' })

  it('is no newer than that, however it is spelled and however often it is told', () => {
    const head = headOf(
      said,
      record({ familyName: 'DUPONT' }),
      record({ familyName: 'Dupont' }, { observedAt: NOW + DAY }),
    )
    expect(head.attributes.familyName).toBe('Durand')
    expect(head.attributes.wrong).toBeUndefined()
    expect(head.conflicts.map(({ attribute }) => attribute)).toEqual(['familyName'])
  })

  it('yields to a new one, and to who says it again after hearing of it', () => {
    expect(headOf(said, record({ familyName: 'Durant' })).attributes.familyName).toBe('Durant')
    const again = record({ familyName: 'Dupont', ...wrong('Durand') }, { stream: 'desk/notes' })
    expect(headOf(said, again).attributes.familyName).toBe('Dupont')
  })

  it('still wins where the rules rank its source first', () => {
    const rules = { attributes: { familyName: { pick: 'source' as const, sources: ['crm'] } } }
    expect(withRules(rules, [said, record({ familyName: 'Dupont' })]).attributes.familyName).toBe('Dupont')
  })
})

describe('reconcile', () => {
  it('any order of records and consents gives the same head, letter by letter', () => {
    fc.assert(
      fc.property(records, consents, rules, fc.infiniteStream(fc.nat()), (list, said, rule, noise) => {
        const set = compileReconciliation(
          [{ type: 'reconciliation', name: 'r', entity: 'person', default: rule, attributes: {} }],
          entities,
        )
        const shuffle = <T>(items: readonly T[]): readonly T[] =>
          items
            .map((item) => ({ item, at: noise.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ item }) => item)
        const head = reconcile(set, { entity: 'person', records: list, consents: said })
        const other = reconcile(set, { entity: 'person', records: shuffle(list), consents: shuffle(said) })
        expect(JSON.stringify(other)).toBe(JSON.stringify(head))
      }),
      { numRuns: 500 },
    )
  })

  it('every value is one that its provenance says', () => {
    fc.assert(
      fc.property(records, (list) => {
        const head = headOf(...list)
        for (const name of ['givenName', 'familyName', 'birthDate', 'tier']) {
          const value = head.attributes[name]
          if (value === undefined) continue
          const from = head.provenance[name]
          const source = list.find((one) => one.stream === from?.stream && one.key === from.key)
          expect(source?.attributes[name]).toBe(value)
        }
      }),
    )
  })

  it('takes the most recent value, and keeps what disagrees with where it comes from', () => {
    const head = headOf(
      record({ tier: 'silver' }, { key: 'old', observedAt: NOW - DAY }),
      record({ tier: 'gold' }, { key: 'new', stream: 'shop/customers' }),
    )
    expect(head.attributes).toEqual({ tier: 'gold' })
    expect(head.provenance.tier).toEqual({
      stream: 'shop/customers',
      key: 'new',
      observedAt: new Date(NOW).toISOString(),
    })
    expect(head.conflicts).toEqual([
      {
        attribute: 'tier',
        values: [
          { stream: 'shop/customers', key: 'new', observedAt: new Date(NOW).toISOString(), value: 'gold' },
          { stream: 'crm/contacts', key: 'old', observedAt: new Date(NOW - DAY).toISOString(), value: 'silver' },
        ],
      },
    ])
    expect(head.sources).toEqual(['crm/contacts', 'shop/customers'])
  })

  it('names that differ in accents or case agree, and the fullest spelling is shown', () => {
    const head = headOf(record({ familyName: 'Lefèvre' }, { observedAt: NOW - DAY }), record({ familyName: 'LEFEVRE' }))
    expect(head.attributes.familyName).toBe('Lefèvre')
    expect(head.conflicts).toEqual([])
  })

  it('a year agrees with a day in it, and the day is shown', () => {
    const head = headOf(record({ birthDate: '1980' }), record({ birthDate: '1980-05-12' }, { observedAt: NOW - DAY }))
    expect(head.attributes.birthDate).toBe('1980-05-12')
    expect(head.conflicts).toEqual([])
    expect(headOf(record({ birthDate: '1980' }), record({ birthDate: '1981-02-02' })).conflicts).toHaveLength(1)
  })

  it.each<[string, Json]>([
    ['most-frequent', 'Ana'],
    ['longest', 'Anastasia'],
  ])('%s picks as it says', (pick, expected) => {
    const list = [
      record({ givenName: 'Anastasia' }, { observedAt: NOW - 3 * DAY }),
      record({ givenName: 'Ana' }, { observedAt: NOW - 2 * DAY }),
      record({ givenName: 'ana' }, { observedAt: NOW - 4 * DAY }),
      record({ givenName: 'Anna' }),
    ]
    expect(withRules({ default: { pick } as ReconciliationDocument['default'] }, list).attributes.givenName).toBe(
      expected,
    )
  })

  it('sources come in the order given, a stream by its own name or its connection', () => {
    const list = [
      record({ tier: 'a' }, { stream: 'desk/users' }),
      record({ tier: 'b' }, { stream: 'crm/contacts', observedAt: NOW - DAY }),
      record({ tier: 'c' }, { stream: 'crm/leads', observedAt: NOW - 2 * DAY }),
    ]
    const by = (...sources: [string, ...string[]]) =>
      withRules({ attributes: { tier: { pick: 'source', sources } } }, list).attributes.tier
    expect(by('crm/leads', 'crm')).toBe('c')
    expect(by('crm')).toBe('b')
    expect(by('elsewhere')).toBe('a')
  })

  it('lists are united unless a rule names them', () => {
    const list = [record({ languages: ['fr'] }), record({ languages: ['en', 'fr'] }, { observedAt: NOW - DAY })]
    expect(headOf(...list).attributes.languages).toEqual(['fr', 'en'])
    expect(withRules({ attributes: { languages: { pick: 'most-recent' } } }, list).attributes.languages).toEqual(['fr'])
  })

  it('the full name agrees with the chosen names', () => {
    const married = record({ givenName: 'Marie', familyName: 'Durand', fullName: 'Marie-Claire Durand' })
    const before = record(
      { givenName: 'Marie', familyName: 'Petit', fullName: 'Marie Petit' },
      { observedAt: NOW - DAY },
    )
    expect(headOf(before, married).attributes.fullName).toBe('Marie-Claire Durand')
    expect(headOf(before, record({ familyName: 'Durand' })).attributes.fullName).toBe('Marie Durand')
    expect(headOf(record({ fullName: 'Sam' })).attributes.fullName).toBe('Sam')
  })

  it('contact points are united, the best first, and the convenient attributes are theirs', () => {
    const head = headOf(
      record({
        contactPoints: [
          { kind: 'email', raw: 'Old@x.com', normal: 'old@x.com', bounced: true, verified: true },
          { kind: 'email', raw: 'new@x.com', normal: 'new@x.com' },
          { kind: 'post', raw: '1 rue X', normal: '1 rue x', address: { street: '1 rue X', city: 'Paris' } },
        ],
      }),
      record(
        { contactPoints: [{ kind: 'email', raw: 'New@X.com', normal: 'new@x.com', verified: true }] },
        { observedAt: NOW - DAY },
      ),
    )
    expect(head.contactPoints.map(({ normal }) => normal)).toEqual(['new@x.com', 'old@x.com', '1 rue x'])
    expect(head.contactPoints[0]).toMatchObject({ raw: 'New@X.com', verified: true })
    expect(head.attributes).toMatchObject({ email: 'new@x.com', address: { street: '1 rue X', city: 'Paris' } })
    expect(head.provenance.email?.observedAt).toBe(new Date(NOW - DAY).toISOString())
  })

  it('flagged values are passed over', () => {
    const flags = [{ field: 'birthDate', code: 'impossible' as const, received: '2090-01-01' }]
    expect(headOf(record({ birthDate: '2090-01-01', tier: 'gold' }, { flags })).attributes).toEqual({ tier: 'gold' })
  })

  it('a patched field is as old as its own version', () => {
    const patched = record({ tier: 'silver', gender: 'f' }, { fieldVersions: { tier: '~2020-01-01T00:00:00.000Z' } })
    const other = record({ tier: 'gold', gender: 'm' }, { observedAt: NOW - DAY })
    expect(headOf(patched, other).attributes).toEqual({ gender: 'f', tier: 'gold' })
  })

  it('attributes of the customer stay in their place, and reach nothing else', () => {
    const hostile = JSON.parse('{"ext":{"shop":{"size":38},"__proto__":{"polluted":true}}}') as JsonObject
    expect(headOf(record(hostile)).attributes).toEqual({ ext: { shop: { size: 38 } } })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('refuses rules for what an entity does not have', () => {
    try {
      withRules({ attributes: { colour: { pick: 'longest' } } }, [])
      expect.fail('accepted')
    } catch (error) {
      expect(RapportError.is(error) && error.message).toContain("'colour' is not an attribute of person")
    }
  })
})

describe('consents', () => {
  const said = (anchor: number, state: string, daysAgo: number, rest: JsonObject = {}): ConsentRow => ({
    anchor,
    stream: 'crm/consents',
    key: `${anchor}-${state}-${daysAgo}`,
    occurredAt: NOW - daysAgo * DAY,
    attributes: { purpose: 'marketing', channel: 'email', state, ...rest },
  })
  const may = (
    rows: readonly ConsentRow[],
    channel: string | null = 'email',
    contactPoint?: string,
    nowMs = NOW,
  ): boolean => hasConsent({ consents: reconcileConsents(rows) }, 'marketing', channel, contactPoint, nowMs)

  it('without a statement nobody may be addressed', () => {
    expect(may([])).toBe(false)
    expect(may([said(1, 'granted', 1)], 'sms')).toBe(false)
    expect(may([said(1, 'granted', 1)], null)).toBe(true)
  })
  it('one record saying so anew replaces what it said', () => {
    expect(may([said(1, 'withdrawn', 5), said(1, 'granted', 1)])).toBe(true)
    expect(may([said(1, 'granted', 5), said(1, 'withdrawn', 1)])).toBe(false)
  })
  it('between records the most restrictive wins, unless a newer grant has proof', () => {
    expect(may([said(1, 'withdrawn', 5), said(2, 'granted', 1)])).toBe(false)
    expect(may([said(1, 'withdrawn', 5), said(2, 'granted', 1, { proof: 'double opt-in' })])).toBe(true)
    expect(may([said(1, 'withdrawn', 1), said(2, 'granted', 5, { proof: 'double opt-in' })])).toBe(false)
  })
  it('an objection about one address is the person’s', () => {
    const home = { kind: 'email', normal: 'home@x.com' }
    const work = { kind: 'email', normal: 'work@x.com' }
    const rows = [said(1, 'granted', 5, { contactPoint: home }), said(1, 'objected', 4, { contactPoint: work })]
    expect(may(rows, 'email', 'email:home@x.com')).toBe(false)
    expect(may(rows.slice(0, 1), 'email', 'email:home@x.com')).toBe(true)
    expect(may(rows.slice(0, 1), 'email', 'email:work@x.com')).toBe(false)
    expect(may(rows.slice(0, 1), 'email')).toBe(true)
  })
  it('a refusal for all channels holds for each', () => {
    expect(may([said(1, 'granted', 5), said(1, 'denied', 1, { channel: null })])).toBe(false)
  })
  it('a grant ends, and says when', () => {
    const rows = [said(1, 'granted', 5, { expiresAt: new Date(NOW + DAY).toISOString() })]
    expect(may(rows)).toBe(true)
    expect(may(rows, 'email', undefined, NOW + DAY)).toBe(false)
    expect(nextConsentExpiry({ consents: reconcileConsents(rows) }, 'marketing', NOW)).toBe(NOW + DAY)
    // Another record's grant without end outlasts it.
    expect(may([...rows, said(2, 'granted', 9)], 'email', undefined, NOW + DAY)).toBe(true)
  })
})
