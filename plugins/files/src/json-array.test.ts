import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ListWalker } from './json-array.ts'

/** Cuts the text into chunks of the given sizes, over and over, through the middle of characters too. */
function walk(text: string, path: string | undefined, sizes: readonly number[]) {
  const bytes = Buffer.from(text)
  const walker = new ListWalker(path)
  const elements: string[] = []
  let turn = 0
  for (let at = 0; at < bytes.length; ) {
    const size = sizes[turn++ % sizes.length] ?? 1
    for (const { text } of walker.push(bytes.subarray(at, at + size))) elements.push(text)
    at += size
  }
  return { elements, problem: walker.problem() }
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })
const json = fc.jsonValue({ maxDepth: 4 })
const spaced = fc.constantFrom(undefined, 1, '\t')

describe('the elements of a list', () => {
  test('are those that JSON.parse gives, wherever the chunks are cut', () => {
    fc.assert(
      fc.property(fc.array(json), sizes, spaced, (list, cuts, indent) => {
        const { elements, problem } = walk(JSON.stringify(list, null, indent), undefined, cuts)
        expect(problem).toBeUndefined()
        expect(elements.map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(list)))
      }),
    )
  })

  test('are found at a path, whatever stands before and behind', () => {
    fc.assert(
      fc.property(fc.array(json), json, json, sizes, spaced, (list, before, behind, cuts, indent) => {
        const text = JSON.stringify({ before, 'd"é': { before, items: list, behind }, behind }, null, indent)
        const { elements, problem } = walk(text, 'd"é.items', cuts)
        expect(problem).toBeUndefined()
        expect(elements.map((one) => JSON.parse(one))).toEqual(JSON.parse(JSON.stringify(list)))
      }),
    )
  })

  test('are told missing when the path leads to no list, or the text ends too early', () => {
    expect(walk('{"a":{"b":1}}', 'a.b', [7]).problem).toBe('there is no list at a.b')
    expect(walk('{"a":{"b":[1,2', 'a.b', [3]).problem).toBe('it ends in the middle of its JSON')
    expect(walk('["a', undefined, [3]).problem).toBe('it ends in the middle of its JSON')
  })
})
