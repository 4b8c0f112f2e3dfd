import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { Folder } from './folder.ts'
import { filesOfOthers, toldBy } from './others.ts'

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url))

/** Rows a batch, so that a sync can be stopped at any row. */
const batch = vi.hoisted(() => ({ rows: 1000 }))
vi.mock('../src/slice.ts', async (original) => ({
  ...(await original<object>()),
  isSliceFull: (rows: number) => rows >= batch.rows,
}))

describe.each(filesOfOthers)('$name', (file) => {
  const expected = toldBy(fixtures, file)
  const input = { path: file.name, ...file.options }

  test('reads as the software says that wrote it', async () => {
    using folder = new Folder()
    folder.put(file.name, readFileSync(join(fixtures, file.name)))
    batch.rows = 1000
    expect((await folder.sync(input)).rows).toEqual(expected)
  })
  test('stopped at any row, and resumed, gives each row exactly once', async () => {
    using folder = new Folder()
    folder.put(file.name, readFileSync(join(fixtures, file.name)))
    for (batch.rows = 1; batch.rows <= 3; batch.rows += 1) {
      for (let stop = 0; stop * batch.rows <= expected.length + 1; stop += 1) {
        const before = await folder.sync(input, undefined, stop)
        const after = await folder.sync(input, before.cursor)
        expect([...before.rows, ...after.rows]).toEqual(expected)
        expect((await folder.sync(input, after.cursor)).rows).toEqual([])
      }
    }
  })
})
