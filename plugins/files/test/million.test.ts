import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createGzip } from 'node:zlib'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { filesSource } from '../src/source.ts'
import { Folder } from './folder.ts'

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
    const context = folder.context({ path: name, encoding: 'windows-1252', header: ['id', 'name', 'street', 'amount'] })
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
    await stream?.read?.({ ...context, cursor: undefined, emit })
    expect(rows).toBe(ROWS)
    expect(batches).toBeGreaterThan(900)
    // A thousand rows are there at any time; all of them would be hundreds of megabytes.
    expect((most - least) / 1024 ** 2).toBeLessThan(16)
  },
)
