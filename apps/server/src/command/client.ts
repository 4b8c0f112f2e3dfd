import { resolve } from 'node:path'
import { RapportError } from '@rapport/core'
import { loadConfig, openRuntime } from '@rapport/runtime'
import { makeKey } from '../auth/api-key.ts'
import { serve } from '../http/server.ts'
import { pluginsOf, workspacesOf, worldsIn } from './demo-worlds.ts'
import { readServerFile } from './files.ts'
import { ProblemError } from './output.ts'

/** Where a command finds what it works on. */
export interface DataOptions {
  readonly data: string
  readonly project?: string
  readonly workspace?: string
}

/** The API, from whichever side: a server beside this process, or one that lives as long as the command. */
export interface Client {
  readonly url: string
  /** Asks; answers the parsed JSON, or the text of anything else. @throws ProblemError what the server refused with */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<unknown>
  /** The same for an answer that is a file. @throws ProblemError */
  file(method: string, path: string, body: unknown, accept: string): Promise<Uint8Array>
  close(): Promise<void>
}

/**
 * Opens the way to a data folder. Beside a running server the command talks to it and never opens its files; otherwise
 * it opens them itself and serves them on the loopback address until it is done.
 * @throws RapportError `SERVER_UNREACHABLE`, and what opening refuses with
 */
export async function connect(options: DataOptions): Promise<Client> {
  const dataDirectory = resolve(options.data)
  const running = await readServerFile(dataDirectory)
  if (running && isAlive(running.pid)) {
    const key = options.workspace === undefined ? Object.values(running.keys)[0] : running.keys[options.workspace]
    if (key === undefined)
      throw new RapportError('ENTRY_NOT_FOUND', { what: 'workspace', name: options.workspace ?? '(first)' })
    return clientOf(running.url, key, async () => {})
  }
  const { plugins } = await loadConfig(options.project, { dataDirectory })
  const worlds = await worldsIn(dataDirectory)
  const runtime = await openRuntime({
    overrides: {
      dataDirectory,
      plugins: [...new Set([...plugins, ...pluginsOf(worlds)])],
      // The first is the one that a server of theirs has first.
      ...(options.project === undefined && worlds.length > 0 && { workspaces: workspacesOf(worlds) }),
    },
    jobs: false,
    resolveFrom: [import.meta.url],
    ...(options.project !== undefined && { project: options.project }),
  })
  const server = await serve({ runtime, port: 0, hostname: '127.0.0.1' })
  const tenant = options.workspace === undefined ? server.host.tenants()[0] : server.host.tenant(options.workspace)
  if (!tenant) throw new RapportError('ENTRY_NOT_FOUND', { what: 'workspace', name: '(first)' })
  const key = makeKey(tenant.workspace.name)
  tenant.keys.admit(key, { title: 'rapport command', scopes: ['admin'] })
  return clientOf(server.url, key, async () => {
    await server.close()
    await runtime.close()
  })
}

/** A client of a known address. */
function clientOf(url: string, key: string, close: () => Promise<void>): Client {
  const send = async (...[method, path, body, headers = {}]: Parameters<Client['ask']>): Promise<Response> => {
    const isText = typeof body === 'string'
    try {
      return await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body !== undefined && !isText && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
      })
    } catch (cause) {
      throw new RapportError('SERVER_UNREACHABLE', { url }, { cause })
    }
  }
  return {
    url,
    close,
    async ask(...request) {
      return answerOf(await send(...request))
    },
    async file(method, path, body, accept) {
      const response = await send(method, path, body, { accept })
      if (response.status >= 300) await answerOf(response)
      return new Uint8Array(await response.arrayBuffer())
    },
  }
}

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  const answer: unknown = isJson && text !== '' ? JSON.parse(text) : text
  if (response.status >= 300) throw new ProblemError(answer as Readonly<Record<string, unknown>>)
  return answer
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}
