import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Json } from '@rapport/core'
import { createLogger, openRuntime } from '@rapport/runtime'
import type { Scope } from '../src/auth/scopes.ts'
import { serve } from '../src/http/server.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every route
export type Answer = any

/** A whole server over a small CRM, connected twice: what is said at its desk is kept and read like in life. */
export interface DeskServer extends AsyncDisposable {
  readonly url: string
  /** Milliseconds since the epoch; tests move it. */
  nowMs: number
  key(scopes: readonly Scope[], spaces?: readonly string[]): Promise<string>
  ask(
    method: string,
    path: string,
    body?: object,
    key?: string,
  ): Promise<{ readonly status: number; readonly json: Answer }>
  /** Rows of a stream, all in profiles when it resolves. */
  rows(stream: string, rows: readonly Json[], more?: object): Promise<void>
  documents(...bodies: readonly Json[]): Promise<void>
}

export async function deskServer(documents: readonly Json[] = []): Promise<DeskServer> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-desk-'))
  const plugin = (path: string) => fileURLToPath(new URL(path, import.meta.url))
  let nowMs = Date.parse('2026-11-24T09:00:00Z')
  const runtime = await openRuntime({
    resolveFrom: [import.meta.url],
    overrides: {
      dataDirectory: join(folder, 'data'),
      plugins: ['@rapport/plugin-rules', plugin('./crm-plugin.ts'), plugin('../src/desk/plugin.ts')],
    },
    log: createLogger({ level: 'silent' }),
    mode: 'inline',
    jobs: false,
    now: () => nowMs,
  })
  const server = await serve({ runtime, port: 0, now: () => new Date(nowMs) })
  const tenant = server.host.tenant('main')
  const made: DeskServer = {
    url: server.url,
    get nowMs() {
      return nowMs
    },
    set nowMs(value) {
      nowMs = value
    },
    async key(scopes, spaces) {
      const request = { title: 'Desk', scopes: [...scopes], ...(spaces && { spaces: [...spaces] }) }
      return (await tenant.keys.create(request, 'test', new Date(nowMs))).key
    },
    async ask(method, path, body, key = admin) {
      const response = await fetch(server.url + path, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, json: text === '' ? undefined : JSON.parse(text) }
    },
    async rows(stream, rows, more = {}) {
      const { status, json } = await made.ask('POST', '/v1/rows', { stream, rows, ...more })
      if (status >= 300) throw new Error(JSON.stringify(json))
      await tenant.workspace.commands.settle()
    },
    async documents(...bodies) {
      await tenant.workspace.commands.saveDocuments(
        bodies.map((body) => ({ body })),
        'test',
      )
    },
    async [Symbol.asyncDispose]() {
      await server.close()
      await runtime.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  const admin = await made.key(['admin', 'read', 'write', 'sensitive', 'steward', 'configure', 'erase'])
  await made.documents(
    { type: 'connection', name: 'crm', part: 'crm/crm' },
    { type: 'connection', name: 'shop', part: 'crm/crm' },
    {
      type: 'match-rules',
      name: 'person',
      entity: 'person',
      resolver: 'rules/rules',
      model: { rules: [{ name: 'mail', when: { all: [{ same: 'email' }, { same: 'familyName', as: 'folded' }] } }] },
    },
    ...documents,
  )
  return made
}
