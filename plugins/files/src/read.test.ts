import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Batch, type Context, RapportError, rowProblem, type Stream } from '@rapport/core'
import iconv from 'iconv-lite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { config, type FileConfig, type FilesConfig } from './config.ts'
import type { FilesCursor } from './read.ts'
import { filesSource } from './source.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rapport-files-'))
})
afterEach(async () => {
  await rm(directory, { recursive: true })
})

type Row = Readonly<Record<string, unknown>>
type FileInput = Partial<FileConfig> & { readonly path: string }

const contextOf = (file: FileInput): Context<FilesConfig> => ({
  config: config.parse({ directory, files: [{ entity: 'person', ...file }] }),
  fetch,
  log: () => {},
  now: () => new Date(0),
  signal: new AbortController().signal,
})
const streamsOf = async (file: FileInput): Promise<readonly Stream<FilesConfig>[]> =>
  (await filesSource.streams(contextOf(file))) as readonly Stream<FilesConfig>[]

/** Syncs the first stream, from a cursor on; `stopAfter` batches it is as if the process had been killed. */
async function sync(file: FileInput, cursor?: FilesCursor, stopAfter = Number.POSITIVE_INFINITY) {
  const [stream] = await streamsOf(file)
  const batches: Batch<object, unknown>[] = []
  const emit = async (batch: Batch<object, unknown>) => {
    batches.push(batch)
    if (batches.length === stopAfter) throw new Error('killed')
  }
  await stream?.read?.({ ...contextOf(file), cursor, emit }).catch((error: unknown) => {
    if (!(error instanceof Error) || error.message !== 'killed') throw error
  })
  return {
    rows: batches.flatMap((batch) => (batch.rows ?? []) as readonly Row[]),
    cursor: batches.findLast((batch) => batch.cursor !== undefined)?.cursor as FilesCursor | undefined,
    snapshots: batches.flatMap((batch) => batch.snapshot ?? []),
    batches,
    stream,
  }
}
const put = (name: string, content: string | Buffer): Promise<void> => writeFile(join(directory, name), content)
const rowsOf = async (name: string, content: string | Buffer, more: Partial<FileConfig> = {}) => {
  await put(name, content)
  return (await sync({ path: name, ...more })).rows
}

describe('what is found out about a file', () => {
  const people = [
    { Name: 'Zoë', Ort: 'Köln', Betrag: '1,50' },
    { Name: 'Ana', Ort: 'Rom', Betrag: '2,25' },
  ]
  const text = 'Name;Ort;Betrag\r\nZoë;Köln;1,50\r\nAna;Rom;2,25\r\n'

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with a mark', iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['big-endian UTF-16 with a mark', iconv.encode(text, 'utf-16be', { addBOM: true })],
    ['UTF-16 without a mark', iconv.encode(text, 'utf-16le')],
    ['windows-1252', iconv.encode(text, 'windows-1252')],
    ['gzip', gzipSync(text)],
    ['gzip of windows-1252', gzipSync(iconv.encode(text, 'windows-1252'))],
  ])('%s is read', async (_, bytes) => {
    expect(await rowsOf('people.csv', bytes)).toEqual(people)
  })
  test('an encoding that shows only late is still seen', async () => {
    const line = `${'x'.repeat(50)};y;1\n`
    const bytes = Buffer.concat([Buffer.from(`a;b;c\n${line.repeat(20_000)}`), iconv.encode('é;ü;1\n', 'windows-1252')])
    expect((await rowsOf('late.csv', bytes)).at(-1)).toEqual({ a: 'é', b: 'ü', c: '1' })
  })
  test('each delimiter is, though commas abound in the cells', async () => {
    for (const delimiter of [',', ';', '\t', '|']) {
      const rows = await rowsOf(
        'd.csv',
        ['a', 'b', 'c'].join(delimiter).concat(`\n"1,5"${delimiter}"x, y"${delimiter}z\n`),
      )
      expect(rows).toEqual([{ a: '1,5', b: 'x, y', c: 'z' }])
    }
  })
  test('decimal commas are, and thousands do not mislead', async () => {
    const decimalOf = async (content: string) => {
      await put('d.csv', content)
      return (await streamsOf({ path: 'd.csv' }))[0]?.mapping.decimal
    }
    expect(await decimalOf('a;b\n1.234,50;2\n3,1;4\n')).toBe(',')
    expect(await decimalOf('a;b\n1,234.50;2\n3.1;4\n')).toBe('.')
    expect(await decimalOf('a;b\n1,234;2\n')).toBeUndefined()
  })
  test('tabs, JSON Lines and JSON are known by name or by look', async () => {
    expect(await rowsOf('x.tsv', 'a\tb\n1,2\t3\n')).toEqual([{ a: '1,2', b: '3' }])
    expect(await rowsOf('x.ndjson', '{"a":1}\n\n{"a":2}')).toEqual([{ a: 1 }, { a: 2 }])
    expect(await rowsOf('x', '{"a":1}\n{"a":2}\n')).toEqual([{ a: 1 }, { a: 2 }])
    expect(await rowsOf('y', ' [{"a":1},{"a":2}]')).toEqual([{ a: 1 }, { a: 2 }])
    expect(await rowsOf('z.json', '{"meta":{"x":[1]},"records":[{"a":"]},{"}]}')).toEqual([{ a: ']},{' }])
  })
})

