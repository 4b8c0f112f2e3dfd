// `npm run screenshots [-- FOLDER]`: each place of the console, light and dark, on a laptop and on a phone. To be looked at.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type AlbaStory, type CalyxStory, readStory, STORY_KEYS } from '@rapport/demo'
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
const server = await startServer('--people', '100', '--data', data)
const browser = await launchChromium()
try {
  const rings = async (page: Page, number: string, name: string) => {
    await page.getByLabel('Number that rings').fill(number)
    await page.keyboard.press('Enter')
    await page.getByText(name).first().waitFor()
    await page.waitForLoadState('networkidle')
  }
  const { heroine } = await readStory(join(data, 'worlds', 'maison-aurele-100'))
  const calyx = await readStory<CalyxStory>(join(data, 'worlds', 'laboratoire-calyx-100'))
  const alba = await readStory<AlbaStory>(join(data, 'worlds', 'alba-hotels-100'))
  const idOf = async (workspace: string, reference: string) => {
    const { body } = await server.ask(`/v1/profiles/${encodeURIComponent(reference)}`, undefined, 'GET', workspace)
    return (body as { readonly id: string }).id
  }
  const id = await idOf('maison-aurele', `phone:${heroine.phone}`)
  const guest = await idOf('alba-hotels', `loyaltyNumber:${alba.heroine.keys['crm/members']?.[0]}`)
  const visitDay = `/visits?day=${calyx.visit.startsAt?.slice(0, 10)}`
  const arrivalDay = `day=${alba.stay.arrivalOn}`
  const visit = (page: Page) => page.getByRole('link', { name: calyx.pharmacy.name }).first().click()
  const toReport = async (page: Page) => {
    await visit(page)
    await page.getByRole('button', { name: 'Next step' }).click()
    await page.getByRole('button', { name: 'Write the report' }).scrollIntoViewIfNeeded()
  }
  /** A place by its address, and what is done there before the picture. */
  type Places = Readonly<Record<string, readonly [path: string, act?: (page: Page) => Promise<unknown>]>>
  const maisonAurele: Places = {
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
  const laboratoireCalyx: Places = {
    visits: [visitDay],
    'visits-visit': [visitDay, visit],
    'visits-report': [visitDay, toReport],
  }
  const albaHotels: Places = {
    stays: [`/stays?${arrivalDay}`],
    'stays-guest': [`/stays/${guest}?${arrivalDay}`],
    'stays-journey': [
      `/stays/${guest}?${arrivalDay}`,
      async (page) => {
        await page.getByRole('toolbar').getByRole('button').last().focus()
        await page.keyboard.press('ArrowLeft')
        await page.getByRole('toolbar').scrollIntoViewIfNeeded()
      },
    ],
  }
  const worlds = [
    { name: 'maison-aurele', places: maisonAurele },
    { name: 'laboratoire-calyx', places: laboratoireCalyx },
    { name: 'alba-hotels', places: albaHotels },
  ]
  for (const { name: world, places } of worlds) {
    const { url } = server
    const key = server.workspaces.find(({ name }) => name === world)?.key ?? null
    for (const colorScheme of ['light', 'dark'] as const)
      for (const [screen, viewport] of Object.entries(screens)) {
        const options = { viewport, colorScheme, timezoneId: 'Europe/Paris' }
        const { page, close } = await openConsolePage(browser, { url, key }, '', options)
        for (const [name, [path, act]] of Object.entries(places)) {
          await page.goto(`${url}/console${path}`)
          await page.waitForLoadState('networkidle')
          await act?.(page)
          await page.waitForLoadState('networkidle')
          await page.waitForTimeout(300)
          const file = join(folder, `${name}-${screen}-${colorScheme}.png`)
          await page.screenshot({ path: file })
          console.log(file)
        }
        await close()
      }
  }
} finally {
  await browser.close()
  await server.end('SIGKILL')
  await rm(data, { recursive: true, force: true })
}
