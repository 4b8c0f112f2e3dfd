import {
  type ConnectionDocument,
  type Context,
  connectionDocument,
  type Endpoint,
  type PersonReference,
  RapportError,
  type Stream,
} from '@rapport/core'
import type { Documents } from '@rapport/engine'
import type { Logger } from 'pino'
import type { ConnectedEndpoint, Connections } from '../api.ts'
import { createContext } from '../context/context.ts'
import { failureOf } from '../context/failure.ts'
import type { RequestLimits, Transport } from '../context/fetch.ts'
import type { PluginHost } from '../plugins/host.ts'
import type { SecretReader } from '../secrets/vault.ts'
import { collect } from './collect.ts'

export interface ConnectionsParts {
  readonly plugins: PluginHost
  readonly documents: Pick<Documents, 'read' | 'list'>
  readonly vault: Pick<SecretReader, 'resolve'>
  readonly limits: RequestLimits
  readonly transport: Transport
  readonly log: Logger
  /** Epoch ms. */
  readonly now: () => number
}

/** The connections of a workspace, joined with the plugins that carry them out. */
export class ConnectionRegistry implements Connections {
  readonly #parts: ConnectionsParts
  #endpoints: Promise<readonly ConnectedEndpoint[]> | undefined

  constructor(parts: ConnectionsParts) {
    this.#parts = parts
  }

  /** Forgets what was kept: documents or secrets changed. */
  invalidate(): void {
    this.#endpoints = undefined
  }

  /** @throws RapportError `CONNECTION_NOT_FOUND` */
  async find(name: string): Promise<ConnectionDocument> {
    const [stored] = await this.#parts.documents.read([{ type: 'connection', name }])
    if (!stored?.body) throw new RapportError('CONNECTION_NOT_FOUND', { name })
    return connectionDocument.parse(JSON.parse(stored.body))
  }

  /** Every connection of the workspace, paused ones too. */
  async all(): Promise<readonly ConnectionDocument[]> {
    const { documents } = this.#parts
    const found = await collect((paging) => documents.list({ type: 'connection', ...paging }))
    return found.flatMap(({ body }) => (body === null ? [] : [connectionDocument.parse(JSON.parse(body))]))
  }

  /** What a plugin gets to run this connection. @throws RapportError `PLUGIN_UNKNOWN`, `SECRET_MISSING`, `CONFIG_INVALID` */
  context(connection: ConnectionDocument, signal: AbortSignal): Promise<Context<object>> {
    const { plugins, vault, limits, transport, log, now } = this.#parts
    const { source, activator } = plugins.connectable(connection.part)
    const part = source ?? activator
    if (!part) throw new RapportError('PLUGIN_UNKNOWN', { part: connection.part, known: plugins.names('source') })
    const resolve = vault.resolve.bind(vault)
    const { name, config } = connection
    return createContext({ connection: name, part, config, resolve, log, signal, limits, transport, now })
  }

  async check(name: string): ReturnType<Connections['check']> {
    const connection = await this.find(name)
    const { source, activator } = this.#parts.plugins.connectable(connection.part)
    const context = await this.context(connection, this.#briefly())
    for (const part of [source, activator]) {
      if (!part) continue
      const health = await part.check(context).catch((error: unknown) => {
        throw failureOf(error, connection.part)
      })
      if (!health.ok) return health
    }
    return { ok: true }
  }

  async streams(name: string): ReturnType<Connections['streams']> {
    const streams = await this.streamsOf(await this.find(name))
    return streams.map(({ name: stream, entity, mode, read }) => ({
      name: stream,
      entity,
      mode,
      isRead: read !== undefined,
    }))
  }

  /** The streams of a connection's source, none for one that is only sent to. @throws as {@link ConnectionRegistry.context} */
  async streamsOf(connection: ConnectionDocument): Promise<readonly Stream<object>[]> {
    const { source } = this.#parts.plugins.connectable(connection.part)
    if (!source) return []
    const context = await this.context(connection, this.#briefly())
    return source.streams(context).catch((error: unknown) => {
      throw failureOf(error, connection.part)
    })
  }

  /**
   * Lets the plugin make its system forget a person. A connection that is gone has nobody left to tell.
   * @throws RapportError as {@link ConnectionRegistry.context}, and what the plugin fails with
   */
  async forget(name: string, person: PersonReference, signal: AbortSignal): Promise<void> {
    const [stored] = await this.#parts.documents.read([{ type: 'connection', name }])
    if (!stored?.body) return
    const connection = connectionDocument.parse(JSON.parse(stored.body))
    const { source, activator } = this.#parts.plugins.connectable(connection.part)
    const context = await this.context(connection, signal)
    try {
      for (const part of [source, activator]) await part?.onErase?.(context, person)
    } catch (error) {
      throw failureOf(error, connection.part)
    }
  }

  endpoints(): Promise<readonly ConnectedEndpoint[]> {
    if (!this.#endpoints) {
      const reading = this.#readEndpoints()
      this.#endpoints = reading
      reading.catch(() => {
        if (this.#endpoints === reading) this.#endpoints = undefined
      })
    }
    return this.#endpoints
  }

  async #readEndpoints(): Promise<readonly ConnectedEndpoint[]> {
    const found: ConnectedEndpoint[] = []
    for (const connection of await this.all()) {
      if (connection.paused) continue
      try {
        const endpoint = this.#parts.plugins.connectable(connection.part).source?.endpoint
        if (endpoint) found.push(await this.#connect(connection, endpoint))
      } catch (error) {
        // One that does not open must not close the doors of the others; its own check says what is wrong.
        this.#parts.log.warn({ err: error, connection: connection.name }, 'an endpoint is not open')
      }
    }
    return found
  }

  async #connect(connection: ConnectionDocument, endpoint: Endpoint): Promise<ConnectedEndpoint> {
    const { verify } = endpoint
    if (endpoint.authentication !== 'signature') return { connection: connection.name, endpoint, verify: () => {} }
    // A signature nobody checks would be an open door.
    if (!verify) throw new RapportError('PLUGIN_INVALID', { plugin: connection.part, problem: 'it has no verify' })
    const context = await this.context(connection, new AbortController().signal)
    return { connection: connection.name, endpoint, verify: (request) => verify(context as Context<never>, request) }
  }

  #briefly(): AbortSignal {
    return AbortSignal.timeout(this.#parts.limits.headersTimeoutMs)
  }
}
