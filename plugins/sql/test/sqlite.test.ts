import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlSource } from '../src/source.ts'
import { dialectSuite } from './dialect-suite.ts'
import { contextOf, type Server, syncOf } from './server.ts'

describe('SQLite', () => {
  let folder = ''
  let owner: Sqlite.Database
  let server: Server
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-sql-'))
    const file = join(folder, 'shop.sqlite')
    owner = new Sqlite(file)
    server = {
      name: 'SQLite',
      connection: { dialect: 'sqlite', file },
      execute: async (...statements) => {
        for (const one of statements) owner.exec(one)
      },
    }
  })
  afterAll(() => {
    owner?.close()
    rmSync(folder, { recursive: true })
  })

  dialectSuite(() => server)

  test('values are what they are: exact, ISO 8601, JSON read, bytes left out', async () => {
    await server.execute(
      'drop table if exists kinds',
      `create table kinds (id integer primary key, price decimal(10,2), whole decimal(10,2), big bigint, ratio real, ok boolean,
         day date, at datetime, zoned timestamp, note text, data json, photo blob, loose)`,
      `insert into kinds values (1, 12.5, 3, 9223372036854775807, 0.1, 1, '2026-01-31', '2026-01-31 10:00:00.123',
         '2026-01-31T10:00:00Z', 'é', '{"a":[1]}', x'00ff', x'00ff'),
         (2, null, null, null, null, null, null, 'soon', null, null, 'no json', null, 7)`,
    )
    const { rows } = await syncOf(server, { table: 'kinds' })
    expect(rows).toEqual([
      {
        id: 1,
        price: '12.5',
        whole: '3',
        big: '9223372036854775807',
        ratio: 0.1,
        ok: true,
        day: '2026-01-31',
        at: '2026-01-31T10:00:00.123',
        zoned: '2026-01-31T10:00:00Z',
        note: 'é',
        data: { a: [1] },
      },
      expect.objectContaining({ id: 2, price: null, at: 'soon', data: 'no json', loose: 7 }),
    ])
  })

  test('keys that a collation takes for equal are all read, page by page', async () => {
    await server.execute(
      'drop table if exists cased',
      'create table cased (id text collate nocase, n int default 1)',
      `insert into cased (id) values ('a'), ('A'), ('b'), ('B'), ('á'), ('c')`,
    )
    for (const pageRows of [1, 2, 3]) {
      for (const cursor of [undefined, 'n']) {
        const { rows } = await syncOf(server, { table: 'cased', cursor }, { more: { pageRows } })
        expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(['a', 'A', 'b', 'B', 'á', 'c']))
      }
    }
  })

  test('a column of mixed types is paged in the database’s own order', async () => {
    await server.execute(
      'drop table if exists mixed',
      'create table mixed (id)',
      `insert into mixed values ('10'), (9), (10.5), ('x'), (9007199254740993), ('9')`,
    )
    const { rows } = await syncOf(server, { table: 'mixed' }, { more: { pageRows: 1 } })
    expect(rows.map(({ id }) => id)).toEqual([9, 10.5, '9007199254740993', '10', '9', 'x'])
  })

  test('a file that is missing or no database is said so', async () => {
    const text = join(folder, 'text.sqlite')
    writeFileSync(
      text,
      'no database, whatever its name says, and long enough to have a header of one hundred bytes'.repeat(9),
    )
    const check = (file: string) =>
      sqlSource.check(contextOf({ connection: { dialect: 'sqlite', file } }, [{ table: 'x' }]))
    expect(await check(join(folder, 'gone.sqlite'))).toMatchObject({
      ok: false,
      problem: 'No file matches gone.sqlite.',
    })
    expect(await check(text)).toMatchObject({ ok: false, problem: expect.stringContaining('no SQLite database') })
    const streams = await sqlSource.streams(
      contextOf({ connection: { dialect: 'sqlite', file: text } }, [{ table: 'x' }]),
    )
    expect(streams.map(({ name }) => name)).toEqual(['rows'])
  })

  test('rows that all share one moment are found by the index, on every page', async () => {
    await server.execute(
      'drop table if exists ties',
      'create table ties (id int, part int, changed text, primary key (id, part))',
    )
    const { openSqlite } = await import('../src/sqlite/database.ts')
    const { planOf } = await import('../src/plan.ts')
    const { pageStatement } = await import('../src/select.ts')
    await server.execute('create index ties_changed on ties (changed, id, part)')
    const { config } = contextOf(server, [{ table: 'ties', key: ['id', 'part'], cursor: 'changed' }])
    const database = openSqlite(config)
    const plan = await planOf(database, config.streams[0] as never)
    const order = [plan.cursor as never, ...plan.key]
    const { sql, values } = pageStatement(database.grammar, plan, { order, from: ['2026', 5n, 1n] }, 10)
    const steps = owner.prepare(`explain query plan ${sql}`).all(...values) as readonly { readonly detail: string }[]
    await database.close()
    const details = steps.map(({ detail }) => detail).join('; ')
    for (const seek of ['changed=? AND id=? AND part>?', 'changed=? AND id>?', 'changed>?'])
      expect(details).toContain(`(${seek})`)
    expect(details).not.toMatch(/SCAN|TEMP B-TREE/)
  })

  test('many rows come in pages of bounded size', async () => {
    await server.execute(
      'drop table if exists many',
      'create table many (id integer primary key, changed integer, text text)',
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 200000)
         insert into many select i, i / 7, hex(zeroblob(50)) from n`,
      'create index many_changed on many (changed, id)',
    )
    let rows = 0
    let most = 0
    const context = contextOf(server, [{ table: 'many', cursor: 'changed' }])
    const [stream] = await sqlSource.streams(context)
    const emit = async (batch: { readonly rows?: readonly object[] }) => {
      rows += batch.rows?.length ?? 0
      most = Math.max(most, batch.rows?.length ?? 0)
    }
    await stream?.read?.({ ...context, cursor: undefined, emit } as never)
    expect(rows).toBe(200_000)
    expect(most).toBeLessThanOrEqual(1001)
  })
})
