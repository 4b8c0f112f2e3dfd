import { expect, test } from 'vitest'
import { type CallReason, sayCallReason } from './call-reason.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const rows = ['crm/contacts 1', 'shop/customers 7']
const cases: readonly (readonly [CallReason, string, string])[] = [
  [
    { kind: 'onRecords', rows },
    'The number is on crm/contacts 1 and shop/customers 7.',
    'Le numéro figure dans crm/contacts 1 et shop/customers 7.',
  ],
  [{ kind: 'former' }, 'It was said to be theirs no longer.', 'Il a été dit que ce numéro n’est plus le sien.'],
  [{ kind: 'verified' }, 'The number was verified.', 'Le numéro a été vérifié.'],
  [
    { kind: 'calledBefore', count: 1, isMore: false },
    'Has called from this number before (1 call).',
    'A déjà appelé de ce numéro (1 appel).',
  ],
  [
    { kind: 'calledBefore', count: 20, isMore: true },
    'Has called from this number before (20 calls or more).',
    'A déjà appelé de ce numéro (20 appels ou plus).',
  ],
  [
    { kind: 'recent', entity: 'order', at: '2026-11-20T23:30:00Z' },
    'Recent activity: order, 20 November.',
    'Activité récente : commande, 20 novembre.',
  ],
  [
    { kind: 'recent', entity: 'skiPass', at: '2025-12-01T09:00:00Z' },
    'Recent activity: ski pass, 1 December 2025.',
    'Activité récente : ski pass, 1er décembre 2025.',
  ],
  [
    { kind: 'twoPeople', row: 'crm/contacts 1', other: 'shop/customers 7' },
    'crm/contacts 1 carries the caller’s number, shop/customers 7 does not: they may be two people.',
    'crm/contacts 1 porte le numéro de l’appelant, pas shop/customers 7 : ce sont peut-être deux personnes.',
  ],
  [
    { kind: 'ofCaller', row: 'crm/contacts 1' },
    'crm/contacts 1 carries the caller’s number: it may be the record of the person who is calling.',
    'crm/contacts 1 porte le numéro de l’appelant : c’est peut-être la fiche de la personne qui appelle.',
  ],
]

test.each(cases)('$0.kind is said in both languages', (reason, english, french) => {
  const said = (language: 'en' | 'fr') => sayCallReason(reason, language, NOW).replaceAll(/[\u00a0\u202f]/gu, ' ')
  expect([said('en'), said('fr')]).toEqual([english, french])
})
