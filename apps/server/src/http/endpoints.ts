import type { ConnectedEndpoint, Workspace } from '@rapport/runtime'

/** An endpoint's own paths, and the same under `/v1/in/CONNECTION`, where no other connection answers. */
function pathsOf({ connection, endpoint }: ConnectedEndpoint): readonly string[] {
  const own = `/v1/in/${connection}`
  return [...endpoint.paths, own, ...endpoint.paths.map((path) => path.replace(/^\/v1/, own))]
}

/** The endpoints of a workspace's sources by path, kept in memory and renewed when documents change. */
export class EndpointTable {
  readonly #workspace: Workspace
  readonly #stop: () => void
  #byPath = new Map<string, readonly ConnectedEndpoint[]>()
  #renewal: Promise<void> = Promise.resolve()

  private constructor(workspace: Workspace) {
    this.#workspace = workspace
    this.#stop = workspace.changes.watchDocuments(() => {
      // A connection that does not open keeps the old table; the connection's own check says what is wrong with it.
      this.#renewal = this.#renewal.then(() => this.#renew()).catch(() => {})
    })
  }

  static async open(workspace: Workspace): Promise<EndpointTable> {
    const table = new EndpointTable(workspace)
    await table.#renew().catch(() => {})
    return table
  }

  has(path: string): boolean {
    return this.#byPath.has(path)
  }

  /** The endpoint for a path: the key's own connection, or the first that answers it. */
  find(path: string, connection: string | null): ConnectedEndpoint | undefined {
    const endpoints = this.#byPath.get(path)
    return connection === null ? endpoints?.[0] : endpoints?.find((one) => one.connection === connection)
  }

  /** Resolves when what changed so far is known here. */
  settled(): Promise<void> {
    return this.#renewal
  }

  close(): void {
    this.#stop()
  }

  async #renew(): Promise<void> {
    const byPath = new Map<string, ConnectedEndpoint[]>()
    for (const one of await this.#workspace.connections.endpoints())
      for (const path of pathsOf(one)) {
        const list = byPath.get(path)
        if (list) list.push(one)
        else byPath.set(path, [one])
      }
    this.#byPath = byPath
  }
}
