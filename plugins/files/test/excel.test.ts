import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rowProblem } from '@rapport/core'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { type FileInput, Folder } from './folder.ts'
import { type WorkbookParts, workbookOf, xml } from './workbook.ts'
import { zipOf } from './zip.ts'

/** Rows a batch, so that a sync can be stopped at any row. */
const batch = vi.hoisted(() => ({ rows: 1000 }))
vi.mock('../src/slice.ts', async (original) => ({
  ...(await original<object>()),
  isSliceFull: (rows: number) => rows >= batch.rows,
}))

const fixture = (name: string) => readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)))

async function rowsOf(content: Uint8Array | string, options: Partial<FileInput> = {}): Promise<readonly object[]> {
  using folder = new Folder()
  const path = options.path ?? 'f.xlsx'
  folder.put(path, content)
  return (await folder.sync({ ...options, path })).rows
}
const inline = (text: string) => `<c t="inlineStr"><is><t xml:space="preserve">${xml(text)}</t></is></c>`
const header = `<row>${inline('a')}${inline('b')}</row>`
const refusal = async (parts: Partial<WorkbookParts>) => {
  try {
    return await rowsOf(workbookOf({ rows: header, ...parts }))
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe('what is written is what is read', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'é', ' ', '"', '&', '<', '\n', '0', '=', '日', '_x000D_', '𝄞'),
    maxLength: 6,
  })
  const value = fc.oneof(
    text.map((one) => ({
      one: one.replaceAll('_x000D_', '\r'),
      write: `<is><t xml:space="preserve">${xml(one)}</t></is>`,
      type: 'inlineStr',
    })),
    fc.integer().map((one) => ({ one, write: `<v>${one}</v>`, type: 'n' })),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((raw) => {
      const one = Number.isInteger(raw) ? raw + 0 : Number(raw.toPrecision(15))
      return { one, write: `<f>1+1</f><v>${raw}</v>`, type: 'n' }
    }),
    fc.boolean().map((one) => ({ one, write: `<v>${one ? 1 : 0}</v>`, type: 'b' })),
    fc.constantFrom('#N/A', '#DIV/0!').map((error) => ({ one: null, write: `<v>${error}</v>`, type: 'e' })),
    fc.constant(undefined),
  )
  const table = fc.array(fc.tuple(value, value), { maxLength: 12 })
  const sheet = fc.record({ table, hasPlaces: fc.boolean(), isPrefixed: fc.boolean() })

  function written({ table, hasPlaces, isPrefixed }: typeof sheet extends fc.Arbitrary<infer S> ? S : never) {
    const place = (column: number, row: number) => (hasPlaces ? ` r="${'AB'[column]}${row}"` : '')
    const rows = table.map((cells, at) => {
      const number = at + 2
      const all = cells.map((cell, column) =>
        cell === undefined
          ? hasPlaces
            ? ''
            : '<c/>'
          : `<c${place(column, number)} t="${cell.type}">${cell.write}</c>`,
      )
      return `<row${hasPlaces ? ` r="${number}"` : ''}>${all.join('')}</row>`
    })
    const content = `${header}${rows.join('\n')}`
    return isPrefixed ? content.replace(/<(\/?)(\w)/g, '<$1x:$2') : content
  }
  const asWorkbook = (one: Parameters<typeof written>[0]) =>
    one.isPrefixed
      ? workbookOf({
          rows: '',
          sheet: `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>${written(one)}</x:sheetData></x:worksheet>`,
        })
      : workbookOf({ rows: written(one) })
  const expected = ({ table }: { readonly table: readonly (readonly ({ readonly one: unknown } | undefined)[])[] }) =>
    table
      .filter((cells) => cells.some((cell) => cell !== undefined))
      .map(([a, b]) => ({ a: a?.one ?? null, b: b?.one ?? null }))

  test('cell by cell, however a writer numbers and prefixes them', async () => {
    batch.rows = 5
    await fc.assert(
      fc.asyncProperty(sheet, async (one) => {
        expect(await rowsOf(asWorkbook(one))).toEqual(expected(one))
      }),
      { numRuns: 150 },
    )
  })
  test('once, stopped at any row and resumed', async () => {
    await fc.assert(
      fc.asyncProperty(sheet, fc.integer({ min: 1, max: 3 }), async (one, rows) => {
        using folder = new Folder()
        folder.put('f.xlsx', asWorkbook(one))
        batch.rows = rows
        const input = { path: 'f.xlsx' }
        for (let stop = 0; stop * rows <= one.table.length + 1; stop += 1) {
          const before = await folder.sync(input, undefined, stop)
          const after = await folder.sync(input, before.cursor)
          expect([...before.rows, ...after.rows]).toEqual(expected(one))
          expect((await folder.sync(input, after.cursor)).rows).toEqual([])
        }
      }),
      { numRuns: 20 },
    )
    batch.rows = 1000
  })
})

