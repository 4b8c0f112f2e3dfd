import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Brief,
  type LanguageCode,
  type PlannedOccasion,
  readFacts,
  renderHtml,
  renderPdf,
  wordLimitOf,
  writeBrief,
} from '../src/index.ts'
import { ALL, type FakePerson, fakeQueries, ID, item, NOW, recordOf, row } from './fake-queries.ts'
import { readPdf } from './read-pdf.ts'

const A4 = '0 0 595 842'
const plainly = (text: string) => text.replace(/\s+/gu, ' ')

const shop: FakePerson = {
  entity: 'organization',
  attributes: { name: 'Pharmacie Œuvre & Λευκός Żółć' },
  records: [recordOf('erp/customers/1'), recordOf('crm/accounts/1')],
  timeline: [
    item('interaction', 'crm/visits/1', '2026-11-24T13:30:00.000Z', { kind: 'visit', author: 'Julien Carpentier' }),
    item('interaction', 'crm/visits/2', '2026-10-14T08:00:00.000Z', { kind: 'visit', text: 'Parlé de la Прага' }),
    item('case', 'support/tickets/7', '2026-11-22T10:00:00.000Z', {
      number: 'T-7',
      kind: 'faulty',
      priority: 'high',
      slaDueAt: '2026-11-23T10:00:00.000Z',
      subject: 'Flacons cassés à la livraison',
    }),
    item('invoice', 'erp/invoices/1', '2026-10-01T00:00:00.000Z', {
      number: 'F-12',
      balance: { amountMinor: 1_234_50, currency: 'EUR', exponent: 2 },
      dueOn: '2026-11-01',
    }),
    item('opportunity', 'crm/opportunities/1', '2026-10-14T08:00:00.000Z', { name: 'Solaire' }),
  ],
}
const guest: FakePerson = {
  attributes: { fullName: 'Eleanor Ashcombe' },
  records: [recordOf('pms/profiles/1')],
  references: { 'pms/hotels/A': { entity: 'location', attributes: { name: 'Alba Amalfi', kind: 'hotel' } } },
  timeline: [
    item('stay', 'pms/stays/1', '2026-11-27T14:00:00.000Z', {
      arrivalOn: '2026-11-27',
      departureOn: '2026-12-01',
      location: row('pms/hotels/A'),
    }),
  ],
}

async function briefOf(person: FakePerson, occasion: PlannedOccasion, language: LanguageCode = 'en'): Promise<Brief> {
  const facts = await readFacts(fakeQueries(person), ID, { rights: ALL, nowMs: NOW, zone: 'Europe/Paris', occasion })
  if (!facts) throw new Error('no facts')
  return writeBrief(facts, { occasion, language })
}

/** A brief with as many words, spread over all kinds of its occasion, each sentence with sources. */
function briefWith(texts: readonly string[], more: Partial<Brief> = {}): Brief {
  const rows = (n: number) =>
    [1, 2, 3, 4].map((m) => ({ stream: 'erp/orders', key: `19000${n}-${m}`, observedAt: '2026-11-15T00:00:00.000Z' }))
  const kinds = [
    'alert',
    'meet',
    'promise',
    'sales',
    'due',
    'range',
    'open',
    'engagement',
    'change',
    'propose',
  ] as const
  return {
    id: 'brf_1',
    occasion: 'visit',
    language: 'en',
    profile: 'prf_0000000001',
    title: 'Pharmacie de la Très Longue Avenue du Général-Leclerc-de-Hauteclocque',
    sentences: texts.map((text, n) => ({ text, kind: kinds[n % kinds.length] ?? 'alert', facts: [`f${n}`, `g${n}`] })),
    facts: texts.flatMap((_, n) =>
      ['f', 'g'].map((letter) => ({
        id: `${letter}${n}`,
        kind: 'own' as const,
        value: { at: '2026-11-15T00:00:00.000Z', about: [] },
        parts: {
          entity: { type: 'text' as const, value: 'order' },
          at: { type: 'instant' as const, value: '2026-11-15T00:00:00.000Z' },
        },
        rows: rows(n),
        certainty: 'stated' as const,
        sensitivity: 'open' as const,
      })),
    ) as unknown as Brief['facts'],
    left: { counts: {}, sentences: 4, sensitive: 2, until: 'scope', text: '4 more lines.', more: null },
    generatedAt: '2026-11-24T09:00:00.000Z',
    asOf: '2026-11-23T09:00:00.000Z',
    zone: 'Europe/Paris',
    ...more,
  }
}

