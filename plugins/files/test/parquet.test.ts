import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, test, vi } from 'vitest'
import { type FileInput, Folder } from './folder.ts'

/** Rows a batch, so that a sync can be stopped at any row. */
const batch = vi.hoisted(() => ({ rows: 1000 }))
vi.mock('../src/slice.ts', async (original) => ({
  ...(await original<object>()),
  isSliceFull: (rows: number) => rows >= batch.rows,
}))

const fixture = (name: string) => readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)))

async function rowsOf(content: Uint8Array | string, options: Partial<FileInput> = {}): Promise<readonly object[]> {
  using folder = new Folder()
  const path = options.path ?? 'f.parquet'
  folder.put(path, content)
  return (await folder.sync({ ...options, path })).rows
}

describe('what is written is what is read', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '"', '\n', '0', '日', '𝄞', '\0'), maxLength: 5 })
  const orNull = <T>(one: fc.Arbitrary<T>) => fc.option(one, { freq: 4 })
  const row = fc.record({
    text: orNull(text),
    whole: orNull(fc.integer()),
    big: orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    number: orNull(fc.double({ noNaN: true, noDefaultInfinity: true })),
    flag: orNull(fc.boolean()),
    at: orNull(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })),
    // What is called __proto__ is lost in this writer already; a test of its own reads one.
    any: orNull(
      fc
        .jsonValue({ maxDepth: 2, noUnicodeString: true } as fc.JsonSharedConstraints)
        .filter((value) => !JSON.stringify(value).includes('"__proto__"')),
    ),
  })
  const file = fc.record({
    rows: fc.array(row, { minLength: 1, maxLength: 40 }),
    rowGroupSize: fc.integer({ min: 1, max: 20 }),
    pageSize: fc.constantFrom(1, 40, 4000),
    codec: fc.constantFrom('SNAPPY', 'UNCOMPRESSED'),
  })
  type File = typeof file extends fc.Arbitrary<infer F> ? F : never

  const types = {
    text: 'STRING',
    whole: 'INT32',
    big: 'INT64',
    number: 'DOUBLE',
    flag: 'BOOLEAN',
    at: 'TIMESTAMP',
    any: 'JSON',
  } as const
  const written = ({ rows, ...options }: File): Uint8Array => {
    const columnData = Object.entries(types).map(([name, type]) => ({
      name,
      type,
      nullable: true,
      data: rows.map((one) => one[name as keyof typeof types] ?? undefined) as unknown[],
    }))
    return new Uint8Array(parquetWriteBuffer({ columnData, ...options } as Parameters<typeof parquetWriteBuffer>[0]))
  }
  const said = ({ rows }: File) =>
    rows.map(({ big, at, number, any, ...rest }) => ({
      ...rest,
      big: big === null ? null : Number.isSafeInteger(Number(big)) ? Number(big) : String(big),
      number: number === null ? null : number + 0,
      at: at === null ? null : at.toISOString().replace('.000Z', 'Z'),
      // In a file, a JSON null is no more than one that is missing.
      any: any === null ? null : JSON.parse(JSON.stringify(any)),
    }))

  test('value by value, whatever the pages and row groups', async () => {
    batch.rows = 7
    await fc.assert(
      fc.asyncProperty(file, async (one) => {
        expect(await rowsOf(written(one))).toEqual(said(one))
      }),
      { numRuns: 150 },
    )
  })
  test('once, stopped at any row and resumed', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 4 }), async (one, rows) => {
        using folder = new Folder()
        folder.put('f.parquet', written(one))
        batch.rows = rows
        const input = { path: 'f.parquet' }
        for (let stop = 0; stop * rows <= one.rows.length + 1; stop += 1) {
          const before = await folder.sync(input, undefined, stop)
          const after = await folder.sync(input, before.cursor)
          expect([...before.rows, ...after.rows]).toEqual(said(one))
          expect((await folder.sync(input, after.cursor)).rows).toEqual([])
        }
      }),
      { numRuns: 20 },
    )
    batch.rows = 1000
  })
})

test('a value of JSON that is called __proto__ stays one', async () => {
  const columnData = [{ name: 'any', type: 'JSON' as const, data: [{ a: { __pr0to__: 1 } }] }]
  const bytes = Buffer.from(parquetWriteBuffer({ columnData, codec: 'UNCOMPRESSED' }))
  const named = Buffer.from(bytes.toString('latin1').replaceAll('__pr0to__', '__proto__'), 'latin1')
  expect(JSON.stringify(await rowsOf(new Uint8Array(named)))).toBe('[{"any":{"a":{"__proto__":1}}}]')
})

