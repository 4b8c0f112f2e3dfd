import { z } from 'zod'

/**
 * What a canonical field means. `harmonise` cleans by it, reconciliation compares by it, the console draws by it.
 * `money` is `{ amountMinor, currency, exponent, reportingMinor? }`; `instant` is ISO 8601 in UTC; `date` is a calendar date, `partialDate` may
 * lack day and month (`1980`, `1980-05`); `reference` points at an anchor or a reference entity.
 */
export type FieldKind =
  | 'text'
  | 'name'
  | 'email'
  | 'phone'
  | 'country'
  | 'language'
  | 'date'
  | 'partialDate'
  | 'instant'
  | 'money'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'url'
  | 'code'
  | 'vat'
  | 'iban'
  | 'reference'
  | 'identifiers'
  | 'contactPoints'
  | 'lines'
  | 'address'
  | 'json'

/** What is kept about a field besides its schema. */
export interface FieldMeta {
  readonly kind: FieldKind
  /** Held back from readers without the scope, and from unverified callers. */
  readonly sensitive?: boolean
  /** May be used to find out who is who. */
  readonly matchable?: boolean
}

const of = <S extends z.ZodType>(schema: S, kind: FieldKind, meta: Omit<FieldMeta, 'kind'> = {}): S =>
  schema.meta({ kind, ...meta }) as S

const reference = z
  .union([
    z.strictObject({ stream: z.string(), key: z.string() }),
    z.strictObject({ namespace: z.string(), value: z.string() }),
  ])
  .describe('A row by its stream and key, or a party by an identifier. It may dangle and resolve later.')

/** Points at a row by stream (`connection/stream`) and key, or at a party by an identifier. */
export type Reference = z.output<typeof reference>

const money = z.strictObject({
  amountMinor: z.int().describe('In minor units: 12.34 EUR is 1234.'),
  currency: z.string().length(3),
  exponent: z.int().min(0).max(4).describe('How many decimals the currency has.'),
  reportingMinor: z
    .int()
    .optional()
    .describe("The amount in the workspace's reporting currency, minor units, at the rate of its date."),
})

/** An amount: minor units, currency, exponent; `reportingMinor` in the workspace's own currency. */
export type Money = z.output<typeof money>

const address = z.strictObject({
  street: z.string().optional(),
  postalCode: z.string().optional(),
  city: z.string().optional(),
  region: z.string().optional(),
  country: z.string().length(2).optional(),
})

/** A postal address in parts; `country` is ISO 3166-1 alpha-2. */
export type Address = z.output<typeof address>

/** The kinds of fields an entity is made of. Each is a zod schema that carries its {@link FieldMeta}. */
export const field = {
  text: (meta?: Omit<FieldMeta, 'kind'>) => of(z.string(), 'text', meta),
  name: (meta?: Omit<FieldMeta, 'kind'>) => of(z.string(), 'name', { matchable: true, ...meta }),
  code: (meta?: Omit<FieldMeta, 'kind'>) => of(z.string(), 'code', meta),
  oneOf: <const V extends readonly [string, ...string[]]>(...values: V) => of(z.enum(values), 'code'),
  country: () => of(z.string().length(2), 'country'),
  language: () => of(z.string(), 'language'),
  date: (meta?: Omit<FieldMeta, 'kind'>) => of(z.iso.date(), 'date', meta),
  partialDate: (meta?: Omit<FieldMeta, 'kind'>) =>
    of(z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/), 'partialDate', meta),
  instant: () => of(z.iso.datetime(), 'instant'),
  number: (meta?: Omit<FieldMeta, 'kind'>) => of(z.number(), 'number', meta),
  integer: (meta?: Omit<FieldMeta, 'kind'>) => of(z.int(), 'integer', meta),
  boolean: () => of(z.boolean(), 'boolean'),
  url: () => of(z.url(), 'url'),
  money: (meta?: Omit<FieldMeta, 'kind'>) => of(money, 'money', meta),
  reference: () => of(reference, 'reference'),
  address: () => of(address, 'address', { sensitive: true, matchable: true }),
  json: (meta?: Omit<FieldMeta, 'kind'>) => of(z.json(), 'json', meta),
}

/** A field's meaning, through `optional` and arrays; `undefined` for a schema that is not a canonical field. */
export function fieldMeta(schema: z.ZodType): FieldMeta | undefined {
  const meta = schema.meta() as FieldMeta | undefined
  if (meta?.kind !== undefined) return meta
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return fieldMeta(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodArray) return fieldMeta(schema.element as z.ZodType)
  return undefined
}
