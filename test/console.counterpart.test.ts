import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readStory, type Story } from '@rapport/demo'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFindings } from './support/axe.ts'
import { hasChromium, launchChromium, type WatchedPage } from './support/chromium.ts'
import { openConsolePage } from './support/console-page.ts'
import { type ServerProcess, startServer } from './support/server-process.ts'

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 } }

describe.skipIf(!hasChromium)('the console, in Chromium', () => {
  let data = ''
  let server: ServerProcess
  let browser: Browser
  let heroine: Story['heroine']
  let heroineId = ''

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'rapport-console-'))
    server = await startServer('--world', 'maison-aurele', '--people', '100', '--data', data)
    browser = await launchChromium()
    heroine = (await readStory(join(data, 'worlds', 'maison-aurele-100'))).heroine
    const { body } = await server.ask(`/v1/profiles/${encodeURIComponent(`phone:${heroine.phone}`)}`)
    heroineId = (body as { id: string }).id
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.end('SIGKILL')
    await rm(data, { recursive: true, force: true })
  })

  const open = (path: string, options?: BrowserContextOptions) => openConsolePage(browser, server, path, options)

  /** Nothing went wrong, nothing was asked of anybody else, nothing broke the policy. */
  async function expectClean({ outside, errors, close }: WatchedPage): Promise<void> {
    expect({ outside, errors }).toEqual({ outside: [], errors: [] })
    await close()
  }

  it('asks for a key, says when it is wrong, and keeps a right one where no script sees it', async () => {
    const watched = await open('')
    const { page, errors } = watched
    expect(await page.evaluate('document.cookie')).toBe('')
    const [cookie] = await page.context().cookies()
    expect(cookie).toMatchObject({ name: 'rapport_session', httpOnly: true, sameSite: 'Strict' })
    await page.reload()
    await page.getByRole('navigation').waitFor()
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByLabel('Key', { exact: true }).fill('rpk_main_wrong')
    await page.keyboard.press('Enter')
    await page.getByText('This key opens nothing here.', { exact: false }).waitFor()
    expect(await page.context().cookies()).toEqual([])
    // The browser notes the refusal that was meant.
    expect(errors.splice(0).join()).toContain('401')
    await expectClean(watched)
  }, 60_000)

  it('takes the key from the address that the start prints, and takes it out of there', async () => {
    const watched = await open('')
    const { page } = watched
    await page.context().clearCookies()
    await page.goto('about:blank')
    await page.goto(`${server.url}/console#key=${server.key}`)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('navigation').waitFor()
    expect(page.url()).not.toContain('rpk_')
    await expectClean(watched)
  }, 60_000)

  it('finds somebody while one types, and opens them without a mouse', async () => {
    const watched = await open('/profiles')
    const { page } = watched
    await page.getByRole('link', { name: heroine.name }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('montferand hel', { delay: 20 })
    await page.getByRole('link', { name: heroine.name }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: heroine.name }).waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBe('montferand hel')
    await expectClean(watched)
  }, 60_000)

  it('says of a value who told it, when, and who says otherwise', async () => {
    const watched = await open(`/profiles/${heroineId}`)
    const { page } = watched
    const value = page.getByRole('button', { name: /de Montferrand/ })
    await value.focus()
    const told = page.getByRole('tooltip')
    await told.getByText('crm').waitFor()
    expect(await told.textContent()).toMatch(/contacts.*told on Nov 4, 2026.*shop.*says Montferrand/)
    await expectClean(watched)
  }, 60_000)

  it('takes apart and undoes, joins and undoes', async () => {
    const watched = await open(`/profiles/${heroineId}?tab=identity`)
    const { page } = watched
    const records = page.getByRole('tab', { name: /Records/ })
    await records.filter({ hasText: '4' }).waitFor()
    const link = page.getByRole('listitem').filter({ hasText: 'support' }).filter({ hasText: 'shop' })
    await link.getByRole('button', { name: 'Not the same' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Not the same' }).click()
    await page.getByText('They are kept apart now.').waitFor()
    await records.filter({ hasText: '3' }).waitFor()
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click()
    await records.filter({ hasText: '4' }).waitFor()
    await page.getByText('withdrawn', { exact: false }).waitFor()

    await page.getByRole('button', { name: 'Join with another…' }).click()
    await page.getByRole('dialog').getByLabel('Find somebody').fill('Denis Noirmont')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Noirmont/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Join them' }).click()
    await page.getByText('They are one now.').waitFor()
    await expect.poll(() => records.textContent()).not.toContain('4')
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).last().click()
    await records.filter({ hasText: '4' }).waitFor()
    await expectClean(watched)
  }, 90_000)

  it('shows a profile as it was known on a day', async () => {
    const watched = await open(`/profiles/${heroineId}`)
    const { page } = watched
    await page.getByLabel('As known on').fill('2001-01-01')
    await page.getByText('Nothing was known of this profile on Jan 1, 2001.').waitFor()
    await page.getByRole('button', { name: 'Back to now' }).click()
    await page.getByRole('tab', { name: 'Overview' }).waitFor()
    // The browser notes the answer that there is nothing.
    expect(watched.errors.splice(0).join()).toContain('404')
    await expectClean(watched)
  }, 60_000)

  it('filters the timeline, and a row opens to all that its source told', async () => {
    const watched = await open(`/profiles/${heroineId}?tab=timeline`)
    const { page } = watched
    await page.getByText('Product Viewed').first().waitFor()
    await page.getByText('Cases', { exact: true }).click()
    await expect.poll(() => page.getByText('Product Viewed').count()).toBe(0)
    await page.getByRole('button', { name: /Fermoir défectueux/ }).click()
    await page.getByText('support', { exact: true }).waitFor()
    await page.getByText("j'attends un sac neuf", { exact: false }).waitFor()
    await expectClean(watched)
  }, 60_000)

  it('follows what happens meanwhile', async () => {
    const { body } = await server.ask('/v1/keys', { title: 'tracking', scopes: ['track'], connection: 'website' })
    const watched = await open(`/profiles/${heroineId}?tab=timeline`)
    await watched.page.getByText('Product Viewed').first().waitFor()
    const answer = await fetch(`${server.url}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Bearer ${(body as { key: string }).key}` },
      body: JSON.stringify({ anonymousId: heroine.anonymousIds[0], event: 'Just Now' }),
    })
    expect(answer.status).toBe(200)
    await watched.page.getByText('Just Now').waitFor()
    await expectClean(watched)
  }, 60_000)

  it('shows whatever a customer can send as text', async () => {
    const evil = `<img src=x onerror="document.title='broken'"><script>document.title='broken'</script>{{7*7}}\u202E`
    const { body } = await server.ask('/v1/keys', { title: 'tracking', scopes: ['track'], connection: 'website' })
    const headers = { authorization: `Bearer ${(body as { key: string }).key}` }
    const send = (path: string, message: object) =>
      fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify({ userId: 'u-evil', ...message }) })
    const traits = {
      firstName: evil,
      lastName: 'Hostile',
      email: 'hostile@example.com',
      title: evil,
      address: { street: evil },
    }
    await send('/v1/identify', { traits })
    await send('/v1/track', { event: evil, properties: { title: evil, [evil]: evil, list: [{ name: evil }] } })
    await send('/v1/page', { name: 'javascript:alert(1)', properties: { url: 'javascript:alert(1)' } })
    const watched = await open('/profiles?q=hostile')
    const { page } = watched
    await page
      .getByRole('link', { name: /Hostile/ })
      .first()
      .click()
    for (const tab of ['Overview', 'Identity', 'Records', 'Timeline']) {
      await page.getByRole('tab', { name: tab }).click()
      await page.getByText('<img src=x', { exact: false }).first().waitFor()
    }
    await page.getByRole('button', { name: /<img/ }).first().click()
    await page.getByText('{{7*7}}', { exact: false }).first().waitFor()
    expect(await page.title()).toBe('Rapport')
    expect(await page.locator('main img, main script, a[href^="javascript"]').count()).toBe(0)
    await expectClean(watched)
  }, 60_000)

  it('speaks French, and keeps to what was chosen', async () => {
    const watched = await open(`/profiles/${heroineId}`, { locale: 'fr-FR' })
    const { page } = watched
    await page.getByRole('tab', { name: 'Vue d’ensemble' }).waitFor()
    await page.getByText('4 fiches', { exact: false }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('fr')
    await page.getByRole('button', { name: 'Réglages' }).click()
    await page.getByRole('menuitem', { name: /English/ }).click()
    await page.getByRole('tab', { name: 'Overview' }).waitFor()
    await page.reload()
    await page.getByRole('tab', { name: 'Overview' }).waitFor()
    await expectClean(watched)
  }, 60_000)

  for (const colorScheme of ['light', 'dark'] as const)
    it(`axe finds nothing, ${colorScheme}, on a laptop and on a phone`, async () => {
      for (const options of [{ colorScheme }, { colorScheme, ...phone }]) {
        const watched = await open('/profiles', options)
        const { page } = watched
        await page.getByRole('link', { name: heroine.name }).waitFor()
        expect(await axeFindings(page)).toEqual([])
        for (const tab of ['overview', 'timeline', 'identity', 'records']) {
          await page.goto(`${server.url}/console/profiles/${heroineId}?tab=${tab}`)
          await page.getByRole('tabpanel').waitFor()
          await page.waitForLoadState('networkidle').catch(() => {})
          expect(await axeFindings(page), tab).toEqual([])
        }
        await page.getByRole('button', { name: 'Settings' }).click()
        await page.getByRole('menuitem', { name: 'Sign out' }).click()
        await page.getByLabel('Key', { exact: true }).waitFor()
        expect(await axeFindings(page)).toEqual([])
        await expectClean(watched)
      }
    }, 120_000)
})
