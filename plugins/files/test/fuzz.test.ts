import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { RapportError, rowProblem } from '@rapport/core'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { type FileInput, Folder } from './folder.ts'

type Row = { readonly [column: string]: unknown; readonly [rowProblem]?: string }

/** What a sync of a file comes to: its rows, each of which can be stored and has a key or a problem, or the code that refuses the file. */
async function outcome(file: FileInput, content: string | Uint8Array): Promise<readonly Row[] | string> {
  using folder = new Folder()
  folder.put(file.path, content)
  try {
    const { rows, stream } = await folder.sync(file)
    for (const row of rows) {
      const parsed = stream.row.parse(JSON.parse(JSON.stringify(row)))
      try {
        expect(typeof stream.key(parsed)).toBe('string')
      } catch (error) {
        if (!RapportError.is(error)) throw error
        expect(row).toHaveProperty([rowProblem])
      }
    }
    return rows as readonly Row[]
  } catch (error) {
    if (!RapportError.is(error)) throw error
    return error.code
  }
}
const rowsOf = async (file: FileInput, content: string | Uint8Array): Promise<readonly Row[]> => {
  const found = await outcome(file, content)
  if (typeof found === 'string') throw new Error(`the file was refused: ${found}`)
  return found
}

describe('whatever a file holds', () => {
  const odd = fc.constantFrom(
    ...[
      '"',
      '""',
      ',',
      ';',
      '\t',
      '|',
      '\r',
      '\n',
      '\r\n',
      '\u0000',
      '\ufeff',
      '\ufffe',
      '\u2028',
      '\x1a',
      '\\',
      '{',
      '}',
      '[',
      ']',
    ],
    ...[':', 'a', '1,5', '1e999', 'null', '"a":', '"__proto__":', '"@problem":', '{"a":1}', '\\ud800', '𝄞', 'é', ' '],
  )
  const text = fc.array(odd, { maxLength: 40 }).map((parts) => parts.join(''))
  const bytes = fc.oneof(
    { weight: 3, arbitrary: text.map((one) => Buffer.from(one)) },
    text.map((one) => iconv.encode(one, 'utf-16le', { addBOM: true })),
    text.map((one) => iconv.encode(one, 'utf-16be')),
    text.map((one) => Buffer.concat([gzipSync(one), Buffer.from('rest')])),
    text.map((one) => gzipSync(one).subarray(0, -4)),
    text.map((one) => gzipSync(gzipSync(one))),
    fc.uint8Array({ maxLength: 60 }),
    text.map((one) => Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.from(one)])),
    text.map((one) => Buffer.from(`PAR1${one}PAR1`)),
    fc.uint8Array({ maxLength: 20 }).map((tail) => Buffer.concat([Buffer.from([0x1f, 0x8b]), tail])),
  )
  const input = fc.record(
    {
      path: fc.constantFrom('f.csv', 'f.tsv', 'f.jsonl', 'f.json', 'f', 'f.txt.gz', 'f.xlsx', 'f.xls', 'f.parquet'),
      key: fc.constantFrom('a', 'a.b', '__proto__', ['a', 'constructor']),
      version: fc.constantFrom('a', 'toString'),
      format: fc.constantFrom('auto', 'csv', 'tsv', 'jsonl', 'json', 'xlsx', 'parquet'),
      encoding: fc.constantFrom(
        'auto',
        'utf-8',
        'utf-16le',
        'utf-32be',
        'shift_jis',
        'windows-1252',
        'utf-7',
        'base64',
        'nonsense',
      ),
      delimiter: fc.constantFrom('auto', ';', '"', '\n', '\r', ' ', '\ud800', '𝄞', 'é', ''),
      header: fc.constantFrom(true, false, ['a', '__proto__', 'a']),
      records: fc.constantFrom('a', 'a.b', '__proto__', '*'),
      snapshot: fc.boolean(),
      unique: fc.boolean(),
    },
    { requiredKeys: ['path'] },
  )
  test('it is read, row by row, or refused by code', async () => {
    await fc.assert(
      fc.asyncProperty(input, bytes, async (file, content) => {
        const found = await outcome(file as FileInput, content)
        if (typeof found === 'string')
          expect(['FILE_UNREADABLE', 'FILE_DAMAGED', 'FILE_FORMAT_UNKNOWN', 'CONFIG_INVALID']).toContain(found)
      }),
      { numRuns: 400 },
    )
  })
  test('JSON that lost or gained a bracket is never read as less than it was', async () => {
    const list = fc.array(fc.record({ a: fc.jsonValue({ maxDepth: 2 }) }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(
        list,
        fc.nat(),
        fc.constantFrom('', '[', ']', '{', '}', '"', ','),
        async (rows, place, noise) => {
          const whole = JSON.stringify(rows)
          const at = place % whole.length
          const broken = whole.slice(0, at) + noise + whole.slice(noise === '' ? at + 1 : at)
          let isJson = true
          try {
            JSON.parse(broken)
          } catch {
            isJson = false
          }
          const found = await outcome({ path: 'f.json' }, broken)
          if (isJson || typeof found === 'string') return
          // What is no JSON leaves a trace: a row with its problem.
          expect(found.some((row) => row[rowProblem] !== undefined) || found.length >= rows.length).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('rows whose other half lies in another file', () => {
  const name = fc.constantFrom('a', 'b', 'a.b', '__proto__', 'constructor', 'nowhere', 'order')
  const join = fc.record(
    {
      path: fc.constantFrom('*.csv', 'g.csv', '*', 'f.json', '../x', '[', '**'),
      on: name,
      key: name,
      columns: fc.array(name, { minLength: 1, maxLength: 3 }),
      as: name,
      unmatched: fc.constantFrom('keep', 'reject'),
    },
    { requiredKeys: ['path', 'on', 'columns', 'as'] },
  )
  test('are completed, listed or refused by code', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(join, { maxLength: 2 }), fc.boolean(), async (joins, snapshot) => {
        using folder = new Folder()
        folder.put('f.csv', 'a,b\n1,x\n2,y\n')
        folder.put('g.csv', 'a,order\n1,o1\n1,o2\n3,o3\n')
        folder.put('f.json', '{"a":1}')
        try {
          const { rows } = await folder.sync({ path: 'f.csv', join: joins as never, snapshot })
          expect(rows).toHaveLength(2)
          for (const row of rows) expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
        } catch (error) {
          const isRefusal = RapportError.is(error) || (error as Error).name === 'ZodError'
          if (!isRefusal) throw error
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a quote that is never closed', () => {
  test('costs its own line, wherever it is and whatever ends the lines', async () => {
    const place = fc.integer({ min: 0, max: 2999 })
    await fc.assert(
      fc.asyncProperty(place, fc.constantFrom('\n', '\r\n', '\r'), async (broken, end) => {
        const lines = Array.from({ length: 3000 }, (_, at) =>
          at === broken ? `${at},"open` : `${at},${'é'.repeat(at % 9)}`,
        )
        const rows = await rowsOf({ path: 'f.csv' }, ['id,text', ...lines, ''].join(end))
        expect(rows).toHaveLength(3000)
        expect(rows[broken]?.[rowProblem]).toBe(`row ${broken + 1} opens a quote that is never closed`)
        expect(rows.filter((row, at) => row.id !== String(at)).length).toBe(1)
      }),
      { numRuns: 15 },
    )
  })
})

describe('what is big or deep', () => {
  const deep = (levels: number) => '[{"a":'.repeat(levels) + '}]'.repeat(levels)
  const good = '{"a":1}'

  test.each([
    ['JSON Lines', 'f.jsonl', `${good}\n{"a":${deep(10_000).replace(':}', ':1}')}}\n${good}\n`],
    ['JSON', 'f.json', `[${good},{"a":${deep(10_000).replace(':}', ':1}')}},${good}]`],
  ])('a row 10,000 levels deep costs itself, in %s', async (_, path, content) => {
    const rows = await rowsOf({ path }, content)
    expect(rows.map((row) => row[rowProblem] ?? row.a)).toEqual([1, 'row 2 nests more than 64 levels deep', 1])
  })
  test('brackets without end are refused, not followed', async () => {
    expect(await outcome({ path: 'f.json' }, '['.repeat(1_000_000))).toBe('FILE_UNREADABLE')
    expect(await outcome({ path: 'f.json' }, `{"${'x'.repeat(3_000_000)}":[]}`)).toEqual([])
  })
  test.each([
    ['JSON Lines', 'f.jsonl', (long: string) => `${good}\n{"a":"${long}"}\n${good}\n`],
    ['JSON', 'f.json', (long: string) => `[${good},{"a":"${long}"},${good}]`],
    ['CSV', 'f.csv', (long: string) => `a\n1\n${long}\n1\n`],
    ['CSV with carriage returns', 'f.csv', (long: string) => `a\r1\r${long}\r1\r`],
  ])('a row of 10 MB costs itself, in %s', async (_, path, around) => {
    const rows = await rowsOf({ path }, around('x'.repeat(10 * 1024 * 1024)))
    expect(rows.map((row) => row[rowProblem] ?? Number(row.a))).toEqual([1, 'row 2 is over 1 MB', 1])
    expect(JSON.stringify(rows).length).toBeLessThan(20_000)
  })
  test('long rows are handed on before they fill the memory', async () => {
    using folder = new Folder()
    folder.put('f.jsonl', `{"a":"${'x'.repeat(500_000)}"}\n`.repeat(40))
    const first = await folder.sync({ path: 'f.jsonl' }, undefined, 1)
    expect(first.rows.length).toBeLessThan(20)
  })
  test('a header of thousands of columns, and of none, is one', async () => {
    const header = Array.from({ length: 20_000 }, (_, at) => `c${at % 100}`).join(',')
    expect(Object.keys((await rowsOf({ path: 'f.csv' }, `${header}\n${','.repeat(19_999)}\n`))[0] ?? {})).toHaveLength(
      20_000,
    )
    for (const empty of ['', '\n', '\r\r', '\ufeff', ' ']) expect(await rowsOf({ path: 'f.csv' }, empty)).toEqual([])
  })
})

describe('gzip', () => {
  test('that unzips to far more than a file of rows would is refused', async () => {
    const member = gzipSync(Buffer.alloc(64 * 1024 * 1024, 'a,b\n'))
    expect(await outcome({ path: 'f.csv.gz' }, Buffer.concat(Array.from({ length: 5 }, () => member)))).toBe(
      'FILE_UNREADABLE',
    )
  })
  test('of several members is read to its end', async () => {
    const rows = await rowsOf({ path: 'f.csv.gz' }, Buffer.concat([gzipSync('a,b\n1,'), gzipSync('2\n3,4\n')]))
    expect(rows).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ])
  })
})

describe('characters', () => {
  test('that lie across the chunks of a file stay whole in every encoding', async () => {
    // Chunks are 256 KB: pairs of UTF-16, and three-byte characters, are cut by each boundary at some shift.
    for (const [encoding, shift] of [
      ['utf-16be', 1],
      ['utf-16be', 0],
      ['utf-16le', 1],
      ['utf-8', 1],
      ['utf-8', 2],
    ] as const) {
      const text = `a\n${'x'.repeat(shift)}${'𝄞'.repeat(150_000)}\n`
      const rows = await rowsOf(
        { path: 'f.csv', encoding, delimiter: ',' },
        iconv.encode(text, encoding, { addBOM: encoding !== 'utf-8' }),
      )
      expect(rows).toHaveLength(1)
      expect(String(rows[0]?.a).replace(/^x*/, '')).toBe('𝄞'.repeat(150_000))
    }
  })
})

describe('names that mean something to a program', () => {
  test('are names, in columns and in JSON', async () => {
    const fromCsv = await rowsOf({ path: 'f.csv' }, '__proto__,constructor,toString,a\n1,2,3,4,5\n')
    expect(Object.keys(fromCsv[0] ?? {})).toEqual(['column_1', 'constructor', 'toString', 'a', 'column_5', rowProblem])
    const fromJson = await rowsOf({ path: 'f.jsonl' }, '{"__proto__":{"isAdmin":true},"a":1,"@problem":"mine"}\n')
    expect(Object.hasOwn(fromJson[0] ?? {}, '__proto__')).toBe(true)
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined()
  })
  test('of columns that are cells too many take nothing away', async () => {
    const rows = await rowsOf({ path: 'f.csv' }, 'a,column_3\n1,2,3\n')
    expect(rows[0]).toMatchObject({ a: '1', column_3: '2', column_3_: '3' })
  })
})

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  test('is left out: a pipe nobody writes to, a folder, a link that leads nowhere or out of the folder', async () => {
    using folder = new Folder()
    const at = (name: string) => join(folder.path, name)
    // Of the system, no dependency.
    execFileSync('sh', ['-c', `mkfifo "$0"`, at('pipe.csv')])
    mkdirSync(at('folder.csv'))
    symlinkSync(at('gone'), at('nowhere.csv'))
    symlinkSync('/etc/hostname', at('outside.csv'))
    folder.put('f.csv', 'a\n1\n')
    expect((await folder.sync({ name: 'all', path: '*.csv' })).rows).toEqual([{ a: '1' }])
  })
})
