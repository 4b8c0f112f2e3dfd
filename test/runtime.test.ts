import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Json } from '@rapport/core'
import { createLogger, openRuntime, type Runtime, restoreBackup, type Workspace } from '@rapport/runtime'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const project = fileURLToPath(new URL('fixtures/club/', import.meta.url))
const secret = `whsec_${Buffer.from('a key of twenty-four byt').toString('base64')}`
const RIGHTS = { sensitive: true }

interface Member {
  readonly id: string
  readonly v: number
  readonly name: string
  readonly email: string
  readonly optIn: string
}
const member = (id: number, more: Partial<Member> = {}): Member => ({
  id: String(id),
  v: 1,
  name: `Ana Morel${id}`,
  email: `ana${id}@club.fr`,
  optIn: 'granted',
  ...more,
})

let club: Awaited<ReturnType<typeof openClub>>
let directory = ''
let runtime: Runtime | undefined
beforeEach(async () => {
  club = await openClub()
  directory = await mkdtemp(join(tmpdir(), 'rapport-runtime-'))
})
afterEach(async () => {
  await runtime?.close()
  runtime = undefined
  await club.close()
  await rm(directory, { recursive: true, force: true })
})

/** The club's system and the receiver of its webhooks. */
async function openClub() {
  const state = {
    members: [] as Member[],
    forgotten: [] as string[],
    sent: [] as { operation: string; fields: { email?: string } }[],
    hookStatus: 200,
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://club')
    if (pathname === '/members') {
      const after = Number(searchParams.get('after'))
      response.end(JSON.stringify(state.members.slice(after, after + 2)))
    } else if (pathname === '/forget') {
      state.forgotten.push(body)
      response.end()
    } else if (state.hookStatus !== 200) response.writeHead(state.hookStatus).end()
    else {
      const hook = new Webhook(secret).verify(body, request.headers as Record<string, string>) as {
        data: { items?: typeof state.sent }
      }
      state.sent.push(...(hook.data.items ?? []))
      response.end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  return { ...state, state, url, close }
}

async function open(mode: 'threads' | 'inline', data = directory): Promise<Workspace> {
  runtime = await openRuntime({
    project,
    mode,
    resolveFrom: [import.meta.url],
    overrides: { dataDirectory: data },
    log: createLogger({ level: 'silent' }),
  })
  return runtime.workspace('club')
}

const documents = (): readonly Json[] => [
  { type: 'connection', name: 'club', part: 'club/club', config: { url: club.url } },
  {
    type: 'connection',
    name: 'app',
    part: 'webhook/webhook',
    config: { url: `${club.url}/hook`, secret: { secret: 'HOOK' } },
  },
  {
    type: 'match-rules',
    name: 'person',
    entity: 'person',
    model: { rules: [{ name: 'mail', when: { same: 'email' } }] },
  },
  { type: 'segment', name: 'everybody', where: { attribute: 'email', exists: true } },
  {
    type: 'activation',
    name: 'letters',
    connection: 'app',
    on: { segment: 'everybody' },
    purpose: 'marketing',
    channel: 'email',
    fields: { email: 'attributes.email' },
  },
]
const save = (workspace: Workspace) =>
  workspace.commands.saveDocuments(
    documents().map((body) => ({ body })),
    'test',
  )
const emails = async (workspace: Workspace) =>
  (await workspace.queries.list({ limit: 100 }, RIGHTS)).items.map(({ attributes }) => attributes.email).sort()

test.each(['threads', 'inline'] as const)(
  'from a system to profiles to a webhook, in %s: read, sent with consent, removed without, erased everywhere',
  async (mode) => {
    club.state.members = [member(1), member(2), member(3, { optIn: 'denied' })]
    const workspace = await open(mode)
    await save(workspace)
    await workspace.secrets.set('HOOK', secret)
    const run = await workspace.syncs.run('club')
    expect(run).toMatchObject({ state: 'done', streams: [{ stream: 'members', rows: 3, rejected: 0 }] })
    expect(await emails(workspace)).toEqual(['ana1@club.fr', 'ana2@club.fr', 'ana3@club.fr'])
    await vi.waitFor(
      () => expect(club.state.sent.map(({ fields }) => fields.email).sort()).toEqual(['ana1@club.fr', 'ana2@club.fr']),
      5000,
    )

    club.state.sent = []
    club.state.members.push(member(1, { v: 2, optIn: 'withdrawn' }))
    // Read on from the cursor: only what is new.
    expect((await workspace.syncs.run('club')).streams).toMatchObject([{ rows: 1 }])
    await vi.waitFor(() => expect(club.state.sent).toMatchObject([{ operation: 'remove' }]), 5000)

    const proof = await workspace.commands.erase('email:ana2@club.fr', 'dpo')
    expect(proof.systems).toContainEqual({ connection: 'club', state: 'queued' })
    await vi.waitFor(() => expect(club.state.forgotten).toEqual(['[{"stream":"members","key":"2"}]']), 5000)
    await vi.waitFor(async () => {
      const kept = await workspace.reader.entry('erasure', proof.id)
      expect(JSON.parse(kept?.body ?? '{}').systems).toContainEqual({ connection: 'club', state: 'done' })
    }, 5000)
    club.state.members.push(member(2, { v: 9 }))
    await workspace.syncs.run('club')
    expect(await emails(workspace)).toEqual(['ana1@club.fr', 'ana3@club.fr'])
  },
  30_000,
)

test('an activation that is made later sends everybody first, then differences; paused, nothing', async () => {
  club.state.members = [member(1), member(2), member(3, { optIn: 'denied' })]
  const workspace = await open('threads')
  const [activation, ...others] = [...documents()].reverse()
  await workspace.commands.saveDocuments(
    others.reverse().map((body) => ({ body })),
    'test',
  )
  await workspace.secrets.set('HOOK', secret)
  await workspace.syncs.run('club')
  await workspace.commands.saveDocuments([{ body: activation as Json }], 'test')
  await vi.waitFor(() => expect(club.state.sent).toHaveLength(2), 5000)
  expect(await workspace.queries.countRecipients(['letters'])).toEqual([2])
  const recipients = await workspace.queries.members({ activation: 'letters' }, { limit: 10 }, RIGHTS)
  expect(recipients.items).toHaveLength(2)
  club.state.members.push(member(4))
  await workspace.syncs.run('club')
  await vi.waitFor(() => expect(club.state.sent).toHaveLength(3), 5000)
  await workspace.commands.saveDocuments([{ body: { ...(activation as object), paused: true } as Json }], 'test')
  club.state.members.push(member(5))
  await workspace.syncs.run('club')
  expect(await workspace.queries.countRecipients(['letters'])).toEqual([3])
}, 30_000)

test('workspaces of one server know nothing of each other', async () => {
  club.state.members = [member(1)]
  const workspace = await open('threads')
  await save(workspace)
  await workspace.secrets.set('HOOK', secret)
  const other = (await runtime?.openWorkspace('other')) as Workspace
  await workspace.syncs.run('club')
  expect(await emails(workspace)).toEqual(['ana1@club.fr'])
  expect(await emails(other)).toEqual([])
  expect(await other.secrets.list()).toEqual([])
  await expect(other.syncs.run('club')).rejects.toMatchObject({ code: 'CONNECTION_NOT_FOUND' })
  await runtime?.close()
  const again = await open('threads')
  expect(runtime?.workspaces().map(({ name }) => name)).toEqual(['club', 'other'])
  expect(await emails(again)).toEqual(['ana1@club.fr'])
}, 30_000)

test('an activation whose receiver refuses it stands still, says why, and goes on once it is mended', async () => {
  club.state.members = [member(1)]
  club.state.hookStatus = 403
  const workspace = await open('threads')
  await save(workspace)
  await workspace.secrets.set('HOOK', secret)
  await workspace.syncs.run('club')
  await vi.waitFor(() => expect([...workspace.stoppedActivations().keys()]).toEqual(['letters']), 5000)
  const checks = (await runtime?.doctor()) ?? []
  expect(checks.find(({ name }) => name === 'club: activation letters')).toMatchObject({ state: 'warning' })
  expect(club.state.sent).toEqual([])
  club.state.hookStatus = 200
  workspace.wakeDeliveries()
  await vi.waitFor(() => expect(club.state.sent).toHaveLength(1), 8000)
}, 30_000)

test('a writer that dies is started anew: what was on its way is refused as transient, the rest goes on', async () => {
  const workspace = await open('threads')
  await save(workspace)
  const send = (body: string) =>
    workspace.commands.receive([{ connection: 'club', path: '/v1/club', headers: {}, body, receivedAt: Date.now() }])
  expect(await send(JSON.stringify([member(1)]))).toEqual([{ ok: true, accepted: 1 }])
  const dead = await send('die')
  expect(dead).toMatchObject([{ ok: false, code: 'STORE_FAILED' }])
  expect(await send(JSON.stringify([member(2)]))).toEqual([{ ok: true, accepted: 1 }])
  await workspace.commands.settle()
  expect(await emails(workspace)).toEqual(['ana1@club.fr', 'ana2@club.fr'])
  expect(await runtime?.metrics.metrics()).toContain('rapport_thread_restarts_total{thread="writer"} 1')
  expect(runtime?.readiness().ready).toBe(true)
}, 30_000)

test('a backup taken while running is restored, and revives nobody who was erased since', async () => {
  club.state.members = [member(1), member(2)]
  const workspace = await open('threads')
  await save(workspace)
  await workspace.secrets.set('HOOK', secret)
  await workspace.syncs.run('club')
  const folder = join(directory, 'backup')
  const manifest = await runtime?.backup(folder)
  expect(manifest?.workspaces).toMatchObject([{ name: 'club', suppressions: 0 }])
  await expect(runtime?.backup(folder)).rejects.toMatchObject({ code: 'TARGET_NOT_EMPTY' })
  await workspace.commands.erase('email:ana2@club.fr', 'dpo')
  const restore = () => restoreBackup(folder, { dataDirectory: directory, nowMs: Date.now() })
  expect(restore).toThrow(expect.objectContaining({ code: 'DATA_DIRECTORY_LOCKED' }))
  await runtime?.close()
  expect(restore()).toMatchObject([{ name: 'club', replaced: expect.stringContaining('club.replaced-') }])
  const restored = await open('threads')
  expect(await emails(restored)).toEqual(['ana1@club.fr'])
  expect((await restored.secrets.list()).map(({ name }) => name)).toEqual(['HOOK'])
}, 30_000)

test('a data directory opened without its project has the workspaces that it holds, and no other', async () => {
  await save(await open('threads'))
  await runtime?.close()
  runtime = await openRuntime({
    mode: 'inline',
    resolveFrom: [import.meta.url],
    overrides: {
      dataDirectory: directory,
      plugins: [`${project}/club.ts`, '@rapport/plugin-rules', '@rapport/plugin-webhook'],
    },
    log: createLogger({ level: 'silent' }),
  })
  expect(runtime.workspaces().map(({ name }) => name)).toEqual(['club'])
}, 30_000)

test('a data directory has one runtime, and a project that does not load leaves nothing open', async () => {
  await open('threads')
  await expect(
    openRuntime({ project, resolveFrom: [import.meta.url], overrides: { dataDirectory: directory } }),
  ).rejects.toMatchObject({
    code: 'DATA_DIRECTORY_LOCKED',
  })
  await runtime?.close()
  const broken = { project, overrides: { dataDirectory: directory, plugins: ['@rapport/plugin-nobody'] } }
  await expect(openRuntime(broken)).rejects.toMatchObject({ code: 'PLUGIN_INVALID' })
  await open('inline')
}, 30_000)
