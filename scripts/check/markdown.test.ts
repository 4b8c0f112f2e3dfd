import { expect, test } from 'vitest'
import { blocksOf, inPages } from './markdown.ts'

test('only ts blocks are examples, and each knows its line in the page', () => {
  const page = [
    '# A',
    '```ts',
    'const a = 1',
    'a',
    '```',
    '```bash',
    'ls',
    '```',
    '- x',
    '  ```ts',
    '  const b = 2',
    '  ```',
    '',
  ].join('\n')
  expect(blocksOf(page)).toEqual([
    { line: 3, code: 'const a = 1\na' },
    { line: 11, code: 'const b = 2' },
  ])
  expect(blocksOf('```tsx\nx\n```\n```text\ny\n```')).toEqual([])
})

test("a compiler's message names the page and its line", () => {
  const file = 'node_modules/.cache/markdown/docs__getting-started.md.12.ts'
  expect(inPages(`${file}(14,7): error TS2322: no.\n  more\n`)).toBe(
    'docs/getting-started.md:14:7: error TS2322: no.\n  more\n',
  )
})
