import { entities, type Json, mappingDocument, RapportError } from '@rapport/core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { compileMapping, type MappingOptions } from './compile-mapping.ts'

const nowMs = Date.UTC(2026, 10, 24, 12)
const compile = (body: object, options: Partial<MappingOptions> = {}) =>
  compileMapping(mappingDocument.parse({ type: 'mapping', name: 'crm/contacts', entity: 'person', ...body }), {
    model: entities,
    connection: 'crm',
    ...options,
  })
const mapOne = (body: object, row: unknown, options: Partial<MappingOptions> = {}) => {
  const first = compile(body, options).map(row, { nowMs }).rows[0]
  if (first === undefined) throw new Error('no row')
  return first.row
}
const refusal = (body: object, options: Partial<MappingOptions> = {}): string => {
  try {
    compile(body, options)
    return 'accepted'
  } catch (error) {
    return RapportError.is(error) ? `${error.code}: ${error.message}` : `not ours: ${String(error)}`
  }
}

describe('a mapping is checked when it is compiled', () => {
  it('names the attribute that is meant', () => {
    expect(refusal({ set: { famlyName: 'x' } })).toBe(
      'MAPPING_PATH_UNKNOWN: famlyName is not an attribute of person. Did you mean familyName?',
    )
    expect(refusal({ entity: 'order', set: { lines: [{ quantty: 'q' }] } })).toBe(
      'MAPPING_PATH_UNKNOWN: lines.quantty is not an attribute of order. Did you mean quantity?',
    )
    expect(refusal({ entity: 'order', set: { 'total.amont': 'q' } })).toMatch(
      /^MAPPING_PATH_UNKNOWN: total.amont .* Did you mean amount\?$/,
    )
  })

  it('names the transform that is meant, and what its argument must be', () => {
    expect(refusal({ set: { givenName: { use: 'trimm', of: 'x' } } })).toBe(
      'MAPPING_TRANSFORM_UNKNOWN: There is no transform named trimm. Did you mean trim?',
    )
    expect(refusal({ set: { givenName: { use: 'split', of: 'x' } } })).toMatch(
      /^DOCUMENT_INVALID: .*set\.givenName\.use: the argument of split.*write for example/,
    )
    expect(refusal({ set: { givenName: { use: 'trim', of: 'x', with: 1 } } })).toMatch(/trim takes no argument/)
    expect(refusal({ set: { givenName: { use: ['trim', { split: ',' }, { at: 0 }], of: 'x' } } })).toBe('accepted')
  })

  it('refuses source paths that the rows do not have, lists and quoted names included', () => {
    const rowSchema = z.object({
      FirstName: z.string(),
      'a.b': z.string().nullish(),
      items: z.array(z.object({ sku: z.string() })),
      open: z.looseObject({}),
    })
    const at = (path: string) => refusal({ set: { givenName: path } }, { rowSchema })
    expect(at('FirstNme')).toBe(
      'MAPPING_SOURCE_UNKNOWN: FirstNme is not in the rows of crm/contacts. Did you mean FirstName?',
    )
    expect([at('FirstName'), at('"a.b"'), at('items.0.sku'), at('open.anything')]).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'accepted',
    ])
    expect(at('items.sky')).toMatch(/MAPPING_SOURCE_UNKNOWN/)
    const lines = { entity: 'order', set: { lines: { list: 'items', each: { sku: 'skuu' } } } }
    expect(refusal(lines, { rowSchema })).toMatch(/^MAPPING_SOURCE_UNKNOWN: skuu .*Did you mean sku\?/)
    expect(refusal({ when: { path: 'Frist', exists: true }, set: {} }, { rowSchema })).toMatch(/MAPPING_SOURCE_UNKNOWN/)
  })

  it('refuses what could never give a row', () => {
    expect(refusal({ entity: 'event', set: { session: 's' } })).toMatch(/name is missing: event can't be without/)
    expect(refusal({ set: { birthDate: { const: '1980-02-30' } } })).toMatch(/not a value of birthDate/)
    expect(refusal({ set: { birthDate: { const: '1980-02-03' } } })).toBe('accepted')
    expect(refusal({ entity: 'nobody', set: {} })).toMatch(/ENTITY_UNKNOWN/)
    expect(refusal({ zone: 'Mars/Base', set: {} })).toMatch(/Mars\/Base is not an IANA time zone/)
    expect(refusal({ entity: 'order', set: { kind: { const: 'ordre' } } })).toMatch(/not a value of kind/)
    expect(refusal({ entity: 'order', set: { total: { amount: 'a' }, 'total.currency': 'c' } })).toBe('accepted')
    expect(refusal({ entity: 'order', set: { total: 'a', 'total.currency': 'c' } })).toMatch(/set twice/)
    expect(refusal({ set: { ext: { x: 'a' } } })).toMatch(/ext\.<plugin>\.<name>/)
  })
})

