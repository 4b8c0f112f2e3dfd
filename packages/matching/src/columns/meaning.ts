import { z } from 'zod'
import type { Kind } from '../kinds.ts'

/** What a column of a file can mean. */
const meanings = [
  'id',
  'source',
  'givenName',
  'middleName',
  'familyName',
  'suffix',
  'fullName',
  'name',
  'birthDate',
  'email',
  'phone',
  'houseNumber',
  'street',
  'postalCode',
  'city',
  'region',
  'country',
  'address',
  'identifier',
  'ignore',
] as const
export type Meaning = (typeof meanings)[number]

export interface ColumnMeaning {
  readonly as: Meaning
  /** Of an identifier: what kind of number it is; two columns of one namespace are compared with each other. */
  readonly namespace?: string | undefined
  /** Of a date: the order of its parts where they do not tell. */
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd' | undefined
}

/** What the columns of files mean: guessed, written beside the result, corrected by hand and given back. */
export interface ColumnsDocument {
  /** What a row is about; a row with a `name` and no names of a person is an organization all the same. */
  readonly kind: Kind
  readonly columns: Readonly<Record<string, ColumnMeaning>>
}

export const columnsDocument: z.ZodType<ColumnsDocument> = z.strictObject({
  kind: z.enum(['person', 'organization']),
  columns: z.record(
    z.string().max(500),
    z.strictObject({
      as: z.enum(meanings),
      namespace: z.string().min(1).max(100).optional(),
      dateOrder: z.enum(['dmy', 'mdy', 'ymd']).optional(),
    }),
  ),
})
