import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** Debian's browser (CONTRIBUTING.md, "Counterparts"). */
const executablePath = '/usr/bin/chromium'
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const hasChromium: boolean = existsSync(executablePath)

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath, args })
}

/** A page with what went wrong in it: nothing may. */
export interface WatchedPage {
  readonly page: Page
  /** Addresses beyond our server that it asked for. */
  readonly outside: string[]
  /** Errors of scripts, refused loads, and breaches of the content security policy. */
  readonly errors: string[]
  close(): Promise<void>
}

/** Opens a page that notes what it asks for outside of a server, and what goes wrong in it. */
export async function watchedPage(
  browser: Browser,
  serverUrl: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const outside: string[] = []
  const errors: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(serverUrl) && !/^(?:data|blob):/.test(url)) outside.push(url)
  })
  page.on('pageerror', (error) => errors.push(error.message))
  // A breach of the policy is told there too.
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/i.test(message.text())) errors.push(message.text())
  })
  return { page, outside, errors, close: () => context.close() }
}
