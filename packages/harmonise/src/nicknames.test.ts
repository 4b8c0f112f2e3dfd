import { expect, test } from 'vitest'
import { namesBehind } from './nicknames.ts'

const mayBeOne = (a: string, b: string) => namesBehind(a).some((name) => namesBehind(b).includes(name))

test.each([
  ['bob', 'robert'],
  ['bob', 'rob'],
  ['ted', 'edward'],
  ['betty', 'elizabeth'],
  ['sam', 'samuel'],
])('%s and %s may be one person', (a, b) => expect(mayBeOne(a, b)).toBe(true))

test.each([
  ['mark', 'marsha'],
  ['robert', 'edward'],
  ['anna', 'andrew'],
])('%s and %s are two', (a, b) => expect(mayBeOne(a, b)).toBe(false))

test('a name that is no nickname stands for itself', () => {
  expect(namesBehind('xiaoyan')).toEqual(['xiaoyan'])
})
