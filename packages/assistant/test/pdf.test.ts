import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderHtml, renderPdf, wordLimitOf } from '../src/index.ts'
import { readPdf } from './read-pdf.ts'
import { briefOf, briefWith, guest, shop } from './sample-briefs.ts'

const A4 = '0 0 595 842'
const plainly = (text: string) => text.replace(/\s+/gu, ' ')

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
