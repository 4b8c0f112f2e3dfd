import { anyEntityName, isForbiddenHost, mappingDocument, secret } from '@rapport/core'
import { z } from 'zod'
import { type DialectName, dialects } from './dialects.ts'
import { queryProblem } from './query.ts'

const mapping = mappingDocument.omit({ type: true, name: true, entity: true }).partial()
const column = z.string().min(1)
const milliseconds = z.int().min(100).max(3_600_000)

const stream = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'lower-case letters, digits and dashes' })
      .describe('The stream.'),
    table: z
      .string()
      .min(1)
      .optional()
      .describe('A table or view, maybe with its schema: `sales.orders`, `"a.b".orders`.'),
    query: z.string().min(1).optional().describe('A single SELECT instead of a table. Columns have names, each once.'),
    entity: anyEntityName.describe('What a row is: person, order, …'),
    key: z
      .union([column, z.array(column).min(1)])
      .describe('Column that tells rows apart, or several together, joined by `/`.'),
    cursor: column
      .optional()
      .describe(
        'Column that grows whenever a row changes: a time of change, a counter. Without it everything is read.',
      ),
    overlap: z
      .number()
      .min(0)
      .default(0)
      .describe('How far each run goes back behind the last one: seconds of a date or time, else so many numbers.'),
    version: column.optional().describe('Column that orders two states of one key.'),
    deleted: column
      .optional()
      .describe('Column that marks deleted rows: anything but NULL, false, 0 and an empty text.'),
    snapshot: z
      .boolean()
      .default(true)
      .describe('Without a cursor: what is no longer there is deleted. `false`: rows are only ever added and changed.'),
    mode: z.enum(['replace', 'patch', 'append']).default('replace'),
    unique: z.boolean().default(false).describe('The table keeps one row a party.'),
    mapping: mapping.optional().describe('How rows become the entity, until a mapping document says so.'),
  })
  .superRefine((one, issues) => {
    const refuse = (path: string, message: string) => issues.addIssue({ code: 'custom', path: [path], message })
    if ((one.table === undefined) === (one.query === undefined)) refuse('table', 'either a table or a query')
    if (one.overlap > 0 && one.cursor === undefined) refuse('overlap', 'needs a cursor to go back on')
  })

/** Where the database is, and what to read of it. */
export const config = z
  .strictObject({
    dialect: z.enum(dialects),
    file: z.string().min(1).optional().describe('SQLite: the file; a relative one starts where Rapport was started.'),
    url: z
      .string()
      .optional()
      .describe('`postgresql://reader@db.example.com:5432/shop`, instead of the four below; never with a password.'),
    host: z.string().min(1).default('127.0.0.1'),
    port: z.int().min(1).max(65_535).optional().describe('5432 for PostgreSQL, 3306 for MySQL and MariaDB.'),
    database: z.string().min(1).optional(),
    user: z.string().min(1).optional(),
    password: secret().optional(),
    tls: z
      .enum(['auto', 'verify', 'unverified', 'off'])
      .default('auto')
      .describe('`auto`: encrypted and the certificate verified, but for this machine, where it is off.'),
    ca: z.string().optional().describe('PEM of the authority that signed the certificate, when it is one of your own.'),
    connectTimeoutMs: milliseconds.default(10_000),
    statementTimeoutMs: milliseconds
      .default(60_000)
      .describe('What a page of rows may take. SQLite cannot be interrupted.'),
    pageRows: z.int().min(1).max(10_000).default(1000).describe('Rows a page at most; fewer when they are long.'),
    streams: z.array(stream).min(1),
  })
  .superRefine((all, issues) => {
    const refuse = (path: (string | number)[], message: string) => issues.addIssue({ code: 'custom', path, message })
    if (all.dialect === 'sqlite') {
      if (all.file === undefined) refuse(['file'], 'SQLite needs a file')
    } else {
      if (all.url !== undefined) {
        const problem = urlProblem(all.url, all.dialect)
        if (problem !== undefined) refuse(['url'], problem)
      } else if (all.database === undefined || all.user === undefined)
        refuse([all.database === undefined ? 'database' : 'user'], 'needs a url, or a database and a user')
      if (isForbiddenHost(all.host)) refuse(['host'], 'no database is at this address')
    }
    const names = new Set<string>()
    for (const [index, one] of all.streams.entries()) {
      if (names.has(one.name)) refuse(['streams', index, 'name'], 'another stream has this name')
      names.add(one.name)
      const problem = one.query === undefined ? undefined : queryProblem(one.query, all.dialect)
      if (problem !== undefined) refuse(['streams', index, 'query'], problem)
    }
  })

export type SqlConfig = z.output<typeof config>
export type StreamConfig = SqlConfig['streams'][number]

/** Where a server is and as whom to sign in there; parts of the URL come first. */
export interface Server {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  readonly tls: 'verify' | 'unverified' | 'off'
  readonly ca: string | undefined
}

export function serverOf(all: SqlConfig): Server {
  const url = all.url === undefined ? undefined : new URL(all.url)
  const host = url === undefined ? all.host : url.hostname.replace(/^\[(.*)\]$/, '$1')
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host) || host.startsWith('/')
  return {
    host,
    port: Number(url?.port) || (all.port ?? (all.dialect === 'postgresql' ? 5432 : 3306)),
    database: url === undefined ? (all.database ?? '') : decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url?.username ?? '') || (all.user ?? ''),
    password: all.password?.reveal() ?? '',
    tls: all.tls === 'auto' ? (isHere ? 'off' : 'verify') : all.tls,
    ca: all.ca,
  }
}

function urlProblem(text: string, dialect: DialectName): string | undefined {
  const url = URL.parse(text)
  const schemes = dialect === 'postgresql' ? ['postgresql:', 'postgres:'] : ['mysql:', 'mariadb:']
  if (url === null || !schemes.includes(url.protocol)) return `expected ${schemes[0]}//user@host/database`
  if (url.password !== '') return 'the password belongs into `password`, as a secret'
  if (url.username === '' || url.pathname.length < 2) return 'names no user or no database'
  if (url.search !== '' || url.hash !== '') return 'takes no parameters; write them beside it'
  return isForbiddenHost(url.hostname) ? 'no database is at this address' : undefined
}