describe('columns', () => {
  test('have names that a mapping can use', async () => {
    const rows = await rowsOf('c.csv', ' Name ,"say ""x""",,Name,__proto__,@problem\n1,2,3,4,5,6\n')
    expect(rows).toEqual([{ Name: '1', "say 'x'": '2', column_3: '3', Name_2: '4', column_5: '5', column_6: '6' }])
  })
  test('are named by the configuration when no line names them', async () => {
    expect(await rowsOf('c.csv', '1,2\n3,4\n', { header: ['a', 'b'] })).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ])
    expect(await rowsOf('c.csv', '1,2\n', { header: false })).toEqual([{ column_1: '1', column_2: '2' }])
  })
})

describe('what is no proper row', () => {
  test('is marked when it is ragged, and refused by its key', async () => {
    await put('r.csv', 'a,b\n1,2\n3\n4,5,6\n7,8\n')
    const { rows, stream } = await sync({ path: 'r.csv', key: 'a' })
    expect(rows).toEqual([
      { a: '1', b: '2' },
      { a: '3', [rowProblem]: 'row 2 has 1 cells where there are 2 columns' },
      { a: '4', b: '5', column_3: '6', [rowProblem]: 'row 3 has 3 cells where there are 2 columns' },
      { a: '7', b: '8' },
    ])
    const codeOf = (row: object) => {
      try {
        return stream?.key(row)
      } catch (error) {
        return RapportError.is(error) ? error.code : error
      }
    }
    expect(rows.map(codeOf)).toEqual(['1', 'ROW_INVALID', 'ROW_INVALID', '7'])
  })
  test('costs only its own line when a quote is never closed', async () => {
    const rows = await rowsOf('q.csv', `a,b\n1,2\n3,"open\n${'5,6\n'.repeat(3)}`)
    expect(rows.map((row) => row[rowProblem] ?? row.a)).toEqual([
      '1',
      'row 2 opens a quote that is never closed',
      '5',
      '5',
      '5',
    ])
  })
  test('costs only itself in JSON', async () => {
    const lines = await rowsOf('j.jsonl', '{"a":1}\n{"a":\n7\n{"a":2}\n')
    expect(lines.map((row) => row[rowProblem] ?? row.a)).toEqual([
      1,
      'row 2 is not JSON',
      'row 3 is not a JSON object',
      2,
    ])
    const list = await rowsOf('j.json', '[{"a":1},{"a":nope},[7],{"a":2}]')
    expect(list.map((row) => row[rowProblem] ?? row.a)).toEqual([
      1,
      'row 2 is not JSON',
      'row 3 is not a JSON object',
      2,
    ])
  })
  test('is told for the whole file when JSON ends in the middle or has no list', async () => {
    await expect(rowsOf('cut.json', '[{"a":1},{"a"')).rejects.toThrow(/ends in the middle/)
    await expect(rowsOf('none.json', '{"a":1}', { format: 'json' })).rejects.toThrow(/no list/)
    await expect(rowsOf('gz.csv', gzipSync('a,b\n1,2\n'.repeat(9999)).subarray(0, 90))).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    })
  })
})

