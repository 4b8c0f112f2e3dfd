import { checkPlugin, entities, mappingDocument } from '@rapport/core'
import { compileMapping } from '@rapport/harmonise'
import { expect, test } from 'vitest'
import desk from './plugin.ts'

test('a contact written down during a call becomes a person that can be matched and found again', async () => {
  checkPlugin(desk)
  const [contacts] = (await desk.sources?.[0]?.streams({} as never)) ?? []
  if (!contacts) throw new Error('the desk has no stream')
  const document = { type: 'mapping', name: 'desk/contacts', entity: contacts.entity, ...contacts.mapping }
  const mapping = compileMapping(mappingDocument.parse(document), {
    model: entities,
    connection: 'desk',
    rowSchema: contacts.row,
  })
  const row = contacts.row.parse({
    id: 'contact-call_1',
    createdAt: '2026-11-24T09:30:00.000Z',
    givenName: 'Claire',
    familyName: 'Fontaine',
    phone: '+33612345678',
    email: 'Claire@Example.com',
    language: 'fr',
  })
  expect(contacts.key(row)).toBe('contact-call_1')
  const attributes = mapping.map(row, { nowMs: Date.parse('2026-11-24T09:30:00Z') }).rows[0]?.row.attributes
  expect(attributes).toMatchObject({
    givenName: 'Claire',
    familyName: 'Fontaine',
    languages: ['fr'],
    identifiers: expect.arrayContaining([{ namespace: 'deskContact', value: 'contact-call_1' }]),
    contactPoints: expect.arrayContaining([
      expect.objectContaining({ kind: 'phone', normal: '+33612345678' }),
      expect.objectContaining({ kind: 'email', normal: 'claire@example.com' }),
    ]),
  })
})
