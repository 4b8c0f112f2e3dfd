import fc from 'fast-check'

/** JSON Schema, as an OpenAPI 3.1 document has it. */
type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
}

interface Parameter {
  readonly in: 'path' | 'query' | 'header'
  readonly name: string
  readonly schema?: Schema
}

export interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>
  }
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

/**
 * Stands for something that the server has (an id, a name, a cursor of an earlier answer), resolved when it is sent.
 * `kind`: of which sort, as `collection.member`; any without it.
 */
export class Pick {
  readonly index: number
  readonly kind: string | undefined
  constructor(index: number, kind?: string) {
    this.index = index
    this.kind = kind
  }
}

/** One request, before what it picks is known. */
export interface Request {
  readonly method: string
  readonly path: readonly unknown[]
  readonly query: readonly (readonly [string, unknown])[]
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
}

/** A body that is no JSON value: sent as it is. */
export class RawBody {
  readonly bytes: Buffer
  constructor(bytes: Buffer) {
    this.bytes = bytes
  }
}

const pickOf = (kind?: string) => fc.nat(500).map((index) => new Pick(index, kind))
const pick = pickOf()

/** Where a value of a body's member, or of an example, comes from. */
const kindOf = (name: string): string | undefined =>
  /^(profile|not|a|b)$/.test(name) ? 'profiles.id' : name === 'stream' ? 'rejected.stream' : undefined

const oddText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '.',
    '..',
    '/',
    '%',
    '%00',
    '\u0000',
    '\ud800',
    '\udc00',
    '\ufeff',
    'null',
    'undefined',
    '__proto__',
  ),
  fc.constantFrom(
    'constructor',
    'toString',
    '*',
    '"',
    "'",
    '[]',
    '{}',
    '\\',
    '🧿'.repeat(40),
    'x'.repeat(5000),
    'é',
    '\r\n',
    '-1',
  ),
  fc.constantFrom(
    'prf_',
    'prf_zzzzzzzzzzz',
    'prf_0000000000',
    'email:',
    ':',
    'phone:+',
    'email:\u0000',
    '9'.repeat(40),
    '1e309',
    'NaN',
  ),
  fc.constantFrom(
    '2026-02-30',
    '2026-11-24T12:00:00Z',
    '+275760-09-14T00:00:00Z',
    '-000001-01-01',
    '0001-01-01T00:00:00Z',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const oddNumber = fc.constantFrom(0, -0, -1, 1, 0.5, 1e308, -1e308, 2 ** 31, 2 ** 53, 2 ** 53 + 2, 8.64e15 + 1, 5e-324)
const nested = (levels: number, wrap: (inner: unknown) => unknown): unknown => {
  let value: unknown = 1
  for (let level = 0; level < levels; level += 1) value = wrap(value)
  return value
}
const oddDeep = fc.constantFrom(
  nested(200, (inner) => [inner]),
  nested(200, (inner) => ({ all: [inner] })),
  nested(200, (inner) => ({ not: inner })),
)

/** Any JSON value that nobody expects. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: oddText },
  { weight: 2, arbitrary: oddNumber },
  { weight: 2, arbitrary: pick },
  fc.constantFrom(
    null,
    true,
    false,
    [],
    {},
    [[]],
    [null],
    { $ref: '#' },
    JSON.parse('{"__proto__":{"a":1}}') as unknown,
  ),
  oddDeep,
  fc.jsonValue({ maxDepth: 2 }),
)

/** Values of a schema, and now and then of none. */
function valuesOf(schema: Schema | undefined, api: OpenApi, depth = 0, name = ''): fc.Arbitrary<unknown> {
  const right = rightValuesOf(schema, api, depth, name)
  return fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: odd })
}

function rightValuesOf(schema: Schema | undefined, api: OpenApi, depth: number, name: string): fc.Arbitrary<unknown> {
  if (schema === undefined || depth > 6) return odd
  if (schema.$ref !== undefined)
    return rightValuesOf(
      api.components?.schemas?.[schema.$ref.replace('#/components/schemas/', '')],
      api,
      depth + 1,
      name,
    )
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined && schema.enum.length > 0) return fc.constantFrom(...schema.enum)
  const parts = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (parts !== undefined && parts.length > 0)
    return fc.oneof(...parts.map((part) => rightValuesOf(part, api, depth + 1, name)))
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'string':
      return fc.oneof(
        { weight: 5, arbitrary: pickOf(kindOf(name)) },
        fc.constantFrom('ana@example.com', '+33612345678', 'web/users', 'person', 'order', 'buyers', 'a', 'sam', 'FR'),
        fc.constantFrom('2026-11-24T12:00:00Z', '2026-11-24', '2020-01-01T00:00:00.000Z'),
      )
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1000, 1000) })
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(valuesOf(schema.items, api, depth + 1, name), { maxLength: 3 })
    case 'object': {
      const members = Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, member]) => [key, valuesOf(member, api, depth + 1, key)]),
      )
      const known = fc.record(members, { requiredKeys: [...(schema.required ?? [])].filter((name) => name in members) })
      if (schema.additionalProperties === false) return known
      return fc.tuple(known, fc.dictionary(oddText, odd, { maxKeys: 1 })).map(([one, more]) => ({ ...more, ...one }))
    }
    default:
      return odd
  }
}

