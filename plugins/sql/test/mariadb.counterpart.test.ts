import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Secret } from '@rapport/core'
import { type Connection, createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { withDatabase } from '../src/open.ts'
import { sqlSource } from '../src/source.ts'
import { dialectSuite } from './dialect-suite.ts'
import { freePort } from './free-port.ts'
import { contextOf, type Server, syncOf } from './server.ts'

const daemon = '/usr/sbin/mariadbd'
const run = promisify(execFile)

describe.skipIf(!existsSync(daemon))('MariaDB', () => {
  let folder = ''
  let running: ChildProcess
  let owner: Connection
  let server: Server

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rapport-mariadb-'))
    const data = join(folder, 'data')
    const user = process.getuid?.() === 0 ? ['--user=root'] : []
    await run('mariadb-install-db', [
      '--no-defaults',
      ...user,
      `--datadir=${data}`,
      '--skip-test-db',
      '--auth-root-authentication-method=normal',
    ])
    const port = await freePort()
    running = spawn(
      daemon,
      [
        '--no-defaults',
        ...user,
        `--datadir=${data}`,
        `--socket=${join(folder, 'sock')}`,
        `--pid-file=${join(folder, 'pid')}`,
        '--bind-address=127.0.0.1',
        `--port=${port}`,
        '--default-time-zone=+09:00',
        '--innodb-flush-log-at-trx-commit=0',
        '--explicit-defaults-for-timestamp=1',
      ],
      { stdio: 'ignore' },
    )
    const connect = () =>
      createConnection({ host: '127.0.0.1', port, user: 'root', multipleStatements: false, timezone: 'Z' })
    owner = await vi.waitFor(connect, { timeout: 30_000, interval: 200 })
    // Times are written as of UTC; the server's own zone must not matter.
    for (const one of [
      "set time_zone = '+00:00'",
      'create database shop',
      'use shop',
      "create user reader@'127.0.0.1' identified by 'right'",
      "grant select on shop.* to reader@'127.0.0.1'",
    ])
      await owner.query(one)
    server = {
      name: 'MariaDB',
      connection: {
        dialect: 'mariadb',
        url: `mariadb://reader@127.0.0.1:${port}/shop`,
        password: new Secret('right'),
      },
      execute: async (...statements) => {
        for (const one of statements) await owner.query(one)
      },
    }
  }, 90_000)
  afterAll(async () => {
    await owner?.end()
    const ended = new Promise((resolve) => running?.once('exit', resolve))
    if (running?.kill('SIGKILL')) await ended
    await rm(folder, { recursive: true, force: true })
  }, 30_000)

  dialectSuite(() => server)

  test('values are exact, times in ISO 8601 with their zone, JSON read, bytes left out', async () => {
    await server.execute(
      'drop table if exists kinds',
      `create table kinds (id bigint unsigned primary key, price decimal(40,10), ok boolean, flag bit(1), day date, at datetime(6),
         zoned timestamp(3) null, clock time, data json, tags set('a','b'), photo blob, hash binary(4), mood enum('sad','glad'), u uuid,
         ratio double, single float, y year, note text charset latin1)`,
      `insert into kinds values (18446744073709551615, 12345678901234567890.0123456789, true, b'1', '2026-01-31', '2026-01-31 10:00:00.123456',
         '2026-01-31 08:00:00.5', '10:00', '{"a":[1]}', 'a,b', x'00ff', x'00ff00ff', 'glad',
         '6f7f0ed4-31a4-4a4c-b3c0-0b8c1f0b6a5e', 0.1, 0.1, 2026, 'é')`,
      'set sql_mode = ""',
      "insert into kinds (id, day) values (1, '0000-00-00')",
    )
    const { rows } = await syncOf(server, { table: 'shop.kinds' })
    expect(rows[1]).toEqual({
      id: '18446744073709551615',
      price: '12345678901234567890.0123456789',
      ok: 1,
      flag: 1,
      day: '2026-01-31',
      at: '2026-01-31T10:00:00.123456',
      zoned: '2026-01-31T08:00:00.500Z',
      clock: '10:00:00',
      data: { a: [1] },
      tags: 'a,b',
      mood: 'glad',
      u: '6f7f0ed4-31a4-4a4c-b3c0-0b8c1f0b6a5e',
      ratio: 0.1,
      single: 0.1,
      y: 2026,
      note: 'é',
    })
    expect(rows[0]).toMatchObject({ id: 1, price: null, day: '0000-00-00' })
  })

  test.each([
    ['timestamp(6)', (at: number) => `'2026-01-01 10:00:00.00000${at}'`],
    ['datetime(6)', (at: number) => `'2026-01-01 10:00:00.00000${at}'`],
    ['decimal(30,10)', (at: number) => `12345678901234567890.000000000${at}`],
    ['bigint unsigned', (at: number) => `1844674407370955161${at % 6}`],
    ['double', (at: number) => `0.1 + ${at}e-16`],
    ['float', (at: number) => `0.${at}`],
    ['date', (at: number) => `'2026-01-0${at}'`],
    ['time(6)', (at: number) => `'10:00:00.00000${at}'`],
    ['varchar(20) collate utf8mb4_general_ci', (at: number) => `'${at % 2 ? 'a' : 'A'}${at % 3}'`],
  ])('a cursor of type %s is exact: no row is lost, none comes twice', async (type, valueAt) => {
    await server.execute('drop table if exists fine', `create table fine (id int primary key, c ${type} null)`)
    for (let at = 1; at < 10; at += 1) await server.execute(`insert into fine values (${at}, ${valueAt(at)})`)
    const whole = await syncOf(server, { table: 'fine', cursor: 'c' })
    for (const pageRows of [1, 2, 4]) {
      const paged = await syncOf(server, { table: 'fine', cursor: 'c' }, { more: { pageRows } })
      expect(new Set(paged.rows.map(({ id }) => id)).size).toBe(9)
      if (!type.startsWith('varchar')) expect(paged.rows).toEqual(whole.rows)
      const again = await syncOf(server, { table: 'fine', cursor: 'c' }, { cursor: paged.cursor })
      expect(again.rows.length).toBeGreaterThan(0)
      expect(again.rows.length).toBeLessThan(5)
    }
  })

  test('an enum, which sorts by its place in the list, is refused as a key', async () => {
    await server.execute('drop table if exists moods', "create table moods (id enum('z', 'a') primary key)")
    await expect(syncOf(server, { table: 'moods' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })

  test('a wrong password is said so, and is not tried again; a server that is not there is', async () => {
    const wrong = { connection: { ...server.connection, password: new Secret('wrong') } }
    const health = await sqlSource.check(contextOf(wrong, [{ table: 'people' }]))
    expect(health).toMatchObject({
      ok: false,
      problem: expect.stringContaining('does not let reader in (ER_ACCESS_DENIED_ERROR)'),
    })
    expect(JSON.stringify(health)).not.toMatch(/wrong/)
    await expect(syncOf(wrong, { table: 'people' })).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
      kind: 'config',
    })
    const gone = { connection: { ...server.connection, url: `mysql://reader@127.0.0.1:${await freePort()}/shop` } }
    await expect(syncOf(gone, { table: 'people' })).rejects.toMatchObject({
      code: 'CONNECTION_UNREACHABLE',
      kind: 'transient',
    })
    const tls = { connection: { ...server.connection, tls: 'verify' } }
    expect(await sqlSource.check(contextOf(tls, [{ table: 'x' }]))).toMatchObject({
      problem: expect.stringContaining('speaks no TLS'),
    })
  })

  test('a statement that takes too long, or whose run is stopped, ends at the server', async () => {
    const query = 'select 1 as id, sleep(20) as slept'
    await expect(syncOf(server, { query }, { more: { statementTimeoutMs: 300 } })).rejects.toMatchObject({
      code: 'QUERY_TIMEOUT',
      kind: 'transient',
    })
    const controller = new AbortController()
    const context = contextOf(server, [{ query }], {}, controller.signal)
    const count = async () => {
      const [found] = await owner.query(
        "select 1 from information_schema.processlist where info like '%sleep(20)%' and user = 'reader'",
      )
      return (found as readonly unknown[]).length
    }
    const reading = withDatabase(context.config, context.signal, (database) =>
      database.rows({ sql: query, values: [] }),
    )
    await expect.poll(count, { timeout: 5000 }).toBe(1)
    controller.abort()
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    await expect.poll(count, { timeout: 5000 }).toBe(0)
  })

  test('a server that goes away in the middle is transient, and the cursor resumes', async () => {
    await server.execute(
      'drop table if exists more',
      'create table more (id int primary key)',
      'insert into more select seq from seq_1_to_10',
    )
    let cursor: unknown
    const reading = syncOf(
      server,
      { table: 'more' },
      {
        more: { pageRows: 2 },
        beforeBatch: async (index) => {
          if (index !== 2) return
          const [found] = await owner.query("select id from information_schema.processlist where user = 'reader'")
          for (const { id } of found as unknown as readonly { readonly id: number }[]) await owner.query(`kill ${id}`)
        },
        refuse: (batch) => {
          cursor = batch.cursor ?? cursor
        },
      },
    )
    await expect(reading).rejects.toMatchObject({ code: 'CONNECTION_UNREACHABLE', kind: 'transient' })
    const { rows } = await syncOf(server, { table: 'more' }, { cursor: cursor as never })
    expect(rows.at(-1)).toEqual({ id: 10 })
  })
})
