import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CalyxStory, readStory, type Story, WORLDS } from '@rapport/demo'
import { Analytics } from '@segment/analytics-node'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { rapport, type ServerProcess, startServer } from './support/server-process.ts'

let data = ''
let server: ServerProcess
let story: Story

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'rapport-start-'))
  server = await startServer('--people', '100', '--data', data)
  story = await readStory(join(data, 'worlds', 'maison-aurele-100'))
}, 60_000)
afterAll(async () => {
  await server?.end('SIGKILL')
  await rm(data, { recursive: true, force: true })
})

const phone = () => `phone:${story.heroine.phone}`
const path = (reference: string, rest = '') => `/v1/profiles/${encodeURIComponent(reference)}${rest}`
const item = (body: unknown) => (body as { items: Record<string, unknown>[] }).items

describe('npm start, and what a newcomer then tries', () => {
  it('answers who rings, as one of several systems’ records, with why', async () => {
    const { status, body } = await server.ask('/v1/calls', { from: story.heroine.phone, queue: 'after-sales' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      status: 'matched',
      profile: { name: story.heroine.name, summary: { tier: 'Ambassadeur' } },
    })
  })

  it('a number that a family shares gives candidates, never one of them', async () => {
    const { body } = await server.ask('/v1/calls', { from: story.heroine.sharedPhone })
    expect(body).toMatchObject({ status: 'ambiguous' })
    const names = (body as { candidates: { name: string }[] }).candidates.map(({ name }) => name)
    expect(names).toContain(story.heroine.name)
    expect(names.length).toBeGreaterThan(1)
  })

  it('shows the profile with provenance, its timeline, records, links, and the past', async () => {
    const { body } = await server.ask(path(phone()))
    expect(body).toMatchObject({ attributes: { tier: 'Ambassadeur' }, insights: { openCases: 1 } })
    const records = item((await server.ask(path(phone(), '/records'))).body).map(({ anchor }) => anchor)
    expect(records).toEqual(expect.arrayContaining([`crm/contacts/${story.heroine.keys['crm/contacts']?.[0]}`]))
    expect(records).not.toEqual(
      expect.arrayContaining([`crm/contacts/${story.neverMergeWith.keys['crm/contacts']?.[0]}`]),
    )
    expect(item((await server.ask(path(phone(), '/timeline?entities=order'))).body).length).toBeGreaterThan(3)
    expect((await server.ask(path(phone(), '/links'))).body).toMatchObject({
      links: expect.arrayContaining([expect.anything()]),
    })
    expect((await server.ask(path(phone(), '/history?at=2000-01-01'))).status).toBe(404)
  })

  it('finds people as somebody types, accents and all', async () => {
    for (const typed of ['hele', 'Montf', 'montferand', story.heroine.phone.slice(-4)]) {
      const found = item((await server.ask(`/v1/search?q=${encodeURIComponent(typed)}`)).body)
      expect(
        found.map(({ name }) => name),
        typed,
      ).toContain(story.heroine.name)
    }
  })

  it('takes what a website’s SDK sends, and the profile is there at once', async () => {
    const keys = JSON.parse(await readFile(join(data, 'keys.json'), 'utf8')) as Record<string, string>
    expect((await stat(join(data, 'keys.json'))).mode & 0o077).toBe(0)
    const analytics = new Analytics({ writeKey: keys['maison-aurele/website'] ?? '', host: server.url, maxRetries: 0 })
    analytics.identify({
      userId: 'u-live',
      anonymousId: 'a-live',
      traits: { email: 'live@visitor.example', firstName: 'Live' },
    })
    analytics.track({ userId: 'u-live', event: 'Product Viewed', properties: { sku: 'X1' } })
    await analytics.closeAndFlush()
    await vi.waitFor(async () => {
      const { body } = await server.ask(path('email:live@visitor.example', '/timeline'))
      expect(item(body).map(({ entity }) => entity)).toContain('event')
    }, 5000)
  })

  it('tells what is wrong, and what to do', async () => {
    expect(await server.ask('/v1/profiles/nonsense')).toMatchObject({
      status: 400,
      body: { code: 'PROFILE_ID_INVALID' },
    })
    expect(await server.ask(path('email:nobody@nowhere.example'))).toMatchObject({
      status: 404,
      body: { code: 'PROFILE_NOT_FOUND' },
    })
    expect((await fetch(`${server.url}/v1/profiles`)).status).toBe(401)
    const { port } = new URL(server.url)
    const taken = await rapport('start', '--empty', '--data', join(data, 'other'), '--port', port)
    expect(taken).toMatchObject({ code: 1, err: expect.stringContaining('something listens there already') })
    const atlantis = await rapport('start', '--world', 'atlantis', '--data', join(data, 'other'), '--port', '0')
    expect(atlantis).toMatchObject({ code: 1, err: expect.stringContaining('laboratoire-calyx') })
    const busy = await rapport('start', '--data', data, '--port', '0')
    expect(busy).toMatchObject({ code: 1, err: expect.stringContaining('is in use by process') })
  }, 60_000)

  it('the command beside the server talks to it', async () => {
    const { code, out } = await rapport('profile', phone(), '--data', data, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ attributes: { tier: 'Ambassadeur' } })
    expect(await rapport('doctor', '--data', data)).toMatchObject({ code: 0 })
    const found = await rapport('search', 'arcades', '--workspace', 'laboratoire-calyx', '--data', data)
    expect(found.out).toContain('Pharmacie des Arcades')
  }, 60_000)

  it('shows each world in a workspace of its own, and what the welcome says to try works', async () => {
    expect(server.workspaces.map(({ name }) => name)).toEqual(Object.keys(WORLDS))
    expect(server.workspaces[0]?.key).toBe(server.key)
    for (const [name, { tries }] of Object.entries(WORLDS)) {
      const requests = tries(await readStory<object>(join(data, 'worlds', `${name}-100`))).flatMap(
        (one) => one.requests,
      )
      expect(requests.length).toBeGreaterThan(1)
      for (const request of requests) {
        const { status, body } = await server.ask(request.path, request.body, undefined, name)
        expect(status, `${name}: ${request.path} ${JSON.stringify(body)}`).toBeLessThan(300)
      }
    }
  })

  it('a visit’s pharmacy is read in its own workspace, and in no other', async () => {
    const { pharmacy, payer, overdue } = await readStory<CalyxStory>(join(data, 'worlds', 'laboratoire-calyx-100'))
    const at = ({ customer }: { readonly customer: string }) => path(`customerNumber:${Number(customer)}`)
    expect(await server.ask(at(pharmacy), undefined, 'GET', 'laboratoire-calyx')).toMatchObject({
      status: 200,
      body: { entity: 'organization', attributes: { name: pharmacy.name }, insights: { openCases: 1, rangeGaps: 1 } },
    })
    expect(await server.ask(at(payer), undefined, 'GET', 'laboratoire-calyx')).toMatchObject({
      body: { attributes: { name: payer.name }, insights: { overdue: Math.round(overdue.amount * 100) } },
    })
    expect((await server.ask(at(pharmacy))).status).toBe(404)
  })

  it('init writes a project that starts, on the port that its configuration names', async () => {
    const project = join(data, 'project')
    expect(await rapport('init', project)).toMatchObject({ code: 0, out: expect.stringContaining('rapport.config.ts') })
    expect(await rapport('init', project)).toMatchObject({ code: 1, err: expect.stringContaining('is not empty') })
    const own = await startServer('--project', project, '--data', join(data, 'own'))
    const names = item((await own.ask('/v1/profiles')).body).map(
      ({ attributes }) => (attributes as { familyName: string }).familyName,
    )
    expect(names.sort()).toEqual(['Benali', 'Morel'])
    await own.end('SIGINT')
    const { port } = new URL(server.url)
    const config = `export default { http: { port: ${port} } }`
    await writeFile(join(project, 'rapport.config.ts'), config)
    const taken = await rapport('start', '--project', project, '--data', join(data, 'own'))
    expect(taken).toMatchObject({ code: 1, err: expect.stringContaining(`127.0.0.1:${port}`) })
  }, 60_000)

  it('killed and started again, it is where it was; erased, nobody comes back by the next start', async () => {
    expect((await server.ask('/v1/erasures', { profile: 'email:live@visitor.example' })).status).toBe(201)
    expect((await server.ask('/v1/erasures', { profile: phone() })).status).toBe(201)
    expect(await server.end('SIGKILL')).toBeNull()
    // Without a server, a command opens all that is there, the plugins of each world with it.
    const found = await rapport('search', 'arcades', '--workspace', 'laboratoire-calyx', '--data', data)
    expect(found).toMatchObject({ code: 0, out: expect.stringContaining('Pharmacie des Arcades') })
    const { key } = server
    server = await startServer('--world', 'maison-aurele', '--people', '100', '--data', data)
    expect(server.key).toBe(key)
    expect((await server.ask(path(phone()))).status).toBe(404)
    expect(item((await server.ask(`/v1/search?q=${encodeURIComponent(story.heroine.name)}`)).body)).toEqual([])
    expect(await server.end('SIGINT')).toBe(0)
  }, 60_000)
})
