// The console in Chromium over a served demo world: a ring to a brief that can be read, changes of the page, and what a first load weighs.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { hasChromium, launchChromium } from '../support/chromium.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { readOptions } from './harness/options.ts'
import { Report } from './harness/report.ts'
import { quantile } from './harness/statistics.ts'

const { numbers, json } = readOptions('console', { people: 1000, rings: 40, rounds: 8 })
const { people, rings, rounds } = numbers
const WORLD = 'maison-aurele'
/** What a place loads ahead once there is nothing better to do has come by then. */
const AHEAD_MS = 3000
const viewport = { width: 1440, height: 900 }
/** Each place's first page, and what stands on it once it can be used. */
const places: readonly { readonly name: string; readonly path: string; readonly ready: string }[] = [
  { name: 'sign-in', path: '', ready: 'form input' },
  { name: 'Profiles', path: '/profiles', ready: 'main ul a' },
  { name: 'Desk', path: '/desk', ready: 'main [role=status] [data-live]' },
  { name: 'Visits', path: '/visits', ready: 'main h1, main h2' },
  { name: 'Stays', path: '/stays', ready: 'main h1, main h2' },
]

/** What one clicks on, and what stands there then. */
const change = {
  'Profiles to Desk': [`document.querySelector('nav a[href$="/desk"]')`, 'main input[type=tel]'],
  'Desk to Profiles': [`document.querySelector('nav a[href*="/profiles"]')`, 'main ul a'],
  'a profile of the list': [`document.querySelectorAll('main ul a')[3]`, 'main article header h2'],
  'another profile': [`document.querySelectorAll('main ul a')[4]`, 'main article header h2'],
  'its timeline': [`document.querySelectorAll('main [role=tab]')[1]`, '[role=tabpanel] time, [role=tabpanel] p'],
  'its records': [`document.querySelectorAll('main [role=tab]')[3]`, '[role=tabpanel] section header'],
} as const

if (!hasChromium) {
  process.stderr.write('There is no Chromium here (CONTRIBUTING.md, "Counterparts").\n')
  process.exit(2)
}

/** Runs in each page: `act` until something is painted that was not there, ms; `whenReadable` answers when, epoch ms. */
const inPage = `
  const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  const until = (selector, isNew) => new Promise((done) => {
    const before = isNew ? document.querySelector(selector) : null
    const text = before?.textContent
    const look = () => {
      const found = document.querySelector(selector)
      if (!found || (isNew && found === before && found.textContent === text)) return false
      done()
      return true
    }
    if (look()) return
    const observer = new MutationObserver(() => look() && observer.disconnect())
    observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true })
  })
  globalThis.bench = {
    async whenReadable(selector) {
      await until(selector, false)
      await painted()
      return performance.timeOrigin + performance.now()
    },
    scripts: () =>
      performance
        .getEntriesByType('resource')
        .filter((one) => /\\.js$/.test(one.name))
        .map((one) => [one.name, performance.timeOrigin + one.startTime]),
    async act(what, selector, isNew = false) {
      const began = performance.now()
      const seen = until(selector, isNew)
      what()
      await seen
      await painted()
      return performance.now() - began
    },
  }
`

const report = new Report('console', json)
const data = await mkdtemp(join(tmpdir(), 'rapport-bench-console-'))
report.progress(`a world of ${people.toLocaleString('en')} people`)
const server = await startServer('--world', WORLD, '--people', String(people), '--data', data)
const browser = await launchChromium()
try {
  await weigh(browser, server)
  await ringToBrief(browser, server)
  await pageChanges(browser, server)
  report.condition(
    `${WORLD} of ${people.toLocaleString('en')} people, served and asked by ${browser.version()} on one machine`,
  )
  report.condition(
    `${viewport.width} × ${viewport.height}; "readable": in the page and painted, two frames after it came into the document`,
  )
  report.finish()
} finally {
  await browser.close()
  await server.end('SIGKILL')
  await rm(data, { recursive: true, force: true })
}

/** A browser that nobody used, signed in unless told otherwise. */
async function freshContext(isSignedIn = true): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport, locale: 'en' })
  // What the page does is timed in the page, by the clock that the bench reads too.
  await context.addInitScript({ content: inPage })
  if (isSignedIn) {
    const answer = await context.request.post(`${server.url}/v1/session`, {
      data: { key: server.key },
      headers: { origin: server.url },
    })
    if (!answer.ok()) throw new Error(`signing in was refused: ${answer.status()}`)
  }
  return context
}

