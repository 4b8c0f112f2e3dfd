import { expect, test } from 'vitest'
import { attributeRows } from './attribute-rows.ts'

test('a system’s own attributes come last, by the paths that provenance has', () => {
  const rows = attributeRows({
    ext: { crm: { adviser: 'Camille' }, odd: 3 },
    givenName: 'Claire',
    fullName: 'Claire F',
    email: 'c@example.com',
  })
  expect(rows).toEqual([
    { path: 'givenName', value: 'Claire' },
    { path: 'ext.crm.adviser', system: 'crm', value: 'Camille' },
    { path: 'ext.odd', system: 'odd', value: 3 },
  ])
})

test('a name without parts is said whole', () => {
  expect(attributeRows({ fullName: 'Claire F' })).toEqual([{ path: 'fullName', value: 'Claire F' }])
})