describe('a party', () => {
  it('has clean attributes, what was received beside them, and flags for what is not used', () => {
    const body = {
      country: 'FR',
      set: {
        givenName: 'first',
        familyName: 'last',
        birthDate: 'born',
        phone: 'tel',
        email: 'mail',
        deceased: 'dead',
        identifiers: [
          { namespace: 'userId', value: 'id' },
          { namespace: 'loyaltyNumber', value: 'card' },
        ],
      },
    }
    const row = mapOne(body, {
      first: ' HÉLÈNE',
      last: "D'ESTAING",
      born: '2042-05-03',
      tel: '06 12 34 56 78',
      mail: 'test@test.com',
      dead: { no: 1 },
      id: '[object Object]',
      card: 'L-17',
    })
    expect(row).toEqual({
      entity: 'person',
      attributes: {
        givenName: 'Hélène',
        familyName: "d'Estaing",
        fullName: "Hélène d'Estaing",
        identifiers: [{ namespace: 'loyaltyNumber', value: 'L-17' }],
        contactPoints: [{ kind: 'phone', raw: '06 12 34 56 78', normal: '+33612345678' }],
      },
      received: { givenName: ' HÉLÈNE', familyName: "D'ESTAING" },
      flags: [
        { field: 'birthDate', code: 'impossible', received: '2042-05-03' },
        { field: 'deceased', code: 'type-changed', received: { no: 1 } },
        { field: 'identifiers.userId', code: 'placeholder', received: '[object Object]' },
        { field: 'email', code: 'placeholder', received: 'test@test.com' },
      ],
    })
  })

  it('has the parts of its whole name, and the whole of its parts', () => {
    expect(mapOne({ set: { fullName: 'n' } }, { n: 'DR ANNA VON DER HEIDE' }).attributes).toEqual({
      honorific: 'Dr',
      givenName: 'Anna',
      familyName: 'von der Heide',
      fullName: 'Dr Anna von der Heide',
    })
    expect(mapOne({ set: { familyName: 'l', givenName: 'f' } }, { l: 'Smith Sr', f: 'Robert' }).attributes).toEqual({
      givenName: 'Robert',
      familyName: 'Smith',
      suffix: 'Sr',
      fullName: 'Robert Smith Sr',
    })
  })

  it('keeps its keys in the order of the schema, whatever the order of the mapping', () => {
    const row = { a: 'a', b: 'b', c: 'f', d: 'ana@x.fr' }
    const keys = (set: object) => Object.keys(mapOne({ set }, row).attributes)
    expect(keys({ email: 'd', gender: 'c', familyName: 'b', givenName: 'a' })).toEqual(
      keys({ givenName: 'a', familyName: 'b', gender: 'c', email: 'd' }),
    )
  })

  it('reads several addresses out of one field, and each only once', () => {
    const { attributes, flags } = mapOne(
      { set: { email: ['m', 'n'], contactPoints: [{ kind: 'email', raw: 'w', purpose: { const: 'work' } }] } },
      { m: 'a@x.fr; b@x.fr', n: 'A@x.fr', w: 'w@x.fr' },
    )
    expect(
      (attributes.contactPoints as { normal: string; purpose?: string }[]).map(({ normal, purpose }) => [
        normal,
        purpose,
      ]),
    ).toEqual([
      ['w@x.fr', 'work'],
      ['a@x.fr', undefined],
      ['b@x.fr', undefined],
    ])
    expect(flags).toEqual([])
  })

  it('keeps and flags a phone of a range that is not known to be given out, and identifies by it', () => {
    const body = { country: 'GB', set: { phone: 'tel', identifiers: [{ namespace: 'phone', value: 'tel' }] } }
    const { attributes, flags } = mapOne(body, { tel: '07700 900123' })
    expect(attributes).toEqual({
      identifiers: [{ namespace: 'phone', value: '+447700900123' }],
      contactPoints: [{ kind: 'phone', raw: '07700 900123', normal: '+447700900123' }],
    })
    expect(flags).toEqual([
      { field: 'identifiers.phone', code: 'doubtful', received: '07700 900123' },
      { field: 'phone', code: 'doubtful', received: '07700 900123' },
    ])
  })

  it('takes the one value that a path through a list finds, and does not choose among several', () => {
    const row = {
      features: [
        { first: 'Ana', born: '1980-02-03' },
        { born: '1980-02-03', mail: 'a@x.fr' },
        { mail: 'b@x.fr' },
        { last: 'Roy' },
        { last: 'Ray' },
      ],
    }
    const set = {
      givenName: 'features.first',
      familyName: 'features.last',
      birthDate: 'features.born',
      email: 'features.mail',
    }
    const { attributes, flags } = mapOne({ set }, row)
    expect(attributes).toMatchObject({
      givenName: 'Ana',
      birthDate: '1980-02-03',
      contactPoints: [{ normal: 'a@x.fr' }, { normal: 'b@x.fr' }],
    })
    expect(flags).toEqual([{ field: 'familyName', code: 'ambiguous', received: ['Roy', 'Ray'] }])
  })

  it('has identifiers put together of cleaned parts, and none of a part that cannot be read', () => {
    const passport = { template: '{land | country}-{"no|x" | trim | upper}' }
    const body = { set: { identifiers: [{ namespace: 'passport', value: passport }] } }
    expect(mapOne(body, { land: 'USA', 'no|x': ' ab7 ' }).attributes.identifiers).toEqual([
      { namespace: 'passport', value: 'US-AB7' },
    ])
    expect(mapOne(body, { land: 'USA' }).attributes).toEqual({})
    expect(mapOne(body, { land: 'Atlantis', 'no|x': '7' }).flags).toEqual([
      { field: 'identifiers.passport', code: 'unreadable', received: 'Atlantis' },
    ])
    expect(refusal({ set: { givenName: { template: '{a | trimm}' } } })).toMatch(/^MAPPING_TRANSFORM_UNKNOWN/)
  })

  it('in a patch keeps the nulls that clear an attribute', () => {
    expect(mapOne({ set: { tier: 't', jobTitle: 'j' } }, { t: null }, { keepNulls: true }).attributes).toEqual({
      tier: null,
    })
    const names = { set: { givenName: 'g', familyName: 'f' } }
    expect(mapOne(names, { g: 'Ana' }, { keepNulls: true }).attributes).toEqual({ givenName: 'Ana' })
    expect(mapOne(names, { g: 'Ana', f: null }, { keepNulls: true }).attributes).toEqual({
      givenName: 'Ana',
      familyName: null,
    })
    expect(mapOne(names, { g: 'Ana', f: 'Roy' }, { keepNulls: true }).attributes).toEqual({
      givenName: 'Ana',
      familyName: 'Roy',
      fullName: 'Ana Roy',
    })
    expect(mapOne({ set: { tier: 't', jobTitle: 'j' } }, { t: null }).attributes).toEqual({})
  })
})