/** Scripts until a place's first page can be used, compressed as a server sends them. */
async function weigh(browser: Browser, { url }: ServerProcess): Promise<void> {
  for (const { name, path, ready } of places) {
    const context = await freshContext(name !== 'sign-in')
    const page = await context.newPage()
    await page.goto(`${url}/console${path}`)
    const isThere = await page.waitForSelector(ready, { timeout: 30_000 }).then(
      () => new URL(page.url()).pathname.startsWith(`/console${path}`),
      () => false,
    )
    if (isThere) {
      const at = await page.evaluate(`bench.whenReadable(${JSON.stringify(ready)})`)
      await page.waitForTimeout(AHEAD_MS)
      await page.waitForLoadState('networkidle')
      const scripts = (await page.evaluate('bench.scripts()')) as readonly (readonly [url: string, startedAt: number])[]
      const urls = (isNeeded: boolean) => [
        ...new Set(scripts.filter(([, started]) => started < (at as number) === isNeeded).map(([one]) => one)),
      ]
      const needed = urls(true)
      const [gzip, brotli, later] = await Promise.all([
        weightOf(needed, 'gzip'),
        weightOf(needed, 'br'),
        weightOf(urls(false), 'gzip'),
      ])
      const goal = { of: 'value', atMost: 200 } as const
      report.add({ name: `first load, ${name}, gzip`, value: gzip, unit: 'kB', goal })
      report.add({ name: `first load, ${name}, brotli`, value: brotli, unit: 'kB', goal })
      report.add({ name: `loaded ahead while ${name} idles, gzip`, value: later, unit: 'kB' })
      report.progress(`${name}: ${gzip.toFixed(1)} kB in ${needed.length} files`)
    }
    await context.close()
  }
  report.condition(
    `first load: every script asked for until a place's first page can be used, the browser's cache empty (${browser.browserType().name()})`,
  )
}

async function weightOf(urls: readonly string[], encoding: 'gzip' | 'br'): Promise<number> {
  const sizes = await Promise.all(
    urls.map(async (one) => {
      const answer = await fetch(one, { headers: { 'accept-encoding': encoding } })
      // The header tells what came over the line; the body is what it was before.
      const length = Number(answer.headers.get('content-length') ?? Number.NaN)
      const body = await answer.arrayBuffer()
      return Number.isNaN(length) ? body.byteLength : length
    }),
  )
  return sizes.reduce((sum, one) => sum + one, 0) / 1000
}

/** A desk waits, the telephony tells of a ring, the brief can be read. */
async function ringToBrief(_browser: Browser, { url, ask }: ServerProcess): Promise<void> {
  const numbers = await phoneNumbers(ask, rings + 5)
  const context = await freshContext()
  const page = await context.newPage()
  await page.goto(`${url}/console/desk`)
  await page.waitForSelector('main [role=status] [data-live]')
  await page.waitForLoadState('networkidle')
  const heard: number[] = []
  const asked: number[] = []
  const typed: number[] = []
  for (const [round, from] of numbers.entries()) {
    const isCounted = round >= 5
    // The same number asked without a browser, in turns: what the console adds is the difference.
    const alone = performance.now()
    const { body } = await ask('/v1/calls', { from, queue: 'alone', interactionId: `alone-${round}` })
    if (!(body as { brief: unknown }).brief) throw new Error('a number without a brief')
    if (isCounted) asked.push(performance.now() - alone)
    await ask(`/v1/calls/${(body as { id: string }).id}/take`, {})
    await idle(page)
    const readable = page.evaluate(`bench.whenReadable('[data-kind] li')`)
    const began = now()
    await ask('/v1/calls', { from, interactionId: `heard-${round}` })
    if (isCounted) heard.push(((await readable) as number) - began)
    else await readable
    await page.keyboard.press('x')
    await idle(page)
    if (round % 4 !== 0) continue
    const field = page.getByLabel('Number that rings')
    await field.fill(from)
    const ringing = (await page.evaluate(
      `bench.act(() => document.querySelector('main form').requestSubmit(), '[data-kind] li')`,
    )) as number
    if (isCounted) typed.push(ringing)
    await page.keyboard.press('x')
  }
  await context.close()
  const goal = { of: 'value', atMost: 300 } as const
  for (const share of [0.5, 0.99]) {
    const promised = share === 0.99 && { goal }
    const at = (values: readonly number[]) => quantile(values, share)
    report.add({
      name: `ring to a readable brief, p${share * 100}`,
      value: at(heard),
      unit: 'ms',
      peer: at(asked),
      ...promised,
    })
    report.add({
      name: `a number that is typed to a readable brief, p${share * 100}`,
      value: at(typed),
      unit: 'ms',
      ...promised,
    })
  }
  report.progress(`ring to brief: p50 ${quantile(heard, 0.5).toFixed(0)} ms of ${heard.length}`)
  report.condition(
    'ring to brief: from the telephony’s request, through the feed, to paint; peer: the same request and its answer without a browser, in turns',
  )
}

