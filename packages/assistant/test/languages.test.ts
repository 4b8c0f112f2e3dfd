import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type LanguageCode, languages, readFacts, renderMarkdown, verify, writeBrief } from '../src/index.ts'
import { compileLanguage, type LanguageFile, parseMessage } from '../src/language/language.ts'
import type { MessageId } from '../src/language/message-id.ts'
import { ALL, type FakePerson, fakeQueries, ID, item, NOW, recordOf, row } from './fake-queries.ts'

const folder = new URL('../src/language/messages/', import.meta.url)
const files = Object.fromEntries(
  readdirSync(folder).map((name) => [
    name.replace('.json', ''),
    JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as LanguageFile,
  ]),
)
const english = files.en as LanguageFile

/** The arguments that a message uses, wherever. */
function argumentsOf(text: string): ReadonlySet<string> {
  const found = new Set<string>()
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one)
    else if (typeof value === 'object' && value !== null) {
      const { type, value: name } = value as { readonly type?: unknown; readonly value?: unknown }
      // 0 is a literal, 7 the `#` of a plural.
      if (typeof type === 'number' && type !== 0 && type !== 7 && typeof name === 'string') found.add(name)
      for (const inner of Object.values(value)) walk(inner)
    }
  }
  walk(parseMessage(text, 'en').getAst())
  return found
}
/** `hasPlace` and `placeWord` are told of `place`. */
const base = (name: string) =>
  name.replace(/^has(\p{Lu})/u, (_, first: string) => first.toLowerCase()).replace(/Word$/, '')

describe('message files', () => {
  it('are each a language', () => {
    expect(Object.keys(files).sort()).toEqual(Object.keys(languages).sort())
  })

  it.each(Object.keys(files))('%s says everything, with what it is given and nothing else', (code) => {
    const file = files[code] as LanguageFile
    expect(Object.keys(file.messages)).toEqual(Object.keys(english.messages))
    expect(Object.keys(file.headings)).toEqual(Object.keys(english.headings))
    for (const id of Object.keys(english.messages) as MessageId[]) {
      const allowed = new Set([...argumentsOf(english.messages[id])].map(base))
      // What only another language needs to know.
      for (const more of ['kind', 'isPartial', 'purposeCode', 'isPromise']) allowed.add(more)
      for (const name of argumentsOf(file.messages[id]))
        expect([id, name, allowed.has(base(name))]).toEqual([id, name, true])
    }
  })

  it('are all that a language needs', () => {
    const shouted = Object.fromEntries(
      Object.entries(english.messages).map(([id, text]) => [id, text.replace('Recorded as deceased', 'Verstorben')]),
    ) as LanguageFile['messages']
    const german = compileLanguage({ ...english, locale: 'de-DE', messages: shouted })
    expect(german.message('deceased', {})).toBe('Verstorben.')
    expect(german.message('bound', { limit: 12_345 })).toContain('12.345')
  })

  it('put in what others wrote as it is, whatever it looks like', () => {
    const german = compileLanguage(english)
    for (const name of ['{name}', "'{'", '<b>#</b>', '{n, plural, other {#}}'])
      expect(german.message('name', { name })).toBe(`Known as ${name}.`)
  })
})

