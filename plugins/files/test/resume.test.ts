import { gzipSync } from 'node:zlib'
import { rowProblem } from '@rapport/core'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test, vi } from 'vitest'
import { type FileInput, Folder } from './folder.ts'

/** Rows a batch, so that a sync can be stopped at any row. */
const batch = vi.hoisted(() => ({ rows: 1 }))
vi.mock('../src/slice.ts', async (original) => ({
  ...(await original<object>()),
  isSliceFull: (rows: number) => rows >= batch.rows,
}))

/** Text that every encoding below can write, with what is awkward in CSV and JSON. */
const cell = fc.string({
  unit: fc.constantFrom('a', 'é', ' ', '"', ',', ';', '\n', '\r', '\\', '0', '{', ']'),
  maxLength: 8,
})
const table = fc.array(fc.tuple(cell, cell), { maxLength: 12 })
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

const csv = fc
  .tuple(
    table,
    fc.constantFrom(',', ';', '\t'),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.array(fc.constantFrom('', 'x', 'x,x;x\tx', '"open'), { maxLength: 3 }),
  )
  .map(([rows, delimiter, end, bad]) => {
    const lines = [['id', 'b', 'c'], ...rows.map((cells, at) => [String(at), ...cells])].map((cells) =>
      cells.map(quoted).join(delimiter),
    )
    // Bad lines among the good ones, the open quotes too.
    for (const [at, line] of bad.entries()) lines.splice(1 + ((at * 5) % lines.length), 0, line)
    return { name: 'f.csv', text: lines.map((line) => line + end).join(''), options: { delimiter } }
  })
const value = fc.jsonValue({ maxDepth: 2, stringUnit: fc.constantFrom('a', 'é', '"', '\n', ']', '}', '\\') })
const objects = fc.array(fc.oneof(fc.record({ a: value, b: value }), value), { maxLength: 12 })
const jsonLines = fc.tuple(objects, fc.constantFrom('\n', '\r\n', '\r', '\n\n')).map(([rows, end]) => ({
  name: 'f.jsonl',
  text: rows.map((row) => JSON.stringify(row)).join(end),
  options: {},
}))
const json = fc.tuple(objects, fc.boolean(), fc.constantFrom(undefined, 1)).map(([rows, isInside, indent]) => ({
  name: 'f.json',
  text: JSON.stringify(isInside ? { at: [1], data: { rows } } : rows, null, indent),
  options: isInside ? { records: 'data.rows' } : {},
}))

const encodings = {
  'utf-8': (text: string) => Buffer.from(text),
  'utf-8 with a mark': (text: string) => Buffer.from(`\ufeff${text}`),
  'windows-1252': (text: string) => iconv.encode(text, 'windows-1252'),
  'utf-16le': (text: string) => iconv.encode(text, 'utf-16le'),
  'utf-16be with a mark': (text: string) => iconv.encode(text, 'utf-16be', { addBOM: true }),
}
const encoding = fc.constantFrom(...(Object.keys(encodings) as (keyof typeof encodings)[]))

describe.each([
  ['CSV', csv],
  ['JSON Lines', jsonLines],
  ['JSON', json],
])('reading %s', (_, content) => {
  test('stopped at any row, and resumed, gives each row exactly once, however the file is encoded', async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        encoding,
        fc.boolean(),
        fc.integer({ min: 1, max: 4 }),
        async (file, name, isZipped, rows) => {
          using folder = new Folder()
          const bytes = encodings[name](file.text)
          folder.put(file.name, isZipped ? gzipSync(bytes) : bytes)
          const [encodingName] = name.split(' ')
          const input: FileInput = { path: file.name, encoding: encodingName ?? 'auto', ...file.options }
          batch.rows = 1
          const whole = await folder.sync(input)
          batch.rows = rows
          for (let stop = 0; stop * rows <= whole.rows.length + 1; stop += 1) {
            const before = await folder.sync(input, undefined, stop)
            const after = await folder.sync(input, before.cursor)
            expect([...before.rows, ...after.rows]).toEqual(whole.rows)
            // And now there is nothing left.
            expect((await folder.sync(input, after.cursor)).rows).toEqual([])
          }
        },
      ),
      { numRuns: 15 },
    )
  })
  test('stopped again and again, before any progress or after some, ends with each row once', async () => {
    await fc.assert(
      fc.asyncProperty(content, encoding, fc.array(fc.nat(3), { maxLength: 8 }), async (file, name, stops) => {
        using folder = new Folder()
        folder.put(file.name, encodings[name](file.text))
        const input: FileInput = { path: file.name, encoding: name.split(' ')[0] ?? 'auto', ...file.options }
        batch.rows = 1
        const whole = await folder.sync(input)
        const rows: object[] = []
        let cursor: Awaited<ReturnType<Folder['sync']>>['cursor']
        for (const stop of [...stops, Number.POSITIVE_INFINITY]) {
          const part = await folder.sync(input, cursor, stop)
          rows.push(...part.rows)
          cursor = part.cursor
        }
        expect(rows).toEqual(whole.rows)
      }),
      { numRuns: 15 },
    )
  })
})

describe('what is written is what is read', () => {
  const written = fc.array(fc.tuple(cell, cell), { maxLength: 12 })

  test('in CSV, cell by cell, with any line ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        written,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        encoding,
        async (rows, delimiter, end, name) => {
          using folder = new Folder()
          const lines = [['a', 'b'], ...rows].map((cells) => cells.map(quoted).join(delimiter))
          folder.put('f.csv', encodings[name](lines.join(end)))
          batch.rows = 3
          const read = await folder.sync({ path: 'f.csv', delimiter, encoding: name.split(' ')[0] ?? 'auto' })
          expect(read.rows).toEqual(rows.map(([a, b]) => ({ a, b })))
        },
      ),
      { numRuns: 80 },
    )
  })
  test('in JSON and JSON Lines, value by value, with any line ends', async () => {
    await fc.assert(
      fc.asyncProperty(objects, fc.constantFrom('\n', '\r\n', '\r'), async (rows, end) => {
        using folder = new Folder()
        const texts = rows.map((row) => JSON.stringify(row))
        folder.put('f.jsonl', texts.join(end))
        folder.put('f.json', `[${texts.join(`,${end}`)}]`)
        batch.rows = 3
        for (const path of ['f.jsonl', 'f.json']) {
          const read = (await folder.sync({ path })).rows as { readonly [rowProblem]?: unknown }[]
          expect(read).toHaveLength(rows.length)
          for (const [at, row] of rows.entries()) {
            const isObject = typeof row === 'object' && row !== null && !Array.isArray(row)
            if (isObject) expect(read[at]).toEqual(JSON.parse(JSON.stringify(row)))
            else expect(read[at]?.[rowProblem]).toBe(`row ${at + 1} is not a JSON object`)
          }
        }
      }),
      { numRuns: 50 },
    )
  })
})
