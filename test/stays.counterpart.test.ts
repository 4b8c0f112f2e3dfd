import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AlbaStory, readStory } from '@rapport/demo'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFindings } from './support/axe.ts'
import { hasChromium, launchChromium, type WatchedPage } from './support/chromium.ts'
import { openConsolePage } from './support/console-page.ts'
import { type ServerProcess, startServer } from './support/server-process.ts'

const where = { timezoneId: 'Europe/Rome' } as const
const laptop: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, ...where }
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, ...where }

describe.skipIf(!hasChromium)('stays, in Chromium', () => {
  let data = ''
  let server: ServerProcess
  let browser: Browser
  let story: AlbaStory
  let guestId = ''

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'rapport-stays-'))
    server = await startServer('--world', 'alba-hotels', '--people', '100', '--data', data)
    browser = await launchChromium()
    story = await readStory<AlbaStory>(join(data, 'worlds', 'alba-hotels-100'))
    const { body } = await server.ask(`/v1/profiles/loyaltyNumber:${story.heroine.keys['crm/members']?.[0]}`)
    guestId = (body as { id: string }).id
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.end('SIGKILL')
    await rm(data, { recursive: true, force: true })
  })

  const open = (options: BrowserContextOptions = laptop, path = `/stays?day=${story.stay.arrivalOn}`) =>
    openConsolePage(browser, server, path, options)
  const arrivals = (page: Page) => page.getByRole('region', { name: /Stays|Séjours/ }).getByRole('listitem')
  const openGuest = async (page: Page) => {
    await arrivals(page).getByRole('link', { name: story.heroine.name }).first().click()
    await page.getByRole('heading', { name: story.heroine.name }).waitFor()
    await page.getByRole('toolbar').waitFor()
  }

  async function expectClean({ outside, errors, close }: WatchedPage): Promise<void> {
    expect({ outside, errors }).toEqual({ outside: [], errors: [] })
    await close()
  }

  it('goes from the arrivals to the guest, the way she came, and the offer that she accepts', async () => {
    const watched = await open(laptop, '/')
    const { page } = watched
    await page.getByRole('link', { name: 'Stays' }).click()
    await page.getByLabel('Date').fill(story.stay.arrivalOn)
    // Who was promised something comes first, with her tier and what to mind.
    const first = arrivals(page).first()
    await first.getByText(story.promise.subject, { exact: false }).waitFor()
    await first.getByText(story.case.number, { exact: false }).waitFor()
    await first.getByText(story.heroine.tier, { exact: true }).waitFor()
    await page.getByLabel('Where').selectOption({ label: `${story.stay.hotel} (2)` })
    await openGuest(page)
    await page.getByRole('region', { name: 'Alerts' }).getByText(story.case.number, { exact: false }).waitFor()

    const steps = page.getByRole('toolbar').getByRole('button')
    const labels = await steps.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''))
    expect(labels.at(-1)).toContain(story.stay.hotel)
    const anonymous = labels.filter((label) => label.includes('not signed in'))
    expect(anonymous.join(' ')).toContain('Lemon ritual')
    expect(anonymous.join(' ')).toContain('Sea-view Suite')
    const order = ['Newsletter', 'Website, not signed in', 'Booking Completed', story.case.subject, story.stay.hotel]
    const at = order.map((part) => labels.findLastIndex((label) => label.includes(part)))
    expect(at.every((one) => one >= 0)).toBe(true)
    expect(labels.findIndex((label) => label.includes('Newsletter'))).toBeLessThan(at[2] ?? 0)
    expect(at[2]).toBeLessThan(at[3] ?? 0)
    expect(at[3]).toBeLessThan(at[4] ?? 0)

    const offer = page.getByRole('region', { name: 'The offer' })
    await offer.getByRole('button', { name: 'Accept: The spa, to make amends' }).click()
    await page.getByText('Noted: The spa, to make amends was accepted.').waitFor()
    await offer.getByText('The spa, to make amends').waitFor({ state: 'detached' })
    const { body } = await server.ask(`/v1/profiles/${guestId}/timeline?entities=task&limit=10`)
    expect(JSON.stringify(body)).toContain('Book the treatment that was given')
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click()
    await offer.getByText('The spa, to make amends').waitFor()
    await expectClean(watched)
  }, 90_000)

  it('goes along the way by keys, one tab stop for all of it, and tells each step with its row', async () => {
    const watched = await open()
    const { page } = watched
    await openGuest(page)
    const steps = page.getByRole('toolbar').getByRole('button')
    expect(await steps.evaluateAll((all) => all.filter((one) => one.getAttribute('tabindex') === '0').length)).toBe(1)
    await steps.last().focus()
    await page.keyboard.press('ArrowLeft')
    const details = page.locator('[aria-live="polite"]', { hasText: 'website' })
    await details.getByText('Hammam for two', { exact: false }).waitFor()
    await details.getByText('ajs-alba-story-a').waitFor()
    await page.keyboard.press('Home')
    expect(await steps.first().getAttribute('aria-pressed')).toBe('true')
    // The keys of the picture do not turn the day's page.
    expect(new URL(page.url()).searchParams.get('day')).toBe(story.stay.arrivalOn)
    await page.getByText('As a list').click()
    const list = page.locator('details li li')
    expect(await list.count()).toBeGreaterThan(15)
    await expectClean(watched)
  }, 60_000)

  it('keeps why an offer was declined', async () => {
    const watched = await open()
    const { page } = watched
    await openGuest(page)
    const offer = page.getByRole('region', { name: 'The offer' })
    await offer.getByRole('button', { name: 'Decline: Points to spend' }).click()
    await page.keyboard.type('Saves them for a longer stay')
    await page.keyboard.press('Enter')
    await page.getByText('Noted: Points to spend was declined.').waitFor()
    const { body } = await server.ask(`/v1/profiles/${guestId}/timeline?limit=5`)
    expect(JSON.stringify(body)).toContain('Saves them for a longer stay')
    await expectClean(watched)
  }, 60_000)

  it('shows whatever was said as text, in French', async () => {
    const evil = `<img src=x onerror="document.title='broken'">{{7*7}}`
    await server.ask(`/v1/profiles/${guestId}/notes`, { kind: 'call', subject: evil, text: evil })
    const watched = await open({ ...phone, locale: 'fr-FR' })
    const { page } = watched
    await openGuest(page)
    await page.getByRole('toolbar').getByRole('button', { name: '<img', exact: false }).click()
    await page.getByText('{{7*7}}', { exact: false }).first().waitFor()
    await page.getByText('non identifié', { exact: false }).first().waitFor({ state: 'attached' })
    expect(await page.title()).toBe('Rapport')
    expect(await page.locator('main img').count()).toBe(0)
    await expectClean(watched)
  }, 60_000)

  for (const colorScheme of ['light', 'dark'] as const)
    it(`axe finds nothing, ${colorScheme}, on a laptop and on a phone`, async () => {
      for (const options of [laptop, phone]) {
        const watched = await open({ ...options, colorScheme })
        const { page } = watched
        await arrivals(page).first().getByText(story.promise.subject, { exact: false }).waitFor()
        expect(await axeFindings(page)).toEqual([])
        await openGuest(page)
        await page.getByText('As a list').click()
        await page.waitForTimeout(300)
        expect(await axeFindings(page)).toEqual([])
        await expectClean(watched)
      }
    }, 120_000)
})