describe('reading resumes', () => {
  const csv = `id,text\n${Array.from({ length: 3500 }, (_, at) => `${at},"é\n${at}"`).join('\n')}\n`
  const list = Array.from({ length: 3500 }, (_, at) => ({ id: String(at), text: 'é' }))
  test.each([
    ['a plain file', 'a.csv', Buffer.from(csv)],
    ['one with a mark', 'a.csv', Buffer.from(`\ufeff${csv}`)],
    ['gzip', 'a.csv.gz', gzipSync(csv)],
    ['UTF-16', 'a.csv', iconv.encode(csv, 'utf-16le', { addBOM: true })],
    ['JSON Lines', 'a.jsonl', Buffer.from(list.map((row) => JSON.stringify(row)).join('\n'))],
    ['JSON', 'a.json', Buffer.from(JSON.stringify({ data: { items: list } }))],
  ])('in %s after any batch, with nothing lost and nothing twice', async (_, name, bytes) => {
    await put(name, bytes)
    const file = { path: name, records: name.endsWith('.json') ? 'data.items' : undefined } as FileInput
    const whole = (await sync(file)).rows
    expect(whole).toHaveLength(3500)
    for (const stopAfter of [1, 2, 3, 4]) {
      const first = await sync(file, undefined, stopAfter)
      const second = await sync(file, first.cursor)
      expect([...first.rows, ...second.rows]).toEqual(whole)
      expect((await sync(file, second.cursor)).batches).toEqual([])
    }
  })
  test('from the start when the file is another one', async () => {
    await put('a.csv', 'id\n1\n2\n')
    const { cursor } = await sync({ path: 'a.csv' })
    await put('a.csv', 'id\n1\n3\n')
    await utimes(join(directory, 'a.csv'), 1, 1)
    expect((await sync({ path: 'a.csv' }, cursor)).rows).toEqual([{ id: '1' }, { id: '3' }])
  })
  test('with the files that are new, in the order of their names', async () => {
    await put('in-1.csv', 'id\n1\n')
    const { cursor } = await sync({ name: 'in', path: 'in-*.csv' })
    await put('in-3.csv', 'id\n3\n')
    await put('in-2.csv', 'id\n2\n')
    expect((await sync({ name: 'in', path: 'in-*.csv' }, cursor)).rows).toEqual([{ id: '2' }, { id: '3' }])
  })
})

