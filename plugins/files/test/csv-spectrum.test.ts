import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Batch } from '@rapport/core'
import { afterAll, describe, expect, test } from 'vitest'
import { config } from '../src/config.ts'
import { filesSource } from '../src/source.ts'

// Public pairs of awkward CSV and what it must read as (max-mapper/csv-spectrum, BSD-2-Clause); see ../shared/data/README.md.
const origin = fileURLToPath(new URL('../../../../shared/data/csv-spectrum', import.meta.url))
const isHere = existsSync(origin)
const names = isHere ? readdirSync(origin).filter((name) => name.endsWith('.csv')) : ['acid']
const directory = mkdtempSync(join(tmpdir(), 'rapport-spectrum-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** The copy at hand lost two things on its way: the line ends of the `_crlf` files, and a phone number in one of a pair. */
function repaired(name: string, csv: string): string {
  if (name.endsWith('_crlf.csv')) return csv.replace(/\r?\n/g, '\r\n')
  return name === 'location_coordinates.csv' ? csv.replace('2095257564', '1234567890') : csv
}

describe.skipIf(!isHere)('csv-spectrum', () => {
  test('has its twelve pairs', () => expect(names).toHaveLength(12))

  test.each(names)('%s reads as its pair says', async (name) => {
    writeFileSync(join(directory, name), repaired(name, readFileSync(join(origin, name), 'utf8')))
    const context = {
      config: config.parse({ directory, files: [{ path: name, entity: 'person' }] }),
      fetch,
      log: () => {},
      now: () => new Date(0),
      signal: new AbortController().signal,
    }
    const rows: object[] = []
    const emit = async (batch: Batch<object, unknown>) => void rows.push(...(batch.rows ?? []))
    const [stream] = await filesSource.streams(context)
    await stream?.read?.({ ...context, cursor: undefined, emit } as never)
    const expected: unknown = JSON.parse(readFileSync(join(origin, name.replace('.csv', '.json')), 'utf8'))
    expect(rows).toEqual([expected].flat())
  })
})