describe('a brief as PDF', () => {
  it.each([
    ['visit', 'en', shop],
    ['visit', 'fr', shop],
    ['stay', 'en', guest],
    ['stay', 'fr', guest],
    ['call', 'fr', shop],
  ] as const)(
    'of a %s in %s is one A4 page with every sentence, each under its heading and with its rows',
    async (occasion, language, person) => {
      const brief = await briefOf(person, occasion, language)
      const read = await readPdf(await renderPdf([brief]))
      expect(read.sizes).toEqual([A4])
      const [text = ''] = read.pages
      let from = 0
      for (const { text: sentence } of brief.sentences) {
        const at = text.indexOf(plainly(sentence), from)
        expect([sentence, at >= from]).toEqual([sentence, true])
        from = at
      }
      for (const { rows } of brief.facts) for (const { key } of rows.slice(0, 3)) expect(text).toContain(key)
      expect(text).toContain(plainly(brief.left.text))
      expect(text).toMatch(/1 \/ 1/)
      expect(brief.sentences.length).toBeGreaterThan(2)
    },
  )

  it('says when, with whom, where, and when it was written', async () => {
    const [visit = ''] = (await readPdf(await renderPdf([await briefOf(shop, 'visit', 'fr')]))).pages
    expect(visit).toMatch(/^note de visite Pharmacie Œuvre & Λευκός Żółć 24 novembre à 14 h 30 · Julien Carpentier/i)
    expect(visit).toContain('Rédigé le 24 novembre à 10 h')
    const [stay = ''] = (await readPdf(await renderPdf([await briefOf(guest, 'stay')]))).pages
    expect(stay).toContain('27 November – 1 December · Alba Amalfi')
  })

  it('has a title, a language and tags, and says nothing else of itself', async () => {
    const brief = await briefOf(shop, 'visit', 'fr')
    const { title, language, metadata, tags, outline } = await readPdf(await renderPdf([brief]))
    expect([title, language]).toEqual([brief.title, 'fr-FR'])
    expect(tags.slice(0, 4)).toEqual(['Document', 'Sect', 'P', 'H1'])
    expect(tags.filter((tag) => tag === 'H2')).toHaveLength(new Set(brief.sentences.map(({ kind }) => kind)).size + 1)
    expect(tags).toContain('Link')
    expect(outline).toEqual([])
    for (const secret of ['Julien', 'Flacons', 'prf_', 'T-7', 'erp/']) expect(metadata).not.toContain(secret)
  })

  it('leads from a citation to its rows', async () => {
    const brief = await briefOf(shop, 'visit')
    const { links } = await readPdf(await renderPdf([brief]))
    expect(links[0]).toHaveLength(brief.sentences.flatMap(({ facts }) => facts).length)
    expect(new Set(links[0])).toEqual(new Set([1]))
  })

  it('is the same bytes for the same brief', async () => {
    const brief = await briefOf(shop, 'visit')
    const [a, b] = await Promise.all([renderPdf([brief]), renderPdf([structuredClone(brief)])])
    expect(Buffer.compare(a, b)).toBe(0)
    const other = await renderPdf([{ ...brief, title: 'Another' }])
    expect(Buffer.compare(a, other)).not.toBe(0)
  })

  it('is one page for the longest brief of a visit, in smaller type, and nothing is cut', async () => {
    // 300 words of seven letters in forty sentences, eighty facts of four rows each.
    const words = Array.from({ length: wordLimitOf('visit') }, (_, n) => `vente${String(n).padStart(3, '0')}`)
    const texts = Array.from({ length: 40 }, (_, n) => `${words.slice(n * 7.5, (n + 1) * 7.5).join(' ')}.`)
    const { pages, sizes } = await readPdf(await renderPdf([briefWith(texts)]))
    expect(sizes).toEqual([A4])
    for (const text of texts) expect(pages[0]).toContain(text)
    expect(pages[0]).toContain('80 erp/orders 1900039-1, +3')
  })

  it('goes on to further pages rather than in type that nobody can read, with an outline, and nothing is cut', async () => {
    const texts = Array.from(
      { length: 120 },
      (_, n) => `Sentence number ${n} of a history that somebody wants to read whole.`,
    )
    const brief = briefWith(texts)
    const { pages, outline } = await readPdf(await renderPdf([brief]))
    expect(pages.length).toBeGreaterThan(1)
    const whole = pages.join(' ')
    for (const text of texts) expect(whole).toContain(text)
    for (const page of pages.slice(1)) expect(page.startsWith(brief.title)).toBe(true)
    for (const [index, page] of pages.entries()) expect(page).toContain(`${index + 1} / ${pages.length}`)
    expect(outline).toHaveLength(1)
    expect(outline[0]?.items.slice(0, 3)).toEqual(['Alerts', 'Who we meet', 'What was promised'])
  })

  it('shows what it has no letters for as a box, and says so', async () => {
    const hostile = [
      '田中さんへ 花',
      'عائشة',
      '🎁 gift',
      'a\ud800b',
      '\u0000\u202e\u2066',
      'e\u0301te\u0301',
      '',
      'x'.repeat(5_000),
    ]
    const { pages } = await readPdf(await renderPdf([briefWith(hostile, { title: '株式会社 Aurèle' })]))
    const text = pages.join(' ')
    expect(text).toContain('□□□□ Aurèle')
    expect(text).toContain('□ gift')
    expect(text).toContain('été')
    expect(text.match(/x/g)).toHaveLength(5_000)
    expect(text).toContain('□ stands for a character that this page has no letters for')
    const [clean = ''] = (await readPdf(await renderPdf([briefWith(['Ça « va » — 12\u202f345 €…'])]))).pages
    expect(clean).not.toContain('□')
  })

  it('holds every letter of whatever it is given', async () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abé ΩжŁ-/.,\u00a0\u202f“”«»'), maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(fc.array(letters, { minLength: 1, maxLength: 6 }), async (texts) => {
        const { pages } = await readPdf(await renderPdf([briefWith(texts)]))
        const shown = pages.join('').replace(/\s/gu, '')
        for (const text of texts) expect(shown).toContain(text.replace(/\s/gu, ''))
      }),
      { numRuns: 25 },
    )
  })
})

