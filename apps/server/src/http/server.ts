import type { Runtime } from '@rapport/runtime'
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
}

/** How long answers under way may take once the server closes. */
const DRAIN_MS = 5000

/** Serves a runtime over HTTP. */
export async function serve({ runtime, port, hostname, now }: ServeOptions): Promise<RunningServer> {
  const host = await Host.open(runtime, now)
  const metrics = new HttpMetrics()
  const server = createListener({ host, metrics, app: createApp(host, metrics) })
  const { url } = await listen(server, port ?? runtime.config.http.port, hostname ?? runtime.config.http.host)
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
