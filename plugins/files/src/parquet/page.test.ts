import type { PageHeader } from 'hyparquet'
import { describe, expect, test } from 'vitest'
import { type PageLayout, unpackPage } from './page.ts'

/** A run of so many times 1, in the fewest bytes. */
const run = (count: number): readonly number[] => {
  const bytes: number[] = []
  let header = count * 2
  for (; header >= 128; header = Math.floor(header / 128)) bytes.push((header % 128) | 0x80)
  return [...bytes, header, 1]
}
const layout: PageLayout = {
  codec: 'UNCOMPRESSED',
  compressors: {},
  isBoolean: false,
  maxDefinition: 1,
  maxRepetition: 0,
}
const values = [5, 0, 0, 0]

function unpack(
  levels: readonly number[],
  body: readonly number[],
  encoding: 'PLAIN' | 'RLE_DICTIONARY',
  kind: 'v1' | 'v2',
) {
  const bytes = Uint8Array.from(kind === 'v1' ? [levels.length, 0, 0, 0, ...levels, ...body] : [...levels, ...body])
  const sizes = { compressed_page_size: bytes.length, uncompressed_page_size: bytes.length }
  const v1 = { num_values: 1, encoding, definition_level_encoding: 'RLE', repetition_level_encoding: 'RLE' } as const
  const v2 = {
    num_values: 1,
    num_nulls: 0,
    num_rows: 1,
    encoding,
    definition_levels_byte_length: levels.length,
    repetition_levels_byte_length: 0,
  }
  const header: PageHeader =
    kind === 'v1'
      ? { type: 'DATA_PAGE', ...sizes, data_page_header: v1 }
      : { type: 'DATA_PAGE_V2', ...sizes, data_page_header_v2: v2 }
  return unpackPage(header, bytes, layout)
}

describe.each(['v1', 'v2'] as const)('a page of kind %s', (kind) => {
  test('is handed on as it is when its runs are as long as it', () => {
    expect(unpack(run(1), values, 'PLAIN', kind).bytes.length).toBeGreaterThan(values.length)
    expect(unpack(run(1), [1, ...run(1)], 'RLE_DICTIONARY', kind).bytes.length).toBeGreaterThan(3)
  })
  test.each([2 ** 20, 2 ** 27, 2 ** 30])('is refused when a run claims %d values, before they are written', (count) => {
    expect(() => unpack(run(count), values, 'PLAIN', kind)).toThrow('a run is longer than its page')
    expect(() => unpack(run(1), [1, ...run(count)], 'RLE_DICTIONARY', kind)).toThrow('a run is longer than its page')
  })
  test('is refused when the length of a run never ends', () => {
    expect(() => unpack([255, 255, 255, 255, 255, 255, 255], values, 'PLAIN', kind)).toThrow('a run has no length')
  })
})
