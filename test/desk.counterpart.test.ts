import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readStory, STORY_KEYS, type Story } from '@rapport/demo'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFindings } from './support/axe.ts'
import { hasChromium, launchChromium, type WatchedPage } from './support/chromium.ts'
import { openConsolePage } from './support/console-page.ts'
import { type ServerProcess, startServer } from './support/server-process.ts'

const laptop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } }
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 } }

interface BriefBody {
  readonly sentences: readonly { readonly text: string; readonly kind: string; readonly facts: readonly string[] }[]
  readonly facts: readonly { readonly id: string; readonly rows: readonly { readonly key: string }[] }[]
}

describe.skipIf(!hasChromium)('the desk, in Chromium', () => {
  let data = ''
  let server: ServerProcess
  let browser: Browser
  let heroine: Story['heroine']
  let heroineId = ''

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'rapport-desk-'))
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

  const open = (options: BrowserContextOptions = laptop) => openConsolePage(browser, server, '/desk', options)

  async function ring(page: Page, number: string): Promise<void> {
    await page.getByRole('textbox', { name: /Number that rings|Numéro qui sonne/ }).fill(number)
    await page.keyboard.press('Enter')
  }

  const briefOf = async (body: object): Promise<BriefBody> =>
    (await server.ask('/v1/briefs?all=true', { profile: heroineId, occasion: 'call', language: 'en', ...body }))
      .body as BriefBody

  /** Nothing went wrong, nothing was asked of anybody else, nothing broke the policy. */
  async function expectClean({ outside, errors, close }: WatchedPage): Promise<void> {
    expect({ outside, errors }).toEqual({ outside: [], errors: [] })
    await close()
  }

  it('goes from the ring to the note, without a mouse', async () => {
    const watched = await open()
    const { page } = watched
    // The field has the focus: one types what rings.
    await page.keyboard.type(heroine.phone)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: heroine.name }).waitFor()
    await page.getByText('The number is on crm/contacts', { exact: false }).waitFor()
    const brief = page.getByRole('region', { name: 'Brief' })
    expect(await brief.getByRole('heading').first().textContent()).toBe('Alerts')
    await brief.getByRole('region', { name: 'Alerts' }).getByText('Fermoir défectueux', { exact: false }).waitFor()

    await page.keyboard.press('v')
    await page.getByRole('menuitem', { name: 'By their last order' }).press('Enter')
    await page.getByText('Verified', { exact: true }).waitFor()

    await page.keyboard.press('q')
    await page.keyboard.type('what did she order before')
    await page.keyboard.press('Enter')
    const answers = page.getByRole('log')
    await answers.getByText('MA-8204-1187', { exact: false }).waitFor()
    await answers.getByRole('button', { name: '1 source' }).first().press('Enter')
    await page.getByRole('dialog').getByText('MA-8204-1187').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await page.keyboard.press('w')
    await page.keyboard.type('She wants the clasp mended by Friday.')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Collect the bag')
    await page.getByLabel('Until').fill('2026-12-01T18:00')
    await page.getByRole('button', { name: 'Write it down' }).press('Enter')
    await page.getByText('It is written down.').waitFor()
    await page.getByRole('region', { name: 'Timeline' }).getByText('Promise: Collect the bag').waitFor()
    const { body } = await server.ask(`/v1/profiles/${heroineId}/timeline?entities=interaction,task&limit=5`)
    const written = JSON.stringify(body)
    expect(written).toContain('She wants the clasp mended by Friday.')
    expect(written).toContain('Collect the bag')

    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click()
    await page
      .getByRole('region', { name: 'Timeline' })
      .getByText('Promise: Collect the bag')
      .waitFor({ state: 'detached' })
    await expectClean(watched)
  }, 90_000)

  it('opens each sentence to the rows it stands on, and says where sources disagree', async () => {
    const watched = await open()
    const { page } = watched
    await ring(page, heroine.phone)
    const brief = page.getByRole('region', { name: 'Brief' })
    await brief.waitFor()
    const { sentences, facts } = await briefOf({})
    const alert = sentences.find((one) => one.text.includes('Fermoir'))
    const rows = facts.filter((one) => alert?.facts.includes(one.id)).flatMap((one) => one.rows)
    expect(rows.length).toBeGreaterThan(0)
    await brief
      .getByRole('region', { name: 'Alerts' })
      .getByRole('listitem')
      .filter({ hasText: 'Fermoir' })
      .getByRole('button')
      .click()
    for (const { key } of rows) await page.getByRole('dialog').getByText(key, { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await brief.getByRole('listitem').filter({ hasText: 'No marketing by e-mail' }).getByRole('button').click()
    await page.getByRole('dialog').getByText('sources disagree').waitFor()
    await expectClean(watched)
  }, 60_000)

  it('holds back what is sensitive until the caller is verified', async () => {
    const watched = await open()
    const { page } = watched
    await ring(page, heroine.phone)
    const brief = page.getByRole('region', { name: 'Brief' })
    await brief.getByText('2 sensitive facts held until verification', { exact: false }).waitFor()
    const call = new URL(page.url()).searchParams.get('call') ?? ''
    const before = await briefOf({ call })
    const after = await briefOf({})
    const held = after.sentences.filter((one) => before.sentences.every(({ text }) => text !== one.text))
    expect(held.length).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Show everything' }).click()
    await brief.getByText(before.sentences.at(-1)?.text ?? '').waitFor()
    for (const { text } of held) expect(await brief.getByText(text).count()).toBe(0)
    await page.getByRole('button', { name: 'Verify caller' }).click()
    await page.getByRole('menuitem', { name: 'By calling back' }).click()
    for (const { text } of held) await brief.getByText(text).waitFor()
    await page.reload()
    await page.getByText('Verified', { exact: true }).waitFor()
    await expectClean(watched)
  }, 60_000)

  it('is corrected by one key: not this person, somebody else, and back', async () => {
    const watched = await open()
    const { page } = watched
    await ring(page, heroine.phone)
    await page.getByRole('heading', { name: heroine.name }).waitFor()
    // Written in a field, the letter is a letter.
    await page.getByLabel('Question about the caller').fill('')
    await page.keyboard.type('n')
    await page.getByRole('heading', { name: heroine.name }).waitFor()
    await page.getByLabel('Question about the caller').blur()
    await page.keyboard.press('n')
    await page.getByRole('heading', { name: 'Who is calling?' }).waitFor()
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('heading', { name: heroine.name }).waitFor()
    await page.keyboard.press('n')
    await page.getByLabel('Find somebody').fill('Denis Noirmont')
    await page
      .getByRole('button', { name: /Noirmont/ })
      .first()
      .click()
    await page.getByRole('heading', { name: /Noirmont/ }).waitFor()
    await expectClean(watched)
  }, 60_000)

  it('asks who it is where several have the number, and says why each may be it', async () => {
    const watched = await open()
    const { page } = watched
    await ring(page, STORY_KEYS.familyPhone)
    const candidates = page.getByRole('list', { name: 'Who is calling?' }).getByRole('button')
    await candidates.first().waitFor()
    expect(await candidates.count()).toBe(2)
    expect(await candidates.nth(1).textContent()).toMatch(/Inès de Montferrand.*The number is on crm\/contacts.*Client/)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Inès de Montferrand' }).waitFor()
    await expectClean(watched)
  }, 60_000)

  it('shows the row that a sentence comes from: in the timeline, or beside it where it is a record', async () => {
    const watched = await open()
    const { page } = watched
    await ring(page, heroine.phone)
    const alerts = page.getByRole('region', { name: 'Alerts' }).getByRole('listitem').filter({ hasText: 'Fermoir' })
    await alerts.getByRole('button').click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /support tickets/ })
      .press('Enter')
    const row = page.getByRole('region', { name: 'Timeline' }).getByRole('button', { expanded: true })
    await row.filter({ hasText: 'Fermoir' }).waitFor()
    await row.and(page.locator(':focus')).waitFor()
    await page.getByText("j'attends un sac neuf", { exact: false }).waitFor()
    // Before the caller is verified a record tells nothing by which one could be mistaken for her.
    const told = page.getByRole('region', { name: 'The row it comes from' })
    const who = page
      .getByRole('region', { name: 'Who it is' })
      .getByRole('listitem')
      .filter({ hasText: 'four records' })
    const contact = page.getByRole('dialog').getByRole('button', { name: /crm contacts/ })
    await who.getByRole('button').click()
    await contact.first().click()
    await told.getByText('Camille Aubert').waitFor()
    expect(await told.textContent()).not.toMatch(/1968|courriel|3 VILLA/i)
    await page.keyboard.press('v')
    await page.getByRole('menuitem', { name: 'By calling back' }).click()
    await told.getByText('Apr 3, 1968').waitFor()
    await told.getByRole('button', { name: 'Close' }).click()
    await told.waitFor({ state: 'detached' })
    // What one looks for first opens there too.
    await page
      .getByRole('region', { name: 'At a glance' })
      .getByRole('button', { name: /Promise: Remplacement/ })
      .click()
    await row.filter({ hasText: 'Remplacement' }).waitFor()
    await expectClean(watched)
  }, 60_000)

  it('puts right what is wrong, shows what became of it, and undoes it', async () => {
    const watched = await open()
    const { page } = watched
    await ring(page, heroine.phone)
    await page.getByRole('heading', { name: heroine.name }).waitFor()
    await page.keyboard.press('e')
    const dialog = page.getByRole('dialog', { name: /Correct what is known/ })
    await dialog.getByLabel('First name').waitFor()
    expect(await dialog.getByLabel('Street').isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.keyboard.press('v')
    await page.getByRole('menuitem', { name: 'By calling back' }).press('Enter')
    await page.getByText('Verified', { exact: true }).waitFor()
    await page.keyboard.press('e')
    await dialog.getByLabel('Street').fill('12 rue des  lilas')
    await dialog.getByLabel('Postal code').fill('75011')
    await dialog.getByLabel('City').fill('Paris')
    await dialog.getByLabel('E-mail').fill('Helene.NOUVELLE@courriel.example')
    await page.keyboard.press('Enter')
    await dialog.getByText('helene.nouvelle@courriel.example', { exact: true }).waitFor()
    await dialog.getByText('you wrote: Helene.NOUVELLE@courriel.example').waitFor()
    await dialog.getByText('12 rue des lilas, 75011, Paris, FR').waitFor()
    expect(await dialog.getByText('shown now').count()).toBe(2)
    const profile = async () => JSON.stringify((await server.ask(`/v1/profiles/${heroineId}`)).body)
    expect(await profile()).toContain('helene.nouvelle@')
    await dialog.getByRole('button', { name: 'Undo' }).click()
    await dialog.getByLabel('Street').waitFor()
    await expect.poll(profile).not.toContain('helene.nouvelle@')
    await page.keyboard.press('Escape')

    // In the profile too, where it stays listed.
    await page.goto(`${server.url}/console/profiles/${heroineId}?tab=records`)
    await page.getByRole('region', { name: 'Corrections' }).getByText('undone', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Correct…' }).click()
    await dialog.getByLabel('By', { exact: true }).selectOption('Phone')
    await dialog.getByLabel('They').selectOption('refuse')
    await dialog.getByLabel('Position').fill('Avocate')
    await page.keyboard.press('Enter')
    await dialog.getByText('shown now').waitFor()
    await dialog.getByRole('listitem').filter({ hasText: 'Phone: withdrawn' }).getByText('counts now').waitFor()
    const consents = async () => JSON.stringify((await server.ask(`/v1/profiles/${heroineId}`)).body)
    expect(await consents()).toContain('"channel":"phone"')
    await dialog.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(consents).not.toContain('"channel":"phone"')
    await dialog.getByLabel('Position').fill('Avocate')
    await page.keyboard.press('Enter')
    await dialog.getByText('shown now').waitFor()
    await dialog.getByRole('button', { name: 'Done' }).click()
    const kept = page
      .getByRole('region', { name: 'Corrections' })
      .getByRole('listitem')
      .filter({ hasText: 'Avocate' })
      .first()
    await kept.getByRole('button', { name: 'Undo' }).click()
    await kept.getByText('undone', { exact: false }).waitFor()
    await expectClean(watched)
  }, 60_000)

  it('offers a steward what the pick told of the records, in one key, and takes it back', async () => {
    const watched = await open()
    const { page } = watched
    await ring(page, heroine.phone)
    await page.getByRole('heading', { name: heroine.name }).waitFor()
    await page.keyboard.press('n')
    await page.getByRole('heading', { name: 'Who is calling?' }).waitFor()
    const offered = page.getByRole('region', { name: 'What a steward may decide' })
    await offered
      .getByText(/carries the caller.s number/)
      .first()
      .waitFor()
    await page.getByLabel('Find somebody').blur()
    await page.keyboard.press('d')
    await page.getByText('They are kept apart now.').waitFor()
    await page.getByRole('alert').filter({ hasText: 'kept apart' }).getByRole('button', { name: 'Undo' }).click()
    await expect
      .poll(async () => ((await server.ask(`/v1/profiles/${heroineId}`)).body as { records: number }).records)
      .toBe(4)
    await offered.getByRole('button', { name: 'Leave it' }).first().click()
    await offered.waitFor({ state: 'detached' })
    await expectClean(watched)
  }, 60_000)

  it('keeps whether a proposal was taken up, and takes that back', async () => {
    const watched = await open()
    const { page } = watched
    await ring(page, heroine.phone)
    const propose = page.getByRole('region', { name: 'What to propose' })
    await propose.getByText('Make amends').waitFor()
    await page.keyboard.press('p')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.type('She was given a discount already.')
    await page.keyboard.press('Enter')
    await page.getByText('Noted: Make amends was declined.').waitFor()
    await propose.getByText('Make amends').waitFor({ state: 'detached' })
    const { body } = await server.ask(`/v1/profiles/${heroineId}/timeline?limit=5`)
    expect(JSON.stringify(body)).toContain('She was given a discount already.')
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click()
    await propose.getByText('Make amends').waitFor()
    await expectClean(watched)
  }, 60_000)

  it('writes down a caller whom nobody knows, whatever they are called', async () => {
    const evil = `<img src=x onerror="document.title='broken'">{{7*7}}`
    const watched = await open()
    const { page } = watched
    await ring(page, '+33700000042')
    await page.getByText('Nobody known has this number.', { exact: false }).waitFor()
    await page.getByLabel('First name').fill(evil)
    await page.getByLabel('Last name').fill('Hostile')
    await page.getByRole('button', { name: 'Write down' }).click()
    await page.getByRole('heading', { name: 'Hostile' }).waitFor()
    // Cleaning writes names with capitals.
    expect((await page.getByRole('heading', { name: 'Hostile' }).textContent())?.toLowerCase()).toContain(evil)
    await page.getByLabel('What was said').fill(evil)
    await page.getByRole('button', { name: 'Write it down' }).click()
    await page.getByRole('region', { name: 'Timeline' }).getByText('{{7*7}}', { exact: false }).waitFor()
    await page.getByLabel('Question about the caller').fill(evil)
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText(evil, { exact: false }).first().waitFor()
    // What is corrected and declined, too: the sentence of the correction is the last thing that was cleaned.
    await page.getByLabel('Question about the caller').blur()
    await page.keyboard.press('v')
    await page.getByRole('menuitem', { name: 'By calling back' }).click()
    await page.getByText('Verified', { exact: true }).waitFor()
    await page.keyboard.press('e')
    const dialog = page.getByRole('dialog', { name: /Correct what is known/ })
    await dialog.getByLabel('Street').fill(evil)
    await dialog.getByLabel('Position').fill(evil)
    await page.keyboard.press('Enter')
    await dialog.getByText('shown now').first().waitFor()
    expect(await dialog.textContent()).toContain('{{7*7}}')
    await dialog.getByRole('button', { name: 'Done' }).click()
    expect(await page.title()).toBe('Rapport')
    expect(await page.locator('main img, main script, [role=dialog] img').count()).toBe(0)
    await expectClean(watched)
  }, 60_000)

  it('hears a ring while it waits, and of the colleague who answers it first', async () => {
    const [here, there] = [await open(), await open()]
    for (const { page } of [here, there]) await page.getByText('Waiting for a call.').waitFor()
    await server.ask('/v1/calls', { from: heroine.phone, queue: 'clienteling' })
    for (const { page } of [here, there]) {
      await page.getByRole('region', { name: 'Alerts' }).getByText('Fermoir défectueux', { exact: false }).waitFor()
      expect(await page.title()).toBe('☎ 1 call rings · Rapport')
    }
    await there.page.keyboard.press('t')
    await there.page.getByRole('button', { name: /Take the call/ }).waitFor({ state: 'detached' })
    // It was only looked at here: it goes, and stands among the calls of the last minutes.
    await here.page.getByRole('heading', { name: heroine.name }).waitFor({ state: 'detached' })
    const recent = here.page.getByRole('region', { name: 'Calls of the last minutes' })
    await recent
      .getByRole('button', { name: new RegExp(`${heroine.name}.*answers`) })
      .first()
      .click()
    // Whoever takes it over says so.
    await here.page.getByRole('heading', { name: heroine.name }).waitFor()
    await there.page.getByRole('status').getByText('answers', { exact: false }).waitFor()
    await there.page.getByRole('button', { name: /Take it over/ }).waitFor()
    await expectClean(here)
    await expectClean(there)
  }, 60_000)

  it('keeps several calls as tabs, and changes between them without a mouse', async () => {
    const watched = await open()
    const { page } = watched
    await ring(page, heroine.phone)
    await page.getByRole('heading', { name: heroine.name }).waitFor()
    await server.ask('/v1/calls', { from: STORY_KEYS.familyPhone })
    const rings = page.getByRole('button', { name: /rings/ })
    await rings.waitFor()
    await page.keyboard.press('a')
    await page.getByRole('heading', { name: 'Who is calling?' }).waitFor()
    await rings.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Inès de Montferrand/ }).press('Enter')
    await page.getByRole('heading', { name: 'Inès de Montferrand' }).waitFor()
    await page.keyboard.press('1')
    await page.getByRole('heading', { name: heroine.name }).waitFor()
    await page.reload()
    const tabs = page.getByRole('list', { name: 'Open calls' }).getByRole('listitem')
    await expect.poll(() => tabs.count()).toBe(2)
    await page.getByRole('heading', { name: heroine.name }).waitFor()
    await page.keyboard.press('x')
    await page.getByRole('heading', { name: 'Inès de Montferrand' }).waitFor()
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keys' })
    await help.getByText('Not this person').waitFor()
    await page.keyboard.press('Escape')
    await help.waitFor({ state: 'detached' })
    await page.keyboard.press('x')
    await page.getByText('Waiting for a call.').waitFor()
    await expectClean(watched)
  }, 60_000)

  it('says when it does not hear of calls, and what rang meanwhile rings once it does', async () => {
    const watched = await open()
    const { page } = watched
    await page.getByText('Waiting for a call.').waitFor()
    await page.route('**/v1/calls/stream*', (route) => route.fulfill({ status: 503 }))
    await page.reload()
    await page.getByText('Not connected', { exact: false }).waitFor()
    await server.ask('/v1/calls', { from: '+33700000051' })
    // The number still works as the telephony's own way would.
    await ring(page, '+33700000052')
    await page.getByText('+33700000052 ·', { exact: false }).waitFor()
    await page.getByText('Not connected: calls do not ring here').waitFor()
    await page.unroute('**/v1/calls/stream*')
    await page.getByRole('button', { name: /Nobody known rings/ }).click()
    await page.getByText('+33700000051 ·', { exact: false }).waitFor()
    await page.getByText('Not connected: calls do not ring here').waitFor({ state: 'detached' })
    // The browser notes each refusal.
    expect(watched.errors.splice(0).join()).toContain('503')
    await expectClean(watched)
  }, 60_000)

  it('speaks French, the brief too', async () => {
    const watched = await open({ ...laptop, locale: 'fr-FR' })
    const { page } = watched
    await ring(page, heroine.phone)
    await page.getByRole('region', { name: 'Alertes' }).getByText('Réclamation ouverte', { exact: false }).waitFor()
    await page.getByRole('button', { name: /Ce n’est pas cette personne/ }).waitFor()
    await page.getByText('Le numéro figure dans', { exact: false }).waitFor()
    await page.getByText('Réparer', { exact: true }).waitFor()
    await expectClean(watched)
  }, 60_000)

  for (const colorScheme of ['light', 'dark'] as const)
    it(`axe finds nothing, ${colorScheme}, on a laptop and on a phone; a laptop's page does not scroll`, async () => {
      for (const options of [laptop, phone]) {
        const watched = await open({ ...options, colorScheme })
        const { page } = watched
        expect(await axeFindings(page)).toEqual([])
        await ring(page, heroine.phone)
        await page.getByText('Make amends').waitFor()
        await page.getByText('Product Viewed').first().waitFor()
        expect(await axeFindings(page)).toEqual([])
        if (options === laptop)
          expect(
            await page.evaluate(
              "[document.documentElement, document.querySelector('main')].map((one) => one.scrollHeight - one.clientHeight)",
            ),
          ).toEqual([0, 0])
        await page
          .getByRole('button', { name: /^\d+ sources?$/ })
          .first()
          .click()
        await page.getByRole('dialog').waitFor()
        await page.waitForTimeout(300)
        expect(await axeFindings(page)).toEqual([])
        await page.keyboard.press('Escape')
        await page.getByRole('button', { name: /Not this person/ }).click()
        await page.getByRole('heading', { name: 'Who is calling?' }).waitFor()
        await page.waitForTimeout(300)
        expect(await axeFindings(page)).toEqual([])
        await ring(page, STORY_KEYS.familyPhone)
        await page.getByRole('button', { name: /^Inès de Montferrand/ }).waitFor()
        expect(await axeFindings(page)).toEqual([])
        await expectClean(watched)
      }
    }, 120_000)
})
