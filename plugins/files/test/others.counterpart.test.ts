import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { config } from '../src/config.ts'
import { detectDialect } from '../src/dialect.ts'
import { slicesOf } from '../src/slices.ts'
import { filesOfOthers, toldBy } from './others.ts'

const python = fileURLToPath(new URL('../../../.venv/bin/python', import.meta.url))
const script = fileURLToPath(new URL('fixtures/make.py', import.meta.url))
const ROWS = 10_000

describe.skipIf(!existsSync(python))('pyarrow, DuckDB, XlsxWriter and openpyxl', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rapport-others-'))
    await promisify(execFile)(python, [script, folder, String(ROWS)])
  }, 120_000)
  afterAll(async () => {
    await rm(folder, { recursive: true })
  })

  test.each(filesOfOthers)(
    '$name: all of its rows are read as it says, from any place on',
    { timeout: 60_000 },
    async (of) => {
      const path = join(folder, of.name)
      const file = { name: of.name, path, fingerprint: '' }
      const [options] = config.parse({
        directory: folder,
        files: [{ path: of.name, entity: 'person', ...of.options }],
      }).files
      if (options === undefined) throw new Error('there is an entry')
      const rowsFrom = async (row: number) => {
        const rows: object[] = []
        for await (const slice of slicesOf(file, await detectDialect(file, options), options, row, row))
          rows.push(...slice.rows)
        return rows
      }
      const expected = toldBy(folder, of)
      expect(expected).toHaveLength(ROWS)
      expect(await rowsFrom(0)).toEqual(expected)
      for (const row of [1, 999, 7999, 8000, 8001, 8765, ROWS - 1, ROWS])
        expect(await rowsFrom(row)).toEqual(expected.slice(row))
    },
  )
})