describe('an order', () => {
  const body = {
    name: 'erp/orders',
    entity: 'order',
    decimal: ',',
    zone: 'Europe/Paris',
    owner: [
      { stream: 'partners', key: 'partner' },
      { namespace: 'email', value: 'mail' },
    ],
    occurredAt: 'created',
    set: {
      kind: 'order',
      number: 'id',
      total: { amount: 'gross', currency: 'cur' },
      lines: { list: 'items', each: { sku: 'sku', quantity: 'qty', total: { amount: 'sum', currency: '$.cur' } } },
      parties: [
        { role: 'shipTo', party: { stream: 'sap/partners', key: 'ship' } },
        { role: 'payer', party: { stream: 'partners', key: 'payer' } },
      ],
      'ext.erp.salesOrg': 'org',
    },
  }
  const row = {
    id: '0042',
    partner: '',
    mail: 'Buyer@X.fr',
    created: '20150101',
    gross: '4374,13',
    cur: 'USD',
    org: 'EMEA',
    ship: 's1',
    items: [
      { sku: 'a', qty: '1,5', sum: '10' },
      { sku: '', qty: null },
      { sku: 'c', sum: '?' },
    ],
  }
  const options = {
    connection: 'erp',
    reporting: {
      currency: 'EUR',
      rateOn: (currency: string, date: string) => (currency === 'USD' && date === '2014-12-31' ? 0.8 : undefined),
    },
  }

  it('has money, lines, parties and an owner', () => {
    expect(mapOne(body, row, options)).toEqual({
      entity: 'order',
      attributes: {
        parties: [{ role: 'shipTo', party: { stream: 'sap/partners', key: 's1' } }],
        number: '0042',
        kind: 'order',
        total: { amountMinor: 437413, currency: 'USD', exponent: 2, reportingMinor: 349930 },
        lines: [
          { sku: 'a', quantity: 1.5, total: { amountMinor: 1000, currency: 'USD', exponent: 2, reportingMinor: 800 } },
          { sku: 'c' },
        ],
        ext: { erp: { salesOrg: 'EMEA' } },
      },
      received: { total: '4374,13', 'lines.0.quantity': '1,5' },
      flags: [{ field: 'lines.1.total', code: 'placeholder', received: '?' }],
      owner: { namespace: 'email', value: 'buyer@x.fr' },
      occurredAt: Date.UTC(2014, 11, 31, 23),
    })
  })

  it('is skipped when the mapping does not want it', () => {
    expect(compile({ ...body, when: { path: 'cur', is: 'EUR' } }, options).map(row, { nowMs })).toEqual({
      rows: [],
      skipped: true,
    })
  })
})