/** An example with one part of it replaced: what comes nearest to being right, and reaches furthest. */
function spoiled(example: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(example)
  return fc.tuple(fc.constantFrom(...places), odd).map(([place, value]) => replaced(example, place, value))
}

/** An example whose ids are those of this server. */
function atHome(example: unknown, index: number, name = ''): unknown {
  if (typeof example === 'string') return kindOf(name) === undefined ? example : new Pick(index, kindOf(name))
  if (typeof example !== 'object' || example === null) return example
  if (Array.isArray(example)) return example.map((one) => atHome(one, index, name))
  return Object.fromEntries(Object.entries(example).map(([key, one]) => [key, atHome(one, index, key)]))
}

type Place = readonly (string | number)[]

function placesIn(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [
    at,
    ...Object.entries(value).flatMap(([name, member]) =>
      placesIn(member, [...at, Array.isArray(value) ? Number(name) : name]),
    ),
  ]
}

function replaced(value: unknown, [name, ...rest]: Place, by: unknown): unknown {
  if (name === undefined) return by
  if (Array.isArray(value)) return value.map((one, at) => (at === name ? replaced(one, rest, by) : one))
  const object = value as Readonly<Record<string, unknown>>
  return { ...object, [name]: replaced(object[name], rest, by) }
}

const rawBody = fc
  .oneof(
    fc.constantFrom(
      '',
      '{',
      '[',
      'null',
      '"x"',
      '7',
      '{"a":1}{',
      '\ufeff{}',
      '\u0000',
      '---\n- a\n---\n',
      'a: &a [*a]',
      'a: !!js/function x',
    ),
    fc.constantFrom(
      '['.repeat(200_000),
      '{"a":'.repeat(100_000),
      `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      '- '.repeat(5000),
    ),
    fc.constantFrom(`{"where":${'{"not":'.repeat(20_000)}{}${'}'.repeat(20_000)}}`, 'x: '.repeat(3000)),
    fc.json(),
  )
  .map((text) => new RawBody(Buffer.from(text)))
const binaryBody = fc.uint8Array({ maxLength: 30 }).map((bytes) => new RawBody(Buffer.from(bytes)))

function bodiesOf(operation: Operation, api: OpenApi, more: readonly unknown[]): fc.Arbitrary<unknown> {
  const media = operation.requestBody?.content
  const anything = fc.oneof(rawBody, binaryBody, odd)
  if (media === undefined) return fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, anything)
  const { schema, example } = Object.values(media)[0] ?? {}
  const all = [...more, ...(example === undefined ? [] : [example])]
  const examples = fc
    .tuple(fc.nat(500), fc.nat(500))
    .map(([index, which]) => atHome(all[which % Math.max(all.length, 1)], index))
  const near = [
    { weight: 8, arbitrary: examples.chain(spoiled) },
    { weight: 5, arbitrary: examples },
  ]
  return fc.oneof(
    { weight: 5, arbitrary: valuesOf(schema, api) },
    { weight: 2, arbitrary: anything },
    ...(all.length > 0 ? near : []),
  )
}

const latin = fc.stringMatching(/^[\t -~\xa0-\xff]*$/, { maxLength: 30 })
const headerOdds: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  'content-type': fc.oneof(
    fc.constantFrom('text/plain', 'application/json; charset=utf-16', 'multipart/form-data', 'application/yaml', ''),
    latin,
  ),
  'content-encoding': fc.constantFrom('gzip', 'br', 'identity', 'x'),
  accept: fc.oneof(fc.constantFrom('text/html', 'text/markdown', '*/*', 'a/b;q=x,,', ''), latin),
  'if-match': fc.oneof(fc.constantFrom('*', '"1"', 'W/"1"', '"999999999999"', ''), latin),
  'if-none-match': fc.oneof(fc.constantFrom('*', '"1"', '""', ','), latin),
  'last-event-id': fc.oneof(fc.constantFrom('0', '-1', '1e9', '99999999999999999999'), latin),
  'x-request-id': fc.oneof(fc.constantFrom('x'.repeat(4000)), latin),
  authorization: fc.oneof(
    fc.constantFrom('', 'Bearer', 'Bearer ', 'Basic Og==', 'Bearer rpt_main_x', 'Basic %%%'),
    latin,
  ),
  origin: fc.constantFrom('null', 'https://evil.example'),
  expect: fc.constantFrom('100-continue'),
}

/** What is known of an operation besides what the document says. */
export interface Hints {
  /** Bodies that are right here. */
  readonly bodies?: readonly unknown[]
  /** Values of the path's parameters that belong together. */
  readonly paths?: readonly (readonly string[])[]
}

/** Requests to an operation: mostly nearly right, sometimes of another method, with odd headers, parameters, bodies. */
export function requestsTo(
  template: string,
  method: string,
  operation: Operation,
  api: OpenApi,
  hints: Hints = {},
): fc.Arbitrary<Request> {
  const parameters = operation.parameters ?? []
  const values = (where: Parameter['in']) => parameters.filter((one) => one.in === where)
  const segments = template.split('/').slice(1)
  const collection =
    segments.findLast((one, at) => !one.startsWith('{') && segments[at + 1]?.startsWith('{')) ?? segments[1]
  const anyPath = fc.tuple(
    ...segments.map((segment) => {
      const name = /^\{(.+)\}$/.exec(segment)?.[1]
      if (name === undefined) return fc.constant(segment)
      const kind = name === 'reference' ? 'profiles.id' : `${collection}.${name}`
      return fc.oneof({ weight: 8, arbitrary: pickOf(kind) }, { weight: 2, arbitrary: pick }, oddText)
    }),
  )
  const inserted = (values: readonly string[]) => {
    let next = 0
    return segments.map((segment) => (segment.startsWith('{') ? values[next++] : segment))
  }
  const path =
    hints.paths === undefined
      ? anyPath
      : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...hints.paths).map(inserted) }, anyPath)
  const query = fc.tuple(
    ...values('query').map((one) =>
      fc.oneof(
        fc.constant([] as (readonly [string, unknown])[]),
        valuesOf(one.schema, api).map((value) => [[one.name, value] as const]),
        ...(one.name === 'after' ? [pickOf(`${collection}.next`).map((value) => [[one.name, value] as const])] : []),
        odd.map((value) => [[one.name, value] as const, [one.name, value] as const]),
      ),
    ),
    fc.oneof(
      { weight: 9, arbitrary: fc.constant([]) },
      fc.tuple(oddText, odd).map((one) => [one]),
    ),
  )
  const headers = fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    fc.record(headerOdds, { requiredKeys: [] }).map((all) => Object.fromEntries(Object.entries(all).slice(0, 2))),
  )
  const methods = fc.oneof(
    { weight: 14, arbitrary: fc.constant(method.toUpperCase()) },
    fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
  )
  return fc.record({
    method: methods,
    path,
    query: query.map((parts) => parts.flat() as (readonly [string, unknown])[]),
    headers,
    body: bodiesOf(operation, api, hints.bodies ?? []),
  })
}

const near = (...values: readonly unknown[]) => fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, odd)

/** Tracking messages as no SDK would send them. */
export const trackingMessage: fc.Arbitrary<unknown> = fc.record(
  {
    type: near('track', 'identify', 'page', 'group', 'alias'),
    messageId: near('m1', 'm2', 'm3'),
    userId: near('u1', 'u2', 'u3'),
    anonymousId: near('a1', 'a2'),
    previousId: near('u1', 'u4', 'a1'),
    groupId: near('acme'),
    event: near('Order Completed', 'Signed Out'),
    timestamp: near('2026-01-02T03:04:05Z', '1999-01-01', 1.7e12),
    properties: near({ total: 1 }, { total: '1,5' }),
    traits: fc.oneof(
      odd,
      fc.record(
        {
          email: near('ana1@example.com', 'n/a', 'a@b'),
          phone: near('+33612345678', '0000000000'),
          name: near('Ana Morel'),
          birthday: near('1980-05-12', '2980-01-01', '12/05/1980'),
          address: near({ street: '1 rue X', postalCode: '75001', city: 'Paris', country: 'FR' }, 'Paris'),
          language: near('fr', 'xx'),
          firstName: odd,
          title: odd,
        },
        { requiredKeys: [] },
      ),
    ),
    context: near({ locale: 'fr-FR', page: { url: 'https://x.example' } }, { traits: { email: 'x@example.com' } }),
  },
  { requiredKeys: [] },
)