test('bytes that do not say that they are text are told as text where that is asked for', async () => {
  const data = [new TextEncoder().encode('Zoë'), new Uint8Array([0xff])]
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'a', data, type: 'BYTE_ARRAY' }] }))
  expect(await rowsOf(bytes)).toEqual([{ a: 'Wm/Dqw==' }, { a: '/w==' }])
  expect(await rowsOf(bytes, { bytes: 'text' })).toEqual([{ a: 'Zoë' }, { a: '\ufffd' }])
})

describe('a file that is no Parquet file, or not one that can be read', () => {
  const good = fixture('pyarrow-snappy.parquet')
  const ending = (tail: string) => Buffer.concat([good.subarray(0, -tail.length), Buffer.from(tail, 'latin1')])
  test.each<[string, Uint8Array | string, string, RegExp]>([
    ['cut', good.subarray(0, 5000), 'FILE_DAMAGED', /its end is missing/],
    [
      'with a footer that is longer than the file',
      ending('\xff\xff\xff\x7fPAR1'),
      'FILE_DAMAGED',
      /longer than the file/,
    ],
    ['with a footer that is none', ending('\x40\0\0\0PAR1'), 'FILE_DAMAGED', /cannot be understood/],
    ['with an encrypted footer', ending('PARE'), 'FILE_PROTECTED', /encrypted/],
    ['of text', 'a,b\n1,2\n', 'FILE_DAMAGED', /does not begin like a Parquet file/],
    ['empty', '', 'FILE_DAMAGED', /does not begin/],
    ['of nothing but its marks', 'PAR1PAR1', 'FILE_DAMAGED', /too short/],
  ])('%s is refused, with what is wrong', async (_, content, code, problem) => {
    await expect(rowsOf(content)).rejects.toMatchObject({ code, message: expect.stringMatching(problem) })
  })
  test('is known by what is in it, whatever its name; a table whose first column is called PAR1 is one', async () => {
    expect(await rowsOf(good, { path: 'export.dat' })).toHaveLength(12)
    expect(await rowsOf('PAR1,b\n1,2\n', { path: 'f.csv' })).toEqual([{ PAR1: '1', b: '2' }])
  })
})

test('a page that has a checksum is held to it', async () => {
  const bytes = Buffer.from(fixture('pyarrow-zstd.parquet'))
  const text = bytes.indexOf('0012')
  expect(text).toBeGreaterThan(0)
  bytes.write('0013', text)
  await expect(rowsOf(bytes)).rejects.toMatchObject({
    code: 'FILE_DAMAGED',
    message: expect.stringContaining('column text: the checksum of a page is another'),
  })
})

describe('a Parquet file that means harm', () => {
  /** One column, hardly any bytes: each that changes matters. */
  const small = Buffer.from(
    parquetWriteBuffer({
      columnData: [{ name: 'a', data: [1, undefined, 1, 1, 1, 1, 1, 1, 1, 1], type: 'INT32', nullable: true }],
      codec: 'UNCOMPRESSED',
    }),
  )
  test('with bytes changed anywhere, or cut anywhere, is read to its last row or refused by code', {
    timeout: 120_000,
  }, async () => {
    const files = ['pyarrow-snappy', 'pyarrow-zstd', 'pyarrow-none', 'pyarrow-lz4', 'duckdb'].map((name) =>
      fixture(`${name}.parquet`),
    )
    const changes = fc.array(fc.tuple(fc.nat(30_000), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(small, ...files),
        changes,
        fc.option(fc.nat(30_000), { freq: 5 }),
        async (file, changed, cut) => {
          const bytes = Buffer.from(file)
          for (const [at, byte] of changed) bytes[at % bytes.length] = byte
          const found = await rowsOf(cut === null ? bytes : bytes.subarray(0, cut % bytes.length)).catch(
            (error: { code?: string }) => error.code ?? String(error),
          )
          // A page has no checksum: a value may be another. But no row goes missing, which would pass for a deletion.
          if (typeof found === 'object') expect(found).toHaveLength(file === small ? 10 : 12)
          else expect(found).toMatch(/^(FILE_DAMAGED|FILE_FORMAT_UNKNOWN|FILE_PROTECTED|FILE_TOO_LARGE)$/)
        },
      ),
      { numRuns: 600 },
    )
  })
})
