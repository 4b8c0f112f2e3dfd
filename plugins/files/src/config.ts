import { anyEntityName, mappingDocument } from '@rapport/core'
import { z } from 'zod'

const mapping = mappingDocument.omit({ type: true, name: true, entity: true }).partial()

const join = z.strictObject({
  path: z.string().min(1).describe('The other files, in the same folder.'),
  on: z.string().min(1).describe('Column or dotted path of this file whose value is the other row’s key.'),
  key: z.string().min(1).optional().describe('Column or path of the other file; without it, the same name.'),
  columns: z
    .array(z.string().min(1))
    .min(1)
    .describe('What is taken over. Where rows of one key disagree, nothing is.'),
  as: z
    .string()
    .regex(/^(?!__proto__$|@)./, { error: 'a name that a mapping can use' })
    .describe('Under which name they stand in the row: `order` makes `order.PARTNERID`.'),
  unmatched: z
    .enum(['keep', 'reject'])
    .default('keep')
    .describe('`reject` lists rows that the other file does not know under Rejected.'),
})

const file = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'lower-case letters, digits and dashes' })
    .optional()
    .describe('The stream. Without it each matching file is a stream of its own, named like the file.'),
  path: z.string().min(1).describe('In the folder; `*`, `?` and `**` match several files.'),
  entity: anyEntityName.describe('What a row is: person, order, …'),
  key: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe('Column or dotted path, or several together. Without it a row is known by all that it says.'),
  version: z.string().optional().describe('Column or path that orders two states of one key.'),
  mode: z.enum(['replace', 'patch', 'append']).default('replace'),
  unique: z.boolean().default(false).describe('The file keeps one row a party.'),
  snapshot: z.boolean().default(false).describe('The file is all there is: what a newer one lacks is deleted.'),
  format: z.enum(['auto', 'csv', 'tsv', 'jsonl', 'json', 'xlsx', 'parquet']).default('auto'),
  encoding: z.string().default('auto').describe('utf-8, utf-16le, windows-1252, …'),
  delimiter: z.string().default('auto').describe('One character, or auto: comma, semicolon, tab or bar.'),
  header: z
    .union([z.boolean(), z.array(z.string()).min(1)])
    .default(true)
    .describe('Whether the first line names the columns; or their names, when no line does.'),
  sheet: z
    .union([z.string().min(1), z.int().min(1)])
    .optional()
    .describe('Of a workbook: its name, or its number from 1. Without it the first that is not hidden.'),
  firstRow: z
    .int()
    .min(1)
    .optional()
    .describe('Of a sheet: the row, as Excel numbers it, where the table begins; titles above it are left out.'),
  bytes: z
    .enum(['base64', 'text'])
    .default('base64')
    .describe('Of Parquet: what columns of bytes become that do not say that they are text.'),
  decimal: z.enum(['auto', '.', ',']).default('auto'),
  records: z.string().optional().describe('Dotted path of the list in a JSON file. Without it the first list found.'),
  join: z.array(join).optional().describe('Columns that other files of the folder know of a row: an item’s order.'),
  mapping: mapping.optional().describe('How rows become the entity, until a mapping document says so.'),
})

/** A folder and what to read in it. Nothing outside the folder is ever opened. */
export const config = z.strictObject({
  directory: z.string().min(1).describe('The folder; a relative one starts where Rapport was started.'),
  files: z.array(file).min(1),
})

export type FilesConfig = z.output<typeof config>
export type FileConfig = FilesConfig['files'][number]