/** Nobody is on the line. */
async function idle(page: Page): Promise<void> {
  await page.waitForSelector('main article', { state: 'detached' })
  for (let tries = 0; tries < 5 && (await page.getByRole('list', { name: 'Open calls' }).count()) > 0; tries++)
    await page.keyboard.press('x')
  await page.waitForSelector('main [role=status] [data-live]')
}

/** From a click until the next page can be read, the first time and again; beside it the same address loaded as a page. */
async function pageChanges(_browser: Browser, { url }: ServerProcess): Promise<void> {
  const first: Record<string, number[]> = {}
  const again: Record<string, number[]> = {}
  const loaded: number[] = []
  for (let round = 0; round < rounds; round++) {
    const context = await freshContext()
    const page = await context.newPage()
    await page.goto(`${url}/console/profiles`)
    await page.waitForSelector('main ul a')
    await page.waitForLoadState('networkidle')
    // As long as it takes somebody to read what is there.
    await page.waitForTimeout(AHEAD_MS)
    for (const times of [first, again])
      for (const [name, [target, ready]] of Object.entries(change)) {
        const took = (await page.evaluate(
          `bench.act(() => ${target}.click(), ${JSON.stringify(ready)}, true)`,
        )) as number
        times[name] ??= []
        times[name].push(took)
        await page.waitForLoadState('networkidle')
      }
    await page.goto(`${url}/console/profiles`)
    loaded.push(
      (await page.evaluate(`bench.whenReadable('main ul a').then((at) => at - performance.timeOrigin)`)) as number,
    )
    await context.close()
  }
  const goal = { of: 'value', atMost: 100 } as const
  const peer = quantile(loaded, 0.5)
  for (const [name, times] of Object.entries(first)) {
    report.add({ name: `${name}, the first time, p50`, value: quantile(times, 0.5), unit: 'ms', peer, goal })
    report.add({ name: `${name}, the first time, worst`, value: quantile(times, 1), unit: 'ms' })
    report.add({ name: `${name}, again, p50`, value: quantile(again[name] ?? [], 0.5), unit: 'ms', peer, goal })
  }
  report.condition(
    `page changes: ${rounds} browsers, each change once, then once more; peer: Profiles loaded as a page, its scripts in the cache`,
  )
}

/** Phone numbers that open a call for one person each. */
async function phoneNumbers(ask: ServerProcess['ask'], count: number): Promise<readonly string[]> {
  const found: string[] = []
  let after = ''
  while (found.length < count) {
    const { body } = await ask(`/v1/profiles?limit=100${after}`)
    const { items, next } = body as { items: readonly { attributes: Record<string, unknown> }[]; next: string | null }
    for (const { attributes } of items) {
      if (typeof attributes.phone !== 'string' || found.length === count) continue
      const answer = await ask(`/v1/profiles/${encodeURIComponent(`phone:${attributes.phone}`)}`)
      if (answer.status === 200) found.push(attributes.phone)
    }
    if (next === null) break
    after = `&after=${encodeURIComponent(next)}`
  }
  if (found.length < count)
    throw new Error(`the world has ${found.length} numbers of one person only: ask for more people`)
  return found
}

/** Epoch ms with fractions, as the page tells them. */
function now(): number {
  return performance.timeOrigin + performance.now()
}
