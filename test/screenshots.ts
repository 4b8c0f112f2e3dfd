// `npm run screenshots [-- FOLDER]`: each place of the console, light and dark, on a laptop and on a phone. To be looked at.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readStory, STORY_KEYS } from '@rapport/demo'
import type { Page } from 'playwright-core'
import { launchChromium } from './support/chromium.ts'
import { openConsolePage } from './support/console-page.ts'
import { startServer } from './support/server-process.ts'

const folder = resolve(process.argv[2] ?? '.screenshots')
const screens = {
  laptop: { width: 1366, height: 768 },
  phone: { width: 390, height: 844 },
} as const

await mkdir(folder, { recursive: true })
const data = await mkdtemp(join(tmpdir(), 'rapport-screenshots-'))
const server = await startServer('--world', 'maison-aurele', '--people', '100', '--data', data)
const browser = await launchChromium()
try {
  const rings = async (page: Page, number: string, name: string) => {
    await page.getByLabel('Number that rings').fill(number)
    await page.keyboard.press('Enter')
    await page.getByText(name).first().waitFor()
    await page.waitForLoadState('networkidle')
  }
  const { heroine } = await readStory(join(data, 'worlds', 'maison-aurele-100'))
  const found = await server.ask(`/v1/profiles/${encodeURIComponent(`phone:${heroine.phone}`)}`)
  const { id } = found.body as { readonly id: string }
  /** A place by its address, and what is done there before the picture. */
  const places: Readonly<Record<string, readonly [path: string, act?: (page: Page) => Promise<unknown>]>> = {
    'profiles-search': ['/profiles?q=mont'],
    'profiles-overview': [`/profiles/${id}`, (page) => page.getByRole('button', { name: /de Montferrand/ }).focus()],
    'profiles-timeline': [`/profiles/${id}?tab=timeline`],
    'profiles-identity': [`/profiles/${id}?tab=identity`],
    desk: ['/desk', (page) => rings(page, heroine.phone, 'Make amends')],
    'desk-correct': [
      '/desk',
      async (page) => {
        await rings(page, heroine.phone, 'Make amends')
        await page.keyboard.press('e')
        await page.getByRole('dialog').waitFor()
      },
    ],
    'desk-waiting': ['/desk'],
    'desk-who': ['/desk', (page) => rings(page, STORY_KEYS.familyPhone, 'Who is calling?')],
    'profiles-records': [`/profiles/${id}?tab=records`],
  }
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [screen, viewport] of Object.entries(screens)) {
      const { page, close } = await openConsolePage(browser, server, '', { viewport, colorScheme })
      for (const [name, [path, act]] of Object.entries(places)) {
        await page.goto(`${server.url}/console${path}`)
        await page.waitForLoadState('networkidle')
        await act?.(page)
        await page.waitForTimeout(300)
        const file = join(folder, `${name}-${screen}-${colorScheme}.png`)
        await page.screenshot({ path: file })
        console.log(file)
      }
      await close()
    }
} finally {
  await browser.close()
  await server.end('SIGKILL')
  await rm(data, { recursive: true, force: true })
}
