import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sqlSource } from '../src/source.ts'
import { contextOf, Mirror, type Server, type StreamInput, syncOf } from './server.ts'

type Row = Readonly<Record<string, unknown>>
const idOf = (row: Row) => String(row.id)
const names = ({ rows }: { readonly rows: readonly Row[] }) => rows.map(({ id }) => id)

/** What holds on every database. Tables are made anew by each case. */
export function dialectSuite(server: () => Server): void {
  const execute = (...statements: readonly string[]) => server().execute(...statements)
  const sync = (...[input, options]: [StreamInput, Parameters<typeof syncOf>[2]?]) => syncOf(server(), input, options)

  /** Rows (id, changed), `changed` being minutes of one hour. */
  async function fill(rows: readonly (readonly [id: number, minute: number | null])[]): Promise<void> {
    await execute(
      'drop table if exists people',
      'create table people (id int primary key, name varchar(40), changed timestamp null)',
    )
    await put(rows)
  }
  const at = (minute: number | null) =>
    minute === null ? 'null' : `'2026-01-01 10:${String(minute).padStart(2, '0')}:00'`
  async function put(rows: readonly (readonly [id: number, minute: number | null])[], name = 'x'): Promise<void> {
    for (const [id, minute] of rows)
      await execute(
        `delete from people where id = ${id}`,
        `insert into people values (${id}, '${name}', ${at(minute)})`,
      )
  }
  const changed = { table: 'people', cursor: 'changed' }

  describe('what changed', () => {
    test('is read once, and then what has changed since, with the rows of the last moment again', async () => {
      await fill([
        [3, 1],
        [1, 2],
        [2, 2],
        [4, 1],
      ])
      const first = await sync(changed)
      expect(names(first)).toEqual([3, 4, 1, 2])
      const again = await sync(changed, { cursor: first.cursor })
      expect(names(again)).toEqual([1, 2])
      await put(
        [
          [3, 5],
          [9, 2],
        ],
        'new',
      )
      const then = await sync(changed, { cursor: again.cursor })
      expect(names(then)).toEqual([1, 2, 9, 3])
    })

    test('keeps rows of one moment together over pages: each is read once, none is lost', async () => {
      await fill(Array.from({ length: 23 }, (_, id) => [id, id < 20 ? 7 : 8] as const))
      for (const pageRows of [1, 2, 3, 5]) {
        const { rows, batches } = await sync(changed, { more: { pageRows } })
        expect(names({ rows })).toEqual(Array.from({ length: 23 }, (_, id) => id))
        expect(batches.length).toBeGreaterThanOrEqual(Math.ceil(23 / (pageRows + 1)))
      }
    })

    test('meets a row that changes while it is read', async () => {
      await fill([
        [1, 1],
        [2, 2],
        [3, 3],
        [4, 4],
      ])
      const { rows } = await sync(changed, {
        more: { pageRows: 1 },
        beforeBatch: async (index) => {
          if (index === 1) await put([[1, 9]], 'moved')
        },
      })
      expect(rows.at(-1)).toMatchObject({ id: 1, name: 'moved' })
    })

    test('includes rows that have no time of change: in every run, since nothing tells', async () => {
      await fill([
        [1, null],
        [2, 3],
        [3, null],
      ])
      const first = await sync(changed, { more: { pageRows: 1 } })
      expect(names(first)).toEqual([1, 3, 2])
      await put([[1, null]], 'new')
      const { rows } = await sync(changed, { cursor: first.cursor })
      expect(rows).toMatchObject([{ id: 1, name: 'new' }, { id: 3 }, { id: 2 }])
    })

    test('goes back as far as it is told, for rows that were committed late', async () => {
      await fill([
        [1, 10],
        [2, 20],
      ])
      const first = await sync({ ...changed, overlap: 300 })
      await put([
        [3, 16],
        [4, 14],
      ])
      expect(names(await sync({ ...changed, overlap: 300 }, { cursor: first.cursor }))).toEqual([3, 2])
    })

    test('is not hidden by a row with a time that lies ahead', async () => {
      await fill([[1, 10]])
      await execute(`update people set changed = '2037-01-01 00:00:00'`)
      const first = await sync(changed)
      await execute(`insert into people values (2, 'y', '2026-12-01 00:00:00')`)
      expect(names(await sync(changed, { cursor: first.cursor }))).toEqual([2, 1])
    })

    test('of a counter too, in the order of numbers', async () => {
      await execute('drop table if exists counted', 'create table counted (id varchar(10) primary key, n bigint)')
      await execute(`insert into counted values ('a', 9), ('b', 10), ('c', 9007199254740993), ('d', 9007199254740992)`)
      const first = await sync({ table: 'counted', cursor: 'n' }, { more: { pageRows: 1 } })
      expect(names(first)).toEqual(['a', 'b', 'd', 'c'])
      expect(first.rows.at(-1)?.n).toBe('9007199254740993')
      await execute(`insert into counted values ('e', 9007199254740994)`)
      expect(names(await sync({ table: 'counted', cursor: 'n' }, { cursor: first.cursor }))).toEqual(['c', 'e'])
    })

    test('marked rows are deleted', async () => {
      await execute('drop table if exists soft', 'create table soft (id int primary key, n int, gone int)')
      await execute('insert into soft values (1, 1, 0), (2, 2, 1), (3, 3, null)')
      const { rows, batches } = await sync({ table: 'soft', cursor: 'n', deleted: 'gone', version: 'n' })
      expect(names({ rows })).toEqual([1, 3])
      expect(batches.flatMap(({ deletes = [] }) => deletes)).toEqual([{ key: '2', version: 2 }])
    })

    test('killed before any batch and resumed, again and again while rows change, it loses nothing', async () => {
      const row = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.option(fc.integer({ min: 0, max: 3 }), { freq: 8 }))
      const later = fc.integer({ min: 0, max: 12 })
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(row, { selector: ([id]) => id, minLength: 1, maxLength: 10 }),
          fc.array(fc.tuple(fc.nat(3), fc.array(later, { maxLength: 2 })), { maxLength: 4 }),
          fc.integer({ min: 1, max: 3 }),
          async (rows, stops, pageRows) => {
            await fill(rows)
            const mirror = new Mirror()
            let cursor: Awaited<ReturnType<typeof sync>>['cursor']
            for (const [index, [batches, changes]] of [...stops, [Number.POSITIVE_INFINITY, []] as const].entries()) {
              const part = await sync(changed, { cursor, batches, more: { pageRows } })
              mirror.take(part, idOf)
              cursor = part.cursor
              // Times of change only grow; two rows often share one.
              await put(
                changes.map((id) => [id, 10 + index] as const),
                `v${index}`,
              )
            }
            // One whole run at rest: nothing is missing then.
            const last = await sync(changed, { cursor, more: { pageRows } })
            mirror.take(last, idOf)
            const whole = await sync(changed)
            expect([...mirror.rows.values()].sort(byId)).toEqual([...whole.rows].sort(byId))
            // And each row of it came once.
            expect(new Set(names(last)).size).toBe(last.rows.length)
          },
        ),
        { numRuns: 25 },
      )
    }, 120_000)
  })

  describe('everything', () => {
    const all = { table: 'people' }

    test('is a snapshot, so that rows which are gone are deleted', async () => {
      await fill([
        [1, 1],
        [2, 1],
        [3, 1],
      ])
      const first = await sync(all, { more: { pageRows: 2 } })
      expect(first.batches.map(({ snapshot }) => snapshot)).toEqual(['start', undefined, undefined, 'complete'])
      const mirror = new Mirror()
      mirror.take(first, idOf)
      await execute('delete from people where id = 2')
      mirror.take(await sync(all, { cursor: first.cursor }), idOf)
      expect([...mirror.rows.keys()]).toEqual(['1', '3'])
      const kept = await sync({ ...all, snapshot: false })
      expect(kept.batches.every(({ snapshot }) => snapshot === undefined)).toBe(true)
    })

    test('killed before any batch and resumed gives each row once, and one snapshot', async () => {
      await fill(Array.from({ length: 9 }, (_, id) => [id, 1] as const))
      const whole = await sync(all, { more: { pageRows: 2 } })
      for (let batches = 0; batches < whole.batches.length; batches += 1) {
        const before = await sync(all, { batches, more: { pageRows: 2 } })
        expect(before.wasKilled).toBe(true)
        const after = await sync(all, { cursor: before.cursor, more: { pageRows: 2 } })
        const mirror = new Mirror()
        mirror.take(before, idOf)
        mirror.take(after, idOf)
        expect([...mirror.rows.values()]).toEqual(whole.rows)
        // The row that a page begins with is the only one that comes again.
        expect(before.rows.length + after.rows.length).toBeLessThanOrEqual(whole.rows.length + 1)
        expect(after.batches.at(-1)?.snapshot).toBe('complete')
      }
    })

    test('is read anew once the brake has stopped it', async () => {
      await fill([
        [1, 1],
        [2, 1],
      ])
      const { RapportError } = await import('@rapport/core')
      const brake = new RapportError('SNAPSHOT_BRAKE', { stream: 'db/rows', vanished: 9, total: 10 })
      let cursor: unknown
      const refuse = (batch: { readonly snapshot?: string; readonly cursor?: unknown }) => {
        if (batch.snapshot === 'complete') throw brake
        cursor = batch.cursor ?? cursor
      }
      await expect(sync(all, { refuse })).rejects.toBe(brake)
      const again = await sync(all, { cursor: cursor as never })
      expect(names(again)).toEqual([1, 2])
      expect(again.batches[0]?.snapshot).toBe('start')
    })

    test('of a table whose key is several columns, the last of which goes on over pages', async () => {
      await execute('drop table if exists items', 'create table items (o int, n int, primary key (o, n))')
      await execute('insert into items values (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (10, 1)')
      const { rows } = await sync({ table: 'items', key: ['o', 'n'] }, { more: { pageRows: 1 } })
      expect(rows.map(({ o, n }) => `${o}/${n}`)).toEqual(['1/1', '1/2', '1/3', '2/1', '2/2', '10/1'])
    })

    test('shows rows without a key, which no page has', async () => {
      await execute('drop table if exists loose', 'create table loose (id int, name varchar(10))')
      await execute(`insert into loose values (1, 'a'), (null, 'b'), (2, 'c')`)
      const { rows } = await sync({ table: 'loose' }, { more: { pageRows: 1 } })
      expect(rows).toEqual([
        { id: 1, name: 'a' },
        { id: 2, name: 'c' },
        { id: null, name: 'b' },
      ])
    })
  })

  describe('a query', () => {
    test('is read like a table, with its comments, brackets and closing semicolon', async () => {
      await fill([
        [1, 1],
        [2, 2],
        [3, 3],
      ])
      const query = `select id, upper(name) as "NAME", changed from people -- only; some\nwhere id in (1, 3) and name <> ';';`
      const quoted = server().name === 'MariaDB' ? query.replaceAll('"', '`') : query
      const { rows } = await sync({ query: quoted, cursor: 'changed' }, { more: { pageRows: 1 } })
      expect(rows).toMatchObject([
        { id: 1, NAME: 'X' },
        { id: 3, NAME: 'X' },
      ])
    })

    test('which the database refuses says what is wrong', async () => {
      await fill([])
      await expect(sync({ query: 'select id, nam from people' })).rejects.toMatchObject({
        code: 'QUERY_FAILED',
        kind: 'config',
      })
    })
  })

  describe('names', () => {
    test('are quoted, whatever they are', async () => {
      const quote = (name: string) => (server().name === 'MariaDB' ? `\`${name}\`` : `"${name}"`)
      const table = quote('select; drop')
      await execute(
        `drop table if exists ${table}`,
        `create table ${table} (${quote('or der')} int, ${quote('Größe')} int)`,
      )
      await execute(`insert into ${table} values (1, 2)`)
      const { rows } = await sync({ table: 'select; drop', key: 'or der', cursor: 'Größe' })
      expect(rows).toEqual([{ 'or der': 1, Größe: 2 }])
    })

    test('that nobody has are refused with the one that was probably meant', async () => {
      await fill([])
      const problemOf = async (input: StreamInput) => {
        const health = await sqlSource.check(contextOf(server(), [input]))
        await expect(sync(input)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
        return health.ok ? '' : health.problem
      }
      expect(await problemOf({ table: 'poeple' })).toMatch(/no table poeple .*did you mean people\?/)
      expect(await problemOf({ table: 'people', key: 'ids' })).toMatch(/no column ids; did you mean id\?/)
      expect(await problemOf({ table: 'people', cursor: 'change' })).toMatch(/no column change; did you mean changed\?/)
    })
  })

  test('a check says that all is well, and the rows’ schema knows the columns', async () => {
    await fill([[1, 1]])
    const context = contextOf(server(), [changed])
    expect(await sqlSource.check(context)).toEqual({ ok: true })
    const [stream] = await sqlSource.streams(context)
    expect(stream?.row).toMatchObject({ shape: { id: {}, name: {}, changed: {} } })
  })

  test('nothing can be written, not even by a query', async () => {
    const context = contextOf(server(), [changed])
    const { withDatabase } = await import('../src/open.ts')
    await fill([[1, 1]])
    await withDatabase(context.config, context.signal, async (database) => {
      await expect(database.rows({ sql: 'delete from people', values: [] })).rejects.toMatchObject({
        code: 'QUERY_FAILED',
      })
      expect(await database.rows({ sql: 'select count(*) from people', values: [] })).toHaveLength(1)
    })
    expect(names(await sync(changed))).toEqual([1])
  })

  test('a run that is stopped reads nothing more', async () => {
    await fill([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    const controller = new AbortController()
    const reading = sync(changed, {
      more: { pageRows: 1 },
      signal: controller.signal,
      beforeBatch: async () => controller.abort(),
    })
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
  })
}

const byId = (a: unknown, b: unknown) => Number((a as Row).id) - Number((b as Row).id)
