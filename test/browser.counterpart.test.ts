import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readStory } from '@rapport/demo'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, launchChromium, watchedPage } from './support/chromium.ts'
import { type ServerProcess, startServer } from './support/server-process.ts'

describe.skipIf(!hasChromium)('in a browser (Chromium)', () => {
  let data = ''
  let server: ServerProcess
  let browser: Browser

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'rapport-browser-'))
    server = await startServer('--world', 'maison-aurele', '--people', '100', '--data', data)
    browser = await launchChromium()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await server?.end('SIGKILL')
    await rm(data, { recursive: true, force: true })
  })

  const openPage = () => watchedPage(browser, server.url)

  it('the API’s reference shows what there is, and asks nobody else for anything', async () => {
    const { page, outside, errors } = await openPage()
    await page.goto(`${server.url}/docs`)
    await page.getByRole('heading', { name: 'Rapport', exact: true }).waitFor()
    await page.getByText('Briefs', { exact: true }).first().click()
    await page.getByText('/v1/briefs').first().waitFor()
    for (const gone of ['Generate MCP', 'Developer Tools', 'Ask AI', 'Open API Client'])
      expect(await page.getByText(gone).count()).toBe(0)
    await page.waitForLoadState('load')
    expect(outside).toEqual([])
    expect(errors).toEqual([])
  }, 60_000)

  it('a brief is a page whose citations lead to its sources', async () => {
    const story = await readStory(join(data, 'worlds', 'maison-aurele-100'))
    const answer = await fetch(`${server.url}/v1/briefs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json', accept: 'text/html' },
      body: JSON.stringify({ profile: `phone:${story.heroine.phone}`, occasion: 'call' }),
    })
    const { page, outside, errors } = await openPage()
    await page.setContent(await answer.text())
    await page.getByRole('heading', { name: story.heroine.name }).waitFor()
    const citation = page.locator('a[href^="#"]').first()
    const target = page.locator(String(await citation.getAttribute('href')))
    expect(await target.textContent()).toMatch(/^(?:crm|shop|support|website|products)\//)
    expect({ outside, errors }).toEqual({ outside: [], errors: [] })
  }, 60_000)
})