describe('further rows', () => {
  const body = {
    set: { email: 'mail' },
    also: [
      {
        name: 'newsletter',
        entity: 'consent',
        set: {
          purpose: { const: 'marketing' },
          channel: { const: 'email' },
          state: { lookup: 'optIn', in: { yes: 'granted', no: 'denied' } },
          contactPoint: { kind: 'email', normal: 'mail' },
        },
      },
      {
        name: 'stay',
        entity: 'stay',
        each: 'stays',
        when: { path: 'nights', gt: 0 },
        set: { arrivalOn: 'from', 'ext.pms.guest': '$.mail' },
      },
    ],
  }

  it('take their names as suffixes, and their index in a list', () => {
    const { rows } = compile(body).map(
      {
        mail: 'A@x.fr',
        optIn: 'yes',
        stays: [{ from: '2025-01-01', nights: 2 }, { nights: 0 }, { from: '2025-02-01', nights: '1' }],
      },
      { nowMs },
    )
    expect(rows.map(({ suffix, entityClass, row }) => [suffix, entityClass, row.entity])).toEqual([
      ['', 'party', 'person'],
      ['newsletter', 'state', 'consent'],
      ['stay/0', 'state', 'stay'],
      ['stay/2', 'state', 'stay'],
    ])
    expect(rows[1]?.row.attributes).toEqual({
      contactPoint: { kind: 'email', normal: 'a@x.fr' },
      purpose: 'marketing',
      channel: 'email',
      state: 'granted',
    })
    expect(rows[2]?.row.attributes).toEqual({ arrivalOn: '2025-01-01', ext: { pms: { guest: 'A@x.fr' } } })
  })

  it('are none where they say nothing: a consent that nobody gave or refused', () => {
    const compiled = compile(body)
    expect(compiled.map({ mail: 'a@x.fr', optIn: 'maybe' }, { nowMs }).rows).toHaveLength(1)
    // Which there may be is known of the mapping, so that those taken back at the source can be found.
    expect(compiled.further).toEqual([
      { name: 'newsletter', isList: false, entity: 'consent', entityClass: 'state' },
      { name: 'stay', isList: true, entity: 'stay', entityClass: 'state' },
    ])
  })

  it('of an activity belong to its owner', () => {
    const order = {
      entity: 'order',
      owner: [{ stream: 'people', key: 'who' }],
      set: { number: 'n' },
      also: [{ name: 'note', entity: 'document', set: { text: 'note' } }],
    }
    expect(compile(order).map({ n: '1', who: 'p', note: 'Hi' }, { nowMs }).rows[1]?.row.owner).toEqual({
      stream: 'crm/people',
      key: 'p',
    })
  })
})

describe('a row', () => {
  it('that lacks what its entity is nothing without is rejected, naming it', () => {
    const events = compile({ entity: 'event', name: 'web/events', set: { name: 'n' } })
    expect(() => events.map({ n: ' ' }, { nowMs })).toThrow(/name is missing/)
  })

  it('of any shape, of a hostile source, is mapped without an exception, and leaves no trace in the next one', () => {
    const mapping = compile({
      set: {
        givenName: '__proto__.polluted',
        familyName: 'constructor.name',
        email: 'e',
        address: { street: 'a.b', country: 'c' },
        languages: 'l',
        birthDate: 'b',
        'ext.x.y': 'z',
      },
    })
    const clean = mapping.map({ e: 'ana@x.fr' }, { nowMs })
    for (const row of [
      null,
      1,
      'x',
      [],
      [[]],
      { e: {}, a: [], l: [{}, 'fr', null], b: true, z: '\u0000' },
      { e: ['a@x.fr', 5, null], c: {}, z: Number.NaN },
      { e: 'x'.repeat(1e5), l: 'French' },
    ] as Json[]) {
      mapping.map(row, { nowMs })
    }
    expect(mapping.map({ e: 'ana@x.fr' }, { nowMs })).toEqual(clean)
    expect(clean.rows[0]?.row.attributes).toEqual({
      contactPoints: [{ kind: 'email', raw: 'ana@x.fr', normal: 'ana@x.fr' }],
    })
  })
})
