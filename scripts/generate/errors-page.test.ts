import { errors } from '@rapport/core'
import { expect, test } from 'vitest'
import { errorsPage } from './errors-page.ts'

test('every code has its section, in order, with what to do', () => {
  const page = errorsPage()
  const codes = [...page.matchAll(/^## (.+)$/gm)].map(([, code]) => code)
  expect(codes).toEqual(Object.keys(errors).sort())
  expect(page.match(/\*\*What to do:\*\* \S/g)).toHaveLength(codes.length)
})