describe('a sheet', () => {
  test('is chosen by name or number; without one the first that is not hidden is read', async () => {
    const book = fixture('xlsxwriter.xlsx')
    expect(await rowsOf(book, { sheet: 'hidden', header: ['h'] })).toEqual([{ h: 'secret' }])
    expect(await rowsOf(book, { sheet: 1, header: false })).toEqual([{ column_1: 'secret' }])
    expect((await rowsOf(book, { firstRow: 3 }))[0]).toMatchObject({ Id: '0000', Postcode: '01000' })
    for (const sheet of ['None', 3])
      await expect(rowsOf(book, { sheet })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })
  test('may hold more than its header names, and names twice', async () => {
    const rows = `<row>${inline('a')}<c/>${inline('a')}</row><row>${inline('1')}${inline('2')}${inline('3')}${inline('4')}</row><row>${inline('5')}</row>`
    expect(await rowsOf(workbookOf({ rows }))).toEqual([
      { a: '1', column_2: '2', a_2: '3', column_4: '4' },
      { a: '5', a_2: null },
    ])
  })
  test('says dates by their format, texts of several pieces whole, and nothing for what was never calculated', async () => {
    const rows = `${header}<row><c s="1"><v>45351</v></c><c t="s"><v>0</v></c></row><row><c t="d" s="1"><v>2024-02-29T00:00:00</v></c><c><f>A1</f></c></row>`
    const styles =
      '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    const texts = '<si><r><t>東</t></r><r><t>京</t></r><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>'
    expect(await rowsOf(workbookOf({ rows, styles, texts }))).toEqual([
      { a: '2024-02-29', b: '東京' },
      { a: '2024-02-29', b: null },
    ])
  })
  test('tells how many cells it read as empty: errors, and formulas that were never calculated', async () => {
    using folder = new Folder()
    folder.put('f.xlsx', workbookOf({ rows: `${header}<row><c t="e"><v>#N/A</v></c><c><f>A1</f></c></row>` }))
    const logged: unknown[] = []
    const context = { ...folder.context({ path: 'f.xlsx' }), log: (...line: unknown[]) => void logged.push(line) }
    const { filesSource } = await import('../src/source.ts')
    const [stream] = await filesSource.streams(context)
    await stream?.read?.({ ...context, cursor: undefined, emit: async () => {} })
    expect(logged).toEqual([['cells were read as empty', { file: 'f.xlsx', errors: 1, formulasNeverCalculated: 1 }]])
  })
  test('costs a row of over 1 MB only that row', async () => {
    const long = '<c t="s"><v>0</v></c>'.repeat(40)
    const found = await rowsOf(
      workbookOf({
        rows: `${header}<row>${long}</row><row>${inline('1')}</row>`,
        texts: `<si><t>${'x'.repeat(32_767)}</t></si>`,
      }),
    )
    expect(found).toEqual([
      { text: '', [rowProblem]: 'row 1 is over 1 MB' },
      { a: '1', b: null },
    ])
  })
})

describe('a file that is no workbook, or not one that can be read', () => {
  const book = fixture('xlsxwriter.xlsx')
  test.each<[string, string, Uint8Array | string, string, RegExp]>([
    ['of Excel 97', 'f.xlsx', fixture('excel-97.xls'), 'FILE_FORMAT_UNKNOWN', /Save it as Excel workbook \(\.xlsx\)/],
    ['of Excel 97 by its name', 'f.xls', fixture('excel-97.xls'), 'FILE_FORMAT_UNKNOWN', /Save it as Excel workbook/],
    ['encrypted', 'f.xlsx', fixture('encrypted.xlsx'), 'FILE_PROTECTED', /Encrypt with Password/],
    ['with encrypted parts', 'f.xlsx', encryptedParts(book), 'FILE_PROTECTED', /Save a copy/],
    ['cut', 'f.xlsx', book.subarray(0, book.length / 2), 'FILE_DAMAGED', /Copy or export it again/],
    ['empty', 'f.xlsx', '', 'FILE_DAMAGED', /again/],
    ['of text', 'f.xlsx', 'a,b\n1,2\n', 'FILE_DAMAGED', /again/],
    ['binary', 'f.xlsb', zipOf([{ name: 'xl/workbook.bin', content: 'x' }]), 'FILE_FORMAT_UNKNOWN', /\.xlsx/],
    [
      'of OpenDocument',
      'f.ods',
      zipOf([
        { name: 'mimetype', content: '' },
        { name: 'content.xml', content: '' },
      ]),
      'FILE_FORMAT_UNKNOWN',
      /\.xlsx/,
    ],
    ['of Word', 'f.docx', zipOf([{ name: 'word/document.xml', content: '<a/>' }]), 'FILE_FORMAT_UNKNOWN', /unpacked/],
    ['a web page', 'f.xls', '<html><table><tr><td>a', 'FILE_FORMAT_UNKNOWN', /\.xlsx/],
    ['a ZIP archive', 'f.zip', zipOf([{ name: 'a.csv', content: 'a\n1' }]), 'FILE_FORMAT_UNKNOWN', /unpacked/],
    ['of nothing', 'f.xlsx', zipOf([]), 'FILE_FORMAT_UNKNOWN', /unpacked/],
  ])('%s is refused, with what to do', async (_, path, content, code, solve) => {
    await expect(rowsOf(content, { path })).rejects.toMatchObject({ code, solve: expect.stringMatching(solve) })
  })
  test('but a table of text that is called .xls is read: programs write such', async () => {
    expect(await rowsOf('a\tb\n1\t2\n', { path: 'f.xls' })).toEqual([{ a: '1', b: '2' }])
  })
})

/** Sets the bit that says so in each part's header. */
function encryptedParts(book: Buffer): Buffer {
  const copy = Buffer.from(book)
  for (let at = copy.indexOf('PK\x01\x02'); at >= 0; at = copy.indexOf('PK\x01\x02', at + 1)) {
    copy.writeUInt16LE(copy.readUInt16LE(at + 8) | 1, at + 8)
  }
  return copy
}

describe('a workbook that means harm', () => {
  test('unzips to far more than a file of rows would: it is refused', { timeout: 60_000 }, async () => {
    expect(await refusal({ rows: Buffer.concat([Buffer.from(header), Buffer.alloc(300 * 1024 * 1024, ' ')]) })).toBe(
      'FILE_TOO_LARGE',
    )
  })
  test('lies about sizes, has entities, endless texts, places that are none: it is refused', async () => {
    expect(await refusal({ claimedBytes: 10 })).toBe('FILE_DAMAGED')
    const entities = '<!DOCTYPE w [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><worksheet><sheetData/></worksheet>'
    expect(await refusal({ sheet: entities })).toBe('FILE_DAMAGED')
    expect(await refusal({ rows: `<row>${inline('x'.repeat(5 * 1024 * 1024))}</row>` })).toBe('FILE_TOO_LARGE')
    expect(await refusal({ rows: `<row><c r="XFE1"><v>1</v></c></row>` })).toBe('FILE_DAMAGED')
    expect(await refusal({ rows: `<row><c r="${'Z'.repeat(400)}1"><v>1</v></c></row>` })).toBe('FILE_DAMAGED')
    expect(await refusal({ rows: `<row><c t="s"><v>7</v></c></row>` })).toBe('FILE_DAMAGED')
    expect(await refusal({ sheet: '<worksheet><sheetData><row></sheetData>' })).toBe('FILE_DAMAGED')
    expect(await refusal({ rows: `<row>${inline('__proto__')}</row><row>${inline('1')}</row>` })).toEqual([
      { column_1: '1' },
    ])
  })
  test('with bytes changed anywhere, or cut anywhere, is read as it was or refused by code', {
    timeout: 60_000,
  }, async () => {
    const names = ['xlsxwriter.xlsx', 'openpyxl-1904.xlsx']
    const books = await Promise.all(
      names.map(async (name) => ({ book: fixture(name), whole: await rowsOf(fixture(name)) })),
    )
    const changes = fc.array(fc.tuple(fc.nat(10_000), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...books),
        changes,
        fc.option(fc.nat(10_000)),
        async ({ book, whole }, changed, cut) => {
          const bytes = Buffer.from(book)
          for (const [at, byte] of changed) bytes[at % bytes.length] = byte
          const found = await rowsOf(cut === null ? bytes : bytes.subarray(0, cut % bytes.length)).catch(
            (error: { code?: string }) => error.code,
          )
          if (typeof found === 'object') expect(found).toEqual(whole)
          else
            expect(found).toMatch(/^(FILE_DAMAGED|FILE_FORMAT_UNKNOWN|FILE_PROTECTED|FILE_TOO_LARGE|CONFIG_INVALID)$/)
        },
      ),
      { numRuns: 400 },
    )
  })
})
