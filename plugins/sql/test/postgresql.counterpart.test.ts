import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Secret } from '@rapport/core'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withDatabase } from '../src/open.ts'
import { sqlSource } from '../src/source.ts'
import { dialectSuite } from './dialect-suite.ts'
import { freePort } from './free-port.ts'
import { contextOf, type Server, syncOf } from './server.ts'

const bin = '/usr/lib/postgresql/15/bin'
const run = promisify(execFile)
/** The server refuses to be run by root. */
const asPostgres = (command: string, ...args: readonly string[]) =>
  process.getuid?.() === 0
    ? run('runuser', ['-u', 'postgres', '--', join(bin, command), ...args])
    : run(join(bin, command), [...args])

describe.skipIf(!existsSync(join(bin, 'initdb')))('PostgreSQL 15', () => {
  let folder = ''
  let owner: pg.Client
  let server: Server

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rapport-pg-'))
    if (process.getuid?.() === 0) await run('chown', ['postgres', folder])
    const data = join(folder, 'data')
    const port = await freePort()
    await asPostgres(
      'initdb',
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    )
    await run('sh', [
      '-c',
      `echo 'host all reader 127.0.0.1/32 scram-sha-256' > '${data}/hba' && cat '${data}/pg_hba.conf' >> '${data}/hba' && cat '${data}/hba' > '${data}/pg_hba.conf'`,
    ])
    const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder} -c fsync=off -c timezone=Asia/Tokyo`
    await asPostgres('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start')
    owner = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
    await owner.connect()
    server = {
      name: 'PostgreSQL',
      connection: {
        dialect: 'postgresql',
        port,
        database: 'postgres',
        user: 'reader',
        password: new Secret('right'),
      },
      execute: async (...statements) => {
        for (const one of statements) await owner.query(one)
      },
    }
    await server.execute(
      "create role reader login password 'right'",
      'alter default privileges in schema public grant select on tables to reader',
    )
  }, 60_000)
  afterAll(async () => {
    await owner?.end()
    if (folder !== '') await asPostgres('pg_ctl', '-D', join(folder, 'data'), '-m', 'immediate', 'stop').catch(() => {})
    await rm(folder, { recursive: true, force: true })
  }, 30_000)

  dialectSuite(() => server)

  test('values are exact, times in ISO 8601 with their zone, JSON and lists read, bytes left out', async () => {
    await server.execute(
      'drop table if exists kinds',
      'drop type if exists mood cascade',
      "create type mood as enum ('sad', 'glad')",
      `create table kinds (id bigint primary key, price numeric(30,10), ok boolean, day date, at timestamp, zoned timestamptz,
         clock time, span interval, data jsonb, tags text[], numbers int[], photo bytea, mood mood, u uuid, ratio float8, single float4)`,
      `insert into kinds values (9223372036854775807, 12345678901234567890.0123456789, true, '2026-01-31', '2026-01-31 10:00:00.123456',
         '2026-01-31 10:00:00.5+02', '10:00', '1 day', '{"a":[1]}', '{a,"b,c"}', '{1,2}', '\\x00ff', 'glad',
         '6f7f0ed4-31a4-4a4c-b3c0-0b8c1f0b6a5e', 0.1, 0.1),
         (2, 'NaN', null, 'infinity', null, '0044-03-15 00:00:00+00 BC', null, null, null, null, null, null, null, null, 'Infinity', null)`,
    )
    const { rows } = await syncOf(server, { table: 'public.kinds', snapshot: false })
    expect(rows[1]).toEqual({
      id: '9223372036854775807',
      price: '12345678901234567890.0123456789',
      ok: true,
      day: '2026-01-31',
      at: '2026-01-31T10:00:00.123456',
      zoned: '2026-01-31T08:00:00.5Z',
      clock: '10:00:00',
      span: 'P1D',
      data: { a: [1] },
      tags: ['a', 'b,c'],
      numbers: [1, 2],
      mood: 'glad',
      u: '6f7f0ed4-31a4-4a4c-b3c0-0b8c1f0b6a5e',
      ratio: 0.1,
      single: 0.1,
    })
    expect(rows[0]).toMatchObject({ price: null, day: 'infinity', ratio: null })
  })

  test('microseconds of the cursor are kept: no row of the same millisecond is lost or read for ever', async () => {
    await server.execute(
      'drop table if exists fine',
      'create table fine (id int primary key, changed timestamptz)',
      "insert into fine select i, timestamptz '2026-01-01 10:00:00+00' + i * interval '1 microsecond' from generate_series(1, 9) i",
    )
    const first = await syncOf(server, { table: 'fine', cursor: 'changed' }, { more: { pageRows: 2 } })
    expect(first.rows.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(first.cursor?.since).toBe('2026-01-01 10:00:00.000009+00')
    const again = await syncOf(server, { table: 'fine', cursor: 'changed' }, { cursor: first.cursor })
    expect(again.rows.map(({ id }) => id)).toEqual([9])
  })

  test('a wrong password is said so, and is not tried again; a server that is not there is', async () => {
    const wrong = { ...server, connection: { ...server.connection, password: new Secret('wrong') } }
    const health = await sqlSource.check(contextOf(wrong, [{ table: 'people' }]))
    expect(health).toMatchObject({ ok: false, problem: expect.stringContaining('does not let reader in (28P01)') })
    await expect(syncOf(wrong, { table: 'people' })).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
      kind: 'config',
    })
    expect(JSON.stringify(health)).not.toMatch(/wrong/)
    const nobody = { connection: { ...server.connection, password: undefined } }
    expect(await sqlSource.check(contextOf(nobody, [{ table: 'people' }]))).toMatchObject({ ok: false })
    const gone = { connection: { ...server.connection, port: await freePort() } }
    await expect(syncOf(gone, { table: 'people' })).rejects.toMatchObject({
      code: 'CONNECTION_UNREACHABLE',
      kind: 'transient',
    })
    const other = { connection: { ...server.connection, database: 'shop' } }
    expect(await sqlSource.check(contextOf(other, [{ table: 'x' }]))).toMatchObject({
      problem: expect.stringContaining('no database shop'),
    })
    const tls = { connection: { ...server.connection, tls: 'verify' } }
    expect(await sqlSource.check(contextOf(tls, [{ table: 'x' }]))).toMatchObject({
      problem: expect.stringContaining('speaks no TLS'),
    })
  })

  test('a server that accepts and says nothing is given up', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const port = (silent.address() as { readonly port: number }).port
    const context = contextOf({ connection: { ...server.connection, port } }, [{ table: 'people' }], {
      connectTimeoutMs: 200,
    })
    await expect(syncOf({ connection: context.config as never }, { table: 'people' })).rejects.toMatchObject({
      kind: 'transient',
    })
    silent.close()
  })

  test('a table that the user may not read is said so', async () => {
    await server.execute(
      'drop table if exists hidden',
      'create table hidden (id int primary key)',
      'revoke all on hidden from reader',
    )
    const health = await sqlSource.check(contextOf(server, [{ table: 'hidden' }]))
    expect(health).toMatchObject({
      ok: false,
      problem: expect.stringContaining('no table hidden that this user may read'),
    })
  })

  test('a statement that takes too long, or whose run is stopped, ends at the server', async () => {
    const query = "select 1 as id, pg_sleep(20)::text as slept, 'rapport-slow' as mark"
    await expect(syncOf(server, { query }, { more: { statementTimeoutMs: 300 } })).rejects.toMatchObject({
      code: 'QUERY_TIMEOUT',
      kind: 'transient',
    })
    const controller = new AbortController()
    const context = contextOf(server, [{ query }], {}, controller.signal)
    const running = async () =>
      (
        await owner.query(
          "select 1 from pg_stat_activity where state = 'active' and query like '%rapport-slow%' and pid <> pg_backend_pid()",
        )
      ).rowCount
    const reading = withDatabase(context.config, context.signal, (database) =>
      database.rows({ sql: query, values: [] }),
    )
    await expect.poll(running, { timeout: 5000 }).toBe(1)
    controller.abort()
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    await expect.poll(running, { timeout: 5000 }).toBe(0)
  })

  test('a server that goes away in the middle is transient, and the cursor resumes', async () => {
    await server.execute(
      'drop table if exists long',
      'create table long as select i as id from generate_series(1, 10) i',
    )
    let cursor: unknown
    const reading = syncOf(
      server,
      { table: 'long' },
      {
        more: { pageRows: 2 },
        beforeBatch: async (index) => {
          if (index === 2)
            await owner.query(
              "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'rapport'",
            )
        },
        refuse: (batch) => {
          cursor = batch.cursor ?? cursor
        },
      },
    )
    await expect(reading).rejects.toMatchObject({ code: 'CONNECTION_UNREACHABLE', kind: 'transient' })
    const { rows } = await syncOf(server, { table: 'long' }, { cursor: cursor as never })
    expect(rows.at(-1)).toEqual({ id: 10 })
  })

  test('a function that writes cannot be called', async () => {
    await server.execute(
      'drop table if exists log',
      'create table log (id int)',
      'grant insert on log to reader',
      'create or replace function sneaky() returns int language plpgsql as $$ begin insert into log values (1); return 1; end $$',
    )
    await expect(syncOf(server, { query: 'select sneaky() as id' })).rejects.toMatchObject({ code: 'QUERY_FAILED' })
    const undo = "select set_config('transaction_read_only', 'off', false) as id, sneaky() as n"
    await expect(syncOf(server, { query: undo })).rejects.toMatchObject({ code: 'QUERY_FAILED' })
    expect((await owner.query('select 1 from log')).rowCount).toBe(0)
  })
})
