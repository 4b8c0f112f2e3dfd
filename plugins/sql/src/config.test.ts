import { createRequire } from 'node:module'
import { Secret } from '@rapport/core'
import { expect, test } from 'vitest'
import { config, serverOf } from './config.ts'

const streams = [{ name: 'orders', table: 'orders', entity: 'order', key: 'id' }]
const server = { dialect: 'postgresql', database: 'shop', user: 'reader', streams }
const problemOf = (input: object) =>
  config.safeParse(input).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)

test('a server is named by its parts or by a URL, the password apart', () => {
  expect(serverOf(config.parse({ ...server, password: new Secret('x') }))).toEqual({
    host: '127.0.0.1',
    port: 5432,
    database: 'shop',
    user: 'reader',
    password: 'x',
    tls: 'off',
    ca: undefined,
  })
  const url = 'mysql://a%40b@db.example.com/shop'
  expect(serverOf(config.parse({ dialect: 'mysql', url, streams }))).toMatchObject({
    host: 'db.example.com',
    port: 3306,
    database: 'shop',
    user: 'a@b',
    tls: 'verify',
  })
  expect(serverOf(config.parse({ ...server, url: 'postgres://r@[::1]:6000/x' }))).toMatchObject({
    host: '::1',
    port: 6000,
    tls: 'off',
  })
})

test.each([
  [{ ...server, url: 'postgresql://reader:secret@db/shop' }, 'url: the password belongs into `password`, as a secret'],
  [{ ...server, url: 'mysql://reader@db/shop' }, 'url: expected postgresql://user@host/database'],
  [{ ...server, url: 'postgresql://reader@db/shop?sslmode=disable' }, 'url: takes no parameters; write them beside it'],
  [{ ...server, url: 'postgresql://reader@169.254.169.254/shop' }, 'url: no database is at this address'],
  [{ ...server, host: 'metadata.google.internal' }, 'host: no database is at this address'],
  [{ ...server, host: '2852039166' }, 'host: no database is at this address'],
  [{ ...server, user: undefined }, 'user: needs a url, or a database and a user'],
  [{ dialect: 'sqlite', streams }, 'file: SQLite needs a file'],
  [{ ...server, streams: [{ ...streams[0], query: 'select 1' }] }, 'streams.0.table: either a table or a query'],
  [{ ...server, streams: [...streams, ...streams] }, 'streams.1.name: another stream has this name'],
  [{ ...server, streams: [{ ...streams[0], overlap: 5 }] }, 'streams.0.overlap: needs a cursor to go back on'],
  [
    { ...server, streams: [{ ...streams[0], table: undefined, query: 'drop table x' }] },
    'streams.0.query: is not a SELECT',
  ],
])('%j is refused', (input, problem) => {
  expect(problemOf(input)).toEqual([problem])
})

test('private networks and this machine are where databases are', () => {
  for (const host of ['10.0.0.7', '192.168.1.2', 'localhost', '::1', 'db.internal'])
    expect(problemOf({ ...server, host })).toBeUndefined()
})

test('a driver that is not used is not loaded', async () => {
  await import('./index.ts')
  const { cache } = createRequire(import.meta.url)
  expect(Object.keys(cache).filter((file) => /node_modules\/(pg|mysql2|better-sqlite3)\//.test(file))).toEqual([])
})