describe('several briefs as one PDF', () => {
  it('begin with a list that leads to each, at its time, with its first alert and its page', async () => {
    const visit = await briefOf(shop, 'visit')
    const long = briefWith(Array.from({ length: 120 }, (_, n) => `Sentence number ${n} of a long history indeed.`))
    const other = briefWith(['Nothing to add.'], { title: 'Pharmacie du Lac', sentences: [] })
    const times = [undefined, '2026-11-24T14:00:00.000Z', undefined]
    const list = { day: '2026-11-24', whose: 'Julien Carpentier', times }
    const { pages, title, outline, links } = await readPdf(await renderPdf([visit, long, other], list))
    expect(title).toBe('Visits, 24 November 2026')
    const alert = visit.sentences.find(({ kind }) => kind === 'alert')?.text
    expect(pages[0]).toMatch(/^visits 24 November 2026 Julien Carpentier/i)
    expect(pages[0]).toContain(`14:30 ${visit.title} 2 ${alert}`)
    expect(pages[0]).toContain(`15:00 ${long.title.slice(0, 30)}`)
    expect(pages[0]).toContain(`Pharmacie du Lac ${pages.length}`)
    expect(pages.at(-1)).toContain('Pharmacie du Lac')
    expect(outline.map((one) => one.title)).toEqual(['24 November 2026', visit.title, long.title, other.title])
    expect([...new Set(links[0])]).toEqual([2, 3, pages.length])
  })
})

describe('a brief as HTML', () => {
  it('prints on A4 with its own styles alone', async () => {
    const html = renderHtml(await briefOf(shop, 'visit', 'fr'))
    expect(html).toContain('@page{size:A4')
    expect(html).toContain('24 novembre à 14')
    expect(html).not.toMatch(/<(script|link|img)|url\(|@import/)
  })
})
