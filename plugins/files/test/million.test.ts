import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createGzip } from 'node:zlib'
import { parquetWriteFile } from 'hyparquet-writer'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { filesSource } from '../src/source.ts'
import { type FileInput, Folder } from './folder.ts'
import { workbookOf } from './workbook.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const ROWS = 1_000_000
const ROWS_A_CHUNK = 10_000

function* chunks(line: (at: number) => string): Generator<Buffer> {
  for (let at = 0; at < ROWS; at += ROWS_A_CHUNK)
    yield iconv.encode(Array.from({ length: ROWS_A_CHUNK }, (_, n) => line(at + n)).join(''), 'windows-1252')
}

test.each([
  ['CSV', 'f.csv.gz', (at: number) => `${at};Zoë ${at};"rue de l'Église; ${at % 99}";12,50\r\n`],
  ['JSON Lines', 'f.jsonl.gz', (at: number) => `{"id":${at},"name":"Zoë ${at}","lines":[{"sku":"S${at % 99}"}]}\n`],
])(
  'a million rows of %s, in gzip and windows-1252, are read in constant memory',
  { timeout: 120_000 },
  async (_, name, line) => {
    using folder = new Folder()
    const zip = createGzip({ level: 1 })
    await pipeline(Readable.from(chunks(line)), zip, createWriteStream(join(folder.path, name)))
    const input = { path: name, encoding: 'windows-1252', header: ['id', 'name', 'street', 'amount'] }
    // A thousand rows are there at any time; all of them would be hundreds of megabytes.
    expect(await growthOf(folder, input, ROWS)).toBeLessThan(16)
  },
)

test('a million rows of Parquet, in a single row group, are read in constant memory', {
  timeout: 120_000,
}, async () => {
  using folder = new Folder()
  const column = (one: (at: number) => unknown) => Array.from({ length: ROWS }, (_, at) => one(at))
  parquetWriteFile({
    filename: join(folder.path, 'f.parquet'),
    rowGroupSize: ROWS,
    columnData: [
      { name: 'id', type: 'INT64', data: column(BigInt) },
      { name: 'name', type: 'STRING', data: column((at) => `Zoë ${at}`) },
      { name: 'street', type: 'STRING', data: column((at) => `rue de l'Église; ${at % 99}`) },
      { name: 'at', type: 'TIMESTAMP', data: column((at) => new Date(at * 1000)) },
    ] as Parameters<typeof parquetWriteFile>[0]['columnData'],
  })
  // A page a column: up to a megabyte as it is in the file.
  expect(await growthOf(folder, { path: 'f.parquet' }, ROWS)).toBeLessThan(48)
})

test('half a million rows of Excel are read in constant memory', { timeout: 120_000 }, async () => {
  using folder = new Folder()
  putWorkbook(folder, ROWS / 2)
  expect(await growthOf(folder, { path: 'f.xlsx' }, ROWS / 2)).toBeLessThan(16)
})

/** In a frame of its own: what it was written from must be gone before memory is looked at. */
function putWorkbook(folder: Folder, rows: number): void {
  const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
  const line = (at: number) =>
    `<row><c><v>${at}</v></c>${text(`Zoë ${at}`)}<c t="s"><v>${at % 99}</v></c><c><v>${at / 100}</v></c></row>`
  const pieces = [Buffer.from(`<row>${['id', 'name', 'street', 'amount'].map(text).join('')}</row>`)]
  for (let at = 0; at < rows; at += ROWS_A_CHUNK)
    pieces.push(Buffer.from(Array.from({ length: ROWS_A_CHUNK }, (_, n) => line(at + n)).join('')))
  const texts = Array.from({ length: 99 }, (_, at) => `<si><t>rue de l'Église; ${at}</t></si>`).join('')
  writeFileSync(join(folder.path, 'f.xlsx'), workbookOf({ rows: Buffer.concat(pieces.splice(0)), texts }))
}

/** Reads all, and tells by how many megabytes the memory grew between the least and the most that was in use. */
async function growthOf(folder: Folder, input: FileInput, expected: number): Promise<number> {
  const context = folder.context(input)
  const [stream] = await filesSource.streams(context)
  let rows = 0
  let batches = 0
  let [least, most] = [Number.POSITIVE_INFINITY, 0]
  const emit = async (batch: { readonly rows?: readonly object[] }) => {
    rows += batch.rows?.length ?? 0
    batches += 1
    if (batches % 100 !== 0) return
    collect()
    const { heapUsed, external } = process.memoryUsage()
    least = Math.min(least, heapUsed + external)
    most = Math.max(most, heapUsed + external)
  }
  collect()
  await stream?.read?.({ ...context, cursor: undefined, emit })
  expect(rows).toBe(expected)
  expect(batches).toBeGreaterThan((expected / 1000) * 0.9)
  return (most - least) / 1024 ** 2
}