const MONEY = (amountMinor: number) => ({ amountMinor, currency: 'EUR', exponent: 2 })
const helene: FakePerson = {
  attributes: {
    fullName: 'Hélène de Montferrand',
    email: 'h@x.fr',
    phone: '+33612345678',
    languages: ['fr'],
    tier: 'Ambassadeur',
  },
  records: [recordOf('crm/contacts/1'), recordOf('shop/customers/2')],
  sharing: 2,
  consents: [
    {
      purpose: 'marketing',
      channel: 'email',
      contactPoint: null,
      state: 'denied',
      since: '2026-11-04T00:00:00.000Z',
      from: { stream: 'crm/contacts', key: '1', observedAt: '2026-11-04T00:00:00.000Z' },
    },
  ],
  references: { 'shop/stores/S1': { entity: 'location', attributes: { name: 'Saint-Honoré', kind: 'flagship' } } },
  timeline: [
    item('order', 'shop/orders/O1', '2026-11-10T10:00:00.000Z', {
      number: 'MA-4471',
      status: 'delivered',
      service: 'express',
      total: MONEY(480_850),
      promisedAt: '2026-11-20T10:00:00.000Z',
      deliveredAt: '2026-11-22T10:00:00.000Z',
      location: row('shop/stores/S1'),
      lines: [{ name: 'Sac Héloïse moyen' }, { name: 'Étui' }],
    }),
    item('case', 'support/tickets/7', '2026-11-22T10:00:00.000Z', {
      number: 'T-7',
      kind: 'faulty',
      priority: 'high',
      slaDueAt: '2026-11-23T10:00:00.000Z',
      subject: 'Fermoir “cassé”',
      order: row('shop/orders/O1'),
    }),
    item('task', 'crm/tasks/1', '2026-11-22T10:00:00.000Z', {
      kind: 'promise',
      subject: 'Remplacement du sac',
      assignee: 'Camille Aubert',
      dueAt: '2026-12-01T17:00:00.000Z',
    }),
    item('invoice', 'erp/invoices/1', '2026-10-01T00:00:00.000Z', {
      number: 'F-12',
      balance: MONEY(50),
      dueOn: '2026-11-01',
    }),
  ],
}

const written = async (language: LanguageCode) => {
  const caller = { number: '+33612345678', isVerified: true }
  const options = { rights: ALL, nowMs: NOW, zone: 'Europe/Paris', caller }
  const facts = await readFacts(fakeQueries(helene), ID, options)
  if (!facts) throw new Error('no facts')
  return { facts, brief: writeBrief(facts, { occasion: 'call', language, all: true }) }
}

describe('French', () => {
  it('reads as a house would write it', async () => {
    const { brief } = await written('fr')
    expect(brief.sentences.map(({ text }) => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' '))).toEqual([
      'Réclamation ouverte T-7 (produit défectueux, priorité haute), échéance dépassée depuis le 23 novembre : « Fermoir ’cassé’ ».',
      'Aucune sollicitation commerciale par e-mail (refus du 4 novembre).',
      'Hélène de Montferrand : deux fiches dans CRM et shop, réunies par un collaborateur ; ce numéro est aussi celui d’un autre profil.',
      'Appelle sans doute au sujet de la commande MA-4471 : « Sac Héloïse moyen » et un autre article, livraison express depuis la maison Saint-Honoré, remise le 22 novembre, avec deux jours de retard.',
      'Facture F-12 : 0,50 € restent dus, échus depuis le 1er novembre.',
      'Camille Aubert a promis « Remplacement du sac » avant le 1er décembre à 18 h ; pas encore fait.',
      'Statut Ambassadeur ; 4 808,50 € en une commande le 10 novembre.',
    ])
    expect(renderMarkdown(brief)).toContain('## Nos engagements')
  })

  it('is refused when a digit, a month, a number word, an amount or a quoted word of it is changed', async () => {
    const { facts, brief } = await written('fr')
    const options = { language: 'fr', zone: facts.zone, nowMs: NOW } as const
    let changed = 0
    for (const sentence of brief.sentences) {
      const variants = [
        ...[...sentence.text.matchAll(/\d/g)].map(({ index }) => {
          const digit = (Number(sentence.text[index]) + 1) % 10
          return `${sentence.text.slice(0, index)}${digit}${sentence.text.slice(index + 1)}`
        }),
        sentence.text.replace('novembre', 'décembre'),
        sentence.text.replace('deux', 'trois'),
        sentence.text.replace('€', '$'),
        sentence.text.replace('Remplacement du sac', 'Remboursement du sac'),
      ].filter((text) => text !== sentence.text)
      for (const text of variants) {
        changed++
        expect([text, verify({ ...sentence, text }, facts.facts, options).length > 0]).toEqual([text, true])
      }
    }
    expect(changed).toBeGreaterThan(25)
  })
})
