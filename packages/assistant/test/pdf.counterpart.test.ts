import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderPdf } from '../src/index.ts'
import { briefOf, briefWith, guest, shop } from './sample-briefs.ts'

const run = promisify(execFile)
const isThere = (program: string, flag: string) =>
  run(program, [flag]).then(
    () => true,
    () => false,
  )
const isInstalled = (await isThere('pdftotext', '-v')) && (await isThere('qpdf', '--version'))

/** Poppler and qpdf: what reads PDFs on most desks (`apt-get install poppler-utils qpdf`). */
describe.skipIf(!isInstalled)('a PDF of briefs, as others read it', () => {
  let folder = ''
  const file = () => join(folder, 'briefs.pdf')
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rapport-paper-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  const text = async (...flags: readonly string[]) =>
    (await run('pdftotext', [...flags, file(), '-'])).stdout.replace(/\s+/gu, ' ')
  const ofSentences = (found: string, sentences: readonly { readonly text: string }[]) =>
    // A narrow space in an amount is none to some readers.
    sentences.map((one) => found.replace(/\s/gu, '').indexOf(one.text.replace(/\s/gu, '')))

  it.each([
    ['visit', 'fr', shop],
    ['stay', 'en', guest],
  ] as const)(
    'has no fault, and gives back the sentences of a %s in %s in their order',
    async (occasion, language, person) => {
      const brief = await briefOf(person, occasion, language)
      await writeFile(file(), await renderPdf([brief]))
      expect((await run('qpdf', ['--check', file()])).stdout).toContain('No syntax or stream encoding errors found')
      for (const flags of [[], ['-raw']]) {
        const places = ofSentences(await text(...flags), brief.sentences)
        expect(places).not.toContain(-1)
        expect(places).toEqual([...places].sort((a, b) => a - b))
      }
      const info = (await run('pdfinfo', [file()])).stdout
      expect(info).toMatch(/^Title: +(Pharmacie Œuvre & Λευκός Żółć|Eleanor Ashcombe)$/m)
      for (const line of ['Tagged: +yes', 'JavaScript: +no', 'Encrypted: +no', 'Pages: +1', 'Page size: .*A4'])
        expect(info).toMatch(new RegExp(`^${line}`, 'm'))
      expect((await run('pdfinfo', ['-struct-text', file()])).stdout).toContain('H1 (block)')
      const fonts = (await run('pdffonts', [file()])).stdout.trim().split('\n').slice(2)
      // Embedded, cut to the letters used, and with what each letter means.
      for (const font of fonts) expect(font).toMatch(/yes +yes +yes/)
    },
  )

  it('of several has a list whose pages are where it says, and an outline', async () => {
    const briefs = [
      await briefOf(shop, 'visit'),
      briefWith(Array.from({ length: 90 }, (_, n) => `Sentence ${n} of many.`)),
    ]
    await writeFile(file(), await renderPdf(briefs as never, { whose: 'Julien Carpentier' }))
    expect((await run('qpdf', ['--check', file()])).stdout).toContain('No syntax or stream encoding errors found')
    expect(await text('-l', '1')).toContain('Julien Carpentier')
    expect(await text('-f', '2', '-l', '2')).toContain(briefs[0]?.title)
    expect(await text('-f', '3')).toContain('Sentence 89 of many.')
  })
})