describe('a snapshot', () => {
  const file: FileInput = { path: 's.csv', snapshot: true }
  const content = `id\n${Array.from({ length: 2500 }, (_, at) => at).join('\n')}\n`

  test('begins and ends, and is not read again while nothing changes', async () => {
    await put('s.csv', content)
    const { snapshots, cursor } = await sync(file)
    expect(snapshots).toEqual(['start', 'complete'])
    expect((await sync(file, cursor)).batches).toEqual([])
  })
  test('that was cut off goes on without beginning anew', async () => {
    await put('s.csv', content)
    const first = await sync(file, undefined, 2)
    const second = await sync(file, first.cursor)
    expect([first.snapshots, second.snapshots]).toEqual([['start'], ['complete']])
    expect(first.rows.length + second.rows.length).toBe(2500)
  })
  test('begins anew when the file changed or one vanished', async () => {
    await put('s.csv', content)
    const { cursor } = await sync(file)
    await put('s.csv', 'id\n1\n')
    const again = await sync(file, cursor)
    expect([again.snapshots, again.rows]).toEqual([['start', 'complete'], [{ id: '1' }]])
  })
  test('of no file at all deletes nothing: it is an error', async () => {
    await expect(sync(file)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
  })
})

describe('rows that another file completes', () => {
  const items = 'ORDER;POS\n1;10\n1;20\n2;10\n3;10\n'
  const file = (unmatched: 'keep' | 'reject' = 'keep'): FileInput => ({
    path: 'items.csv',
    join: [{ path: 'orders-*', on: 'ORDER', key: 'ID', columns: ['PARTNER', 'DAY'], as: 'order', unmatched }],
  })
  beforeEach(async () => {
    await put('items.csv', items)
    await put('orders-1.csv', 'ID,PARTNER,DAY\n1,P7,2025-01-01\n')
    await put('orders-2.csv.gz', gzipSync('ID;PARTNER;DAY\n2;P8;2025-01-02\n2;P8;2025-01-03\n'))
  })

  test('have its columns in a group of their own; where its rows disagree, nothing', async () => {
    const { rows } = await sync(file())
    expect(rows).toEqual([
      { ORDER: '1', POS: '10', order: { PARTNER: 'P7', DAY: '2025-01-01' } },
      { ORDER: '1', POS: '20', order: { PARTNER: 'P7', DAY: '2025-01-01' } },
      { ORDER: '2', POS: '10', order: { PARTNER: 'P8', DAY: '' } },
      { ORDER: '3', POS: '10' },
    ])
  })
  test('that it does not know are refused with the reason, where that is wanted', async () => {
    const { rows } = await sync(file('reject'))
    expect(rows.map((row) => row[rowProblem])).toEqual([
      undefined,
      undefined,
      undefined,
      'row 4: no row of orders-* has its ORDER',
    ])
  })
  test('are read again when it changed, and only then', async () => {
    const { cursor } = await sync(file())
    expect((await sync(file(), cursor)).batches).toEqual([])
    await put('orders-3.csv', 'ID,PARTNER,DAY\n3,P9,2025-01-04\n')
    const { rows } = await sync(file(), cursor)
    expect(rows.at(-1)).toEqual({ ORDER: '3', POS: '10', order: { PARTNER: 'P9', DAY: '2025-01-04' } })
  })
  test('never lose a column to it, and need it to be there', async () => {
    await put('items.csv', 'ORDER;order\n1;x\n')
    await expect(sync(file())).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    await rm(join(directory, 'orders-1.csv'))
    await rm(join(directory, 'orders-2.csv.gz'))
    await expect(sync(file())).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
  })
})

describe('a folder', () => {
  test('gives a stream for each file when the entry has no name', async () => {
    await put('SalesOrders.csv', 'a\n1\n')
    await put('sales orders.csv', 'a\n1\n')
    expect((await streamsOf({ path: '*.csv' })).map((stream) => stream.name)).toEqual([
      'sales-orders',
      'sales-orders-2',
    ])
  })
  test('is never left', async () => {
    for (const path of ['../x.csv', '/etc/passwd', 'a/../../x'])
      await expect(sync({ path })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })
  test('that is missing keeps its streams, and says what is wrong when asked', async () => {
    directory = join(directory, 'nowhere')
    expect(await streamsOf({ path: 'contacts.csv' })).toHaveLength(1)
    expect(await filesSource.check(contextOf({ path: 'contacts.csv' }))).toMatchObject({ ok: false })
    directory = join(directory, '..')
  })
})

describe('a key', () => {
  test('is a column, several together, a path, or all that the row says', async () => {
    await put('k.csv', 'a.b,c\n1,2\n')
    const keyOf = async (key: string | string[] | undefined, row: object) =>
      (await streamsOf({ path: 'k.csv', ...(key === undefined ? {} : { key }) }))[0]?.key(row)
    expect(await keyOf('a.b', { 'a.b': ' 1 ' })).toBe('1')
    expect(await keyOf('a.b', { a: { b: 7 } })).toBe('7')
    expect(await keyOf(['c', 'a.b'], { 'a.b': '1', c: '2' })).toBe('2/1')
    expect(await keyOf(['c', 'a.b'], { 'a.b': '', c: '2' })).toBe('')
    expect(await keyOf(undefined, { c: '1' })).not.toBe(await keyOf(undefined, { c: '2' }))
  })
})
