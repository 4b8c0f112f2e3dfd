import type { Browser, BrowserContextOptions } from 'playwright-core'
import { type WatchedPage, watchedPage } from './chromium.ts'

/** Opens the console as somebody does who got a key: signed in, at an address of it. */
export async function openConsolePage(
  browser: Browser,
  server: { readonly url: string; readonly key: string | null },
  path: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const watched = await watchedPage(browser, server.url, { locale: 'en', ...options })
  const { page } = watched
  await page.goto(`${server.url}/console${path}`)
  await page.getByLabel(/^(Key|Clé)/).fill(server.key ?? '')
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').waitFor()
  return watched
}
