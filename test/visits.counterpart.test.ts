import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CalyxStory, readStory } from '@rapport/demo'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFindings } from './support/axe.ts'
import { hasChromium, launchChromium, type WatchedPage } from './support/chromium.ts'
import { openConsolePage } from './support/console-page.ts'
import { type ServerProcess, startServer } from './support/server-process.ts'

const where = { timezoneId: 'Europe/Paris' } as const
const laptop: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, ...where }
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, ...where }

/** What a browser says of a network that is not there is no fault of the page. */
const noNetwork = /ERR_INTERNET_DISCONNECTED/
const evil = `<img src=x onerror="document.title='broken'">{{7*7}}`

interface Row {
  readonly id: string
  readonly key: string
  readonly entity: string
  readonly attributes: Readonly<Record<string, unknown>>
}

describe.skipIf(!hasChromium)('visits, in Chromium', () => {
  let data = ''
  let server: ServerProcess
  let browser: Browser
  let story: CalyxStory
  let pharmacyId = ''

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'rapport-visits-'))
    server = await startServer('--world', 'laboratoire-calyx', '--people', '100', '--data', data)
    browser = await launchChromium()
    story = await readStory<CalyxStory>(join(data, 'worlds', 'laboratoire-calyx-100'))
    const { body } = await server.ask(`/v1/profiles/customerNumber:${story.pharmacy.customer.replace(/^0+/, '')}`)
    pharmacyId = (body as { id: string }).id
    // Somebody comes back in the evening, and calls that what nobody should.
    const at = new Date(Date.parse(story.visit.startsAt ?? '') + 3 * 3_600_000).toISOString()
    const next = { at, subject: evil }
    expect(
      (await server.ask(`/v1/profiles/${pharmacyId}/reports`, { text: 'Seen.', author: story.visit.rep, next })).status,
    ).toBe(201)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.end('SIGKILL')
    await rm(data, { recursive: true, force: true })
  })

  const day = () => story.visit.startsAt?.slice(0, 10) ?? ''
  const open = (options: BrowserContextOptions = phone, path = `/visits?day=${day()}`) =>
    openConsolePage(browser, server, path, options)
  const openVisit = async (page: Page) => {
    await page.getByText(/Readable offline|Lisible hors ligne/).waitFor()
    await page.getByRole('link', { name: story.pharmacy.name }).first().click()
    await page.getByRole('heading', { name: story.pharmacy.name, level: 2 }).waitFor()
  }
  const timeline = async (entity: string): Promise<readonly Row[]> =>
    ((await server.ask(`/v1/profiles/${pharmacyId}/timeline?entities=${entity}&limit=50`)).body as { items: Row[] })
      .items

  async function expectClean({ outside, errors, close }: WatchedPage): Promise<void> {
    expect({ outside, errors: errors.filter((text) => !noNetwork.test(text)) }).toEqual({ outside: [], errors: [] })
    await close()
  }

  it('shows the day, with what was promised and what to mind, and each sentence’s rows', async () => {
    const watched = await open()
    const { page } = watched
    const visit = page.getByRole('link', { name: story.pharmacy.name }).first()
    await visit.getByText(String(story.visit.objective)).waitFor()
    await visit.getByText(String(story.promise.subject), { exact: false }).waitFor()
    await visit.getByText(String(story.case.number), { exact: false }).waitFor()
    expect(await visit.textContent()).toMatch(/2:30\sPM/)
    await openVisit(page)
    const brief = page.getByRole('region', { name: 'Brief' }).first()
    const due = brief.getByRole('region', { name: 'Due' }).getByRole('listitem')
    await due.getByRole('button').click()
    await page
      .getByRole('dialog')
      .getByText(story.overdue.invoices[0]?.number ?? '', { exact: true })
      .waitFor()
    await page.keyboard.press('Escape')
    for (const { name } of story.people.slice(0, 3)) await brief.getByText(name, { exact: false }).first().waitFor()
    await expectClean(watched)
  }, 60_000)

  it('goes on in a tunnel: day and visit are read, the report is written, and sent when the network is back', async () => {
    const watched = await open()
    const { page } = watched
    await page.getByText('Readable offline').waitFor()
    await page.context().setOffline(true)
    await page.reload()
    await page
      .getByText(/As of .* offline\./)
      .first()
      .waitFor()
    await page.getByRole('link', { name: story.pharmacy.name }).first().click()
    await page.getByRole('heading', { name: story.pharmacy.name, level: 2 }).waitFor()
    await page.getByRole('region', { name: 'Alerts' }).getByText(String(story.case.number), { exact: false }).waitFor()
    // What they said to a proposal waits too.
    const propose = page.getByRole('region', { name: 'What to propose' })
    const first = propose.getByRole('listitem').first()
    await first.getByRole('button', { name: /^Decline/ }).click()
    await first.getByRole('button', { name: 'Too expensive' }).click()
    await first.getByText('sent once there is a network', { exact: false }).waitFor()

    await page.getByText('To come back').click()
    await page.getByLabel('What was said').fill(`The testers are wanted first. ${evil}`)
    await page.getByRole('button', { name: 'Next step' }).click()
    await page.keyboard.type('Bring the sun testers')
    await page.getByLabel('Step 1: until').fill('2099-12-01')
    // A page that is loaded anew loses nothing of it.
    await page.reload()
    await page.getByLabel('What was said').waitFor()
    expect(await page.getByLabel('Step 1', { exact: true }).inputValue()).toBe('Bring the sun testers')
    await page.getByRole('button', { name: 'Write the report' }).click()
    const report = page.getByRole('region', { name: 'Report' })
    await report.getByText('sent once there is a network', { exact: false }).waitFor()
    expect(JSON.stringify(await timeline('interaction'))).not.toContain('The testers are wanted first')

    // Who has something unsent is told so before it is lost.
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    const told = page.getByRole('alert').filter({ hasText: '2 reports or answers are not sent yet' })
    await told.getByRole('button', { name: 'Close' }).click()

    await page.context().setOffline(false)
    await report.getByText('Sent; written at', { exact: false }).waitFor()
    const talks = await timeline('interaction')
    const written = talks.filter(({ attributes }) => String(attributes.text).includes('The testers are wanted first'))
    expect(written.map(({ attributes }) => [attributes.kind, attributes.outcome])).toEqual([['visit', 'To come back']])
    expect(JSON.stringify(await timeline('task'))).toContain('Bring the sun testers')
    await expect
      .poll(async () => JSON.stringify((await server.ask(`/v1/profiles/${pharmacyId}/timeline?limit=20`)).body))
      .toContain('Too expensive')
    const agenda = (await server.ask(`/v1/agenda?kind=visit&date=${day()}`)).body as { items: { key: string }[] }
    expect(agenda.items.map(({ key }) => key)).not.toContain(story.visit.id)

    // It stays in the day's list, as reported; and the profile has it, as text.
    await page.goto(`${server.url}/console/visits?day=${day()}`)
    await page.getByRole('link', { name: story.pharmacy.name }).first().getByText('reported').waitFor()
    await page.goto(`${server.url}/console/profiles/${pharmacyId}?tab=timeline`)
    await page.getByText('{{7*7}}', { exact: false }).first().waitFor()
    expect(await page.title()).toBe('Rapport')
    expect(await page.locator('main img').count()).toBe(0)

    // Nothing of it is left on the device once one signed out.
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByLabel(/^Key/).waitFor()
    const left = await page.evaluate(
      "caches.keys().then(async (names) => [names.includes('rapport-kept'), JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})])",
    )
    expect((left as [boolean, string])[0]).toBe(false)
    expect((left as [boolean, string])[1]).not.toContain(story.pharmacy.name)
    await expectClean(watched)
  }, 120_000)

  it('goes by keys: from day to day, from visit to visit', async () => {
    const watched = await open(laptop)
    const { page } = watched
    await page.getByRole('link', { name: story.pharmacy.name }).first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: story.pharmacy.name, level: 2 }).waitFor()
    await page.keyboard.press('r')
    await page.keyboard.type('r')
    expect(await page.getByLabel('What was said').inputValue()).toBe('r')
    await page.getByLabel('What was said').fill('')
    await page.getByLabel('What was said').blur()
    await page.keyboard.press('ArrowRight')
    const next = new Date(Date.parse(day()) + 86_400_000).toISOString().slice(0, 10)
    await page.waitForURL(`**/visits?day=${next}*`)
    await expectClean(watched)
  }, 60_000)

  it('prints one A4 page a visit', async () => {
    const watched = await open(laptop)
    const { page } = watched
    await page.getByText('Readable offline').waitFor()
    const visits = await page
      .getByRole('list')
      .getByRole('link')
      .filter({ has: page.getByRole('time') })
      .count()
    const pagesOf = async () => {
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
      expect(pdf).toMatch(/\/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]/)
      return pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length
    }
    expect(await pagesOf()).toBe(visits)
    await openVisit(page)
    expect(await pagesOf()).toBe(1)
    // The server's own pages are saved as a file.
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('article').getByRole('button', { name: 'PDF' }).click(),
    ])
    expect(saved.suggestedFilename()).toBe(`${story.pharmacy.name} ${day()}.pdf`)
    expect((await readFile(await saved.path())).subarray(0, 5).toString()).toBe('%PDF-')
    await expectClean(watched)
  }, 60_000)

  it('speaks French, the brief too, and shows whatever a visit is called as text', async () => {
    const watched = await open({ ...phone, locale: 'fr-FR' })
    const { page } = watched
    await page.getByText('Lisible hors ligne', { exact: false }).waitFor()
    await page.getByText('{{7*7}}', { exact: false }).first().click()
    await page.getByRole('region', { name: 'Alertes' }).getByText('Réclamation ouverte', { exact: false }).waitFor()
    expect(await page.title()).toBe('Rapport')
    expect(await page.locator('main img').count()).toBe(0)
    await expectClean(watched)
  }, 60_000)

  for (const colorScheme of ['light', 'dark'] as const)
    it(`axe finds nothing, ${colorScheme}, on a laptop and on a phone`, async () => {
      for (const options of [laptop, phone]) {
        const watched = await open({ ...options, colorScheme })
        const { page } = watched
        await page.getByText('Readable offline').waitFor()
        expect(await axeFindings(page)).toEqual([])
        await page
          .getByRole('list')
          .getByRole('link')
          .filter({ has: page.getByRole('time') })
          .first()
          .click()
        await page.getByRole('heading', { name: story.pharmacy.name, level: 2 }).waitFor()
        await page.getByRole('button', { name: 'Next step' }).click()
        await page.waitForTimeout(300)
        expect(await axeFindings(page)).toEqual([])
        await page
          .getByRole('button', { name: /^Decline/ })
          .first()
          .click()
        await page.waitForTimeout(300)
        expect(await axeFindings(page)).toEqual([])
        await page.goto(`${server.url}/console/visits?day=1999-01-01`)
        await page.getByText('No visits on this day.').waitFor()
        expect(await axeFindings(page)).toEqual([])
        await expectClean(watched)
      }
    }, 120_000)
})
