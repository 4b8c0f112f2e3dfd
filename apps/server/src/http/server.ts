import type { Server } from 'node:http'
import { RapportError } from '@rapport/core'
import type { Runtime } from '@rapport/runtime'
import type { ConsoleFiles } from '../console/console-files.ts'
import { createApp } from './app.ts'
import { Host } from './host.ts'
import { createListener, listen } from './listener.ts'
import { HttpMetrics } from './metrics.ts'

/** A listening API. */
export interface RunningServer {
  readonly url: string
  readonly host: Host
  /** Stops listening, lets answers under way end, then ends what is left. The runtime stays open. */
  close(): Promise<void>
}

export interface ServeOptions {
  readonly runtime: Runtime
  /** Default: the configuration's. */
  readonly port?: number
  /** Default: the configuration's, the loopback address unless it says otherwise. */
  readonly hostname?: string
  readonly now?: () => Date
  /** The web console, for who has one; its addresses wait until it is there. */
  readonly console?: Promise<ConsoleFiles | undefined>
}

/** How long answers under way may take once the server closes. */
const DRAIN_MS = 5000

/** Serves a runtime over HTTP. @throws RapportError `ADDRESS_UNUSABLE` */
export async function serve({ runtime, port, hostname, now, console }: ServeOptions): Promise<RunningServer> {
  const host = await Host.open(runtime, now)
  const metrics = new HttpMetrics()
  const server = createListener({ host, metrics, app: createApp(host, metrics, console) })
  const { http } = runtime.config
  const { url } = await listenOn(server, port ?? http.port, hostname ?? http.host)
  return {
    url,
    host,
    async close() {
      host.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const last = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
      await closed
      clearTimeout(last)
    },
  }
}

const problems: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something listens there already',
  EACCES: 'this user may not',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
}

/** @throws RapportError `ADDRESS_UNUSABLE` */
async function listenOn(server: Server, port: number, host: string): ReturnType<typeof listen> {
  try {
    return await listen(server, port, host)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? ''
    throw new RapportError(
      'ADDRESS_UNUSABLE',
      { address: `${host}:${port}`, problem: problems[code] ?? code },
      { cause },
    )
  }
}
