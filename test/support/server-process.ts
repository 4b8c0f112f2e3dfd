import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const command = fileURLToPath(new URL('../../apps/server/src/command/main.ts', import.meta.url))

/** What `start --json` prints when it is ready. */
interface Started {
  readonly url: string
  readonly key: string | null
  readonly workspaces: readonly { readonly name: string; readonly key: string | null }[]
}

/** The `rapport start` of a user, in a process of its own. */
export interface ServerProcess extends Started {
  /** Asks the API with a workspace's key, the first one's unless it is named. */
  ask(
    path: string,
    body?: unknown,
    method?: string,
    workspace?: string,
  ): Promise<{ readonly status: number; readonly body: unknown }>
  /** Sends a signal and waits for the end; answers the exit code, null when the signal ended it. */
  end(signal: 'SIGINT' | 'SIGKILL'): Promise<number | null>
}

/** Runs `rapport ARGS` to its end. */
export async function rapport(...args: readonly string[]): Promise<{
  readonly code: number | null
  readonly out: string
  readonly err: string
}> {
  const child = spawn(process.execPath, ['--conditions=@rapport/source', command, ...args])
  const [out, err, code] = await Promise.all([textOf(child.stdout), textOf(child.stderr), ended(child)])
  return { code, out, err }
}

/** Starts a server on a free port; `args` as on the command line. Rejects with what it said when it does not come up. */
export async function startServer(...args: readonly string[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, [
    '--conditions=@rapport/source',
    command,
    'start',
    '--json',
    '--port',
    '0',
    ...args,
  ])
  const said = textOf(child.stderr)
  const started = await new Promise<Started>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as Started))
    child.once('exit', () => void said.then((text) => reject(new Error(`the server did not start: ${text}`))))
  })
  const keyOf = (workspace: string | undefined) =>
    workspace === undefined ? started.key : started.workspaces.find(({ name }) => name === workspace)?.key
  return {
    ...started,
    async ask(path, body, method = body === undefined ? 'GET' : 'POST', workspace) {
      const authorization = `Bearer ${keyOf(workspace)}`
      const answer = await fetch(`${started.url}${path}`, {
        method,
        headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
    },
    end(signal) {
      const code = ended(child)
      child.kill(signal)
      return code
    },
  }
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)))

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}
