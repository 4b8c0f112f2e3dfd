import type { Resolver } from '@rapport/core'
import { createEngine } from '@rapport/engine'
import { logBytes, openSqliteStore } from '@rapport/store-sqlite'
import type { Logger } from 'pino'
import { createTransport } from '../context/fetch.ts'
import { loadPlugins, type PluginHost } from '../plugins/host.ts'
import { openKeyring } from '../secrets/keyring.ts'
import { SecretReader } from '../secrets/vault.ts'
import { ConnectionRegistry } from '../workspace/connections.ts'
import { places } from '../workspace/folder.ts'
import type { Role } from './link.ts'
import type { RoleSetup } from './setup.ts'
import { WriterRole } from './writer-role.ts'

export interface OpenWriterOptions {
  readonly log: Logger
  /** Epoch ms. */
  readonly now: () => number
  /** Those that this thread has loaded already. */
  readonly plugins?: PluginHost
}

/**
 * Opens the writer's role, in whichever thread this is: the plugins, and for every workspace its store and engine.
 * @throws RapportError what loading plugins, opening a store and compiling documents refuse with
 */
export async function openWriter(setup: RoleSetup, options: OpenWriterOptions): Promise<Role> {
  const { log, now } = options
  const { project, resolveFrom, config } = setup
  const { dataDirectory: data, durability, limits } = config
  const plugins = options.plugins ?? (await loadPlugins(config.plugins, { project, resolveFrom }))
  const keyring = openKeyring(places.keyFile(data))
  const model = Object.fromEntries(plugins.entities)
  const resolvers = new Map<string, Resolver>(plugins.names('resolver').map((name) => [name, plugins.resolver(name)]))
  // The writer asks systems for their streams only; what is sent and read goes through the main thread's own pool.
  const { transport, close } = createTransport(limits.request)

  const role = await WriterRole.open({
    setup,
    log,
    now,
    openStore: async ({ database }, { revision }) => ({
      store: await openSqliteStore({ file: database, durability, revision }),
      logBytes: () => logBytes(database),
    }),
    openEngine: ({ folder, store, reader }) => {
      const connections = new ConnectionRegistry({
        plugins,
        documents: store.documents,
        vault: new SecretReader({ workspace: folder.name, reader, keyring }),
        limits: limits.request,
        transport,
        log: log.child({ workspace: folder.name }),
        now,
      })
      return createEngine({
        store,
        reader,
        model,
        resolvers,
        streamsOf: (connection) => connections.streamsOf(connection),
        endpointOf: ({ part, config: saved }) => {
          const endpoint = plugins.connectable(part).source?.endpoint
          return endpoint && { endpoint, config: saved }
        },
        hearsOfErasures: ({ part }) => {
          const { source, activator } = plugins.connectable(part)
          return source?.onErase !== undefined || activator?.onErase !== undefined
        },
        suppressionKey: Buffer.from(folder.secret, 'base64url'),
        now,
        answersFirst: true,
        onProblem: (connection, error) =>
          log.warn({ err: error, workspace: folder.name, connection }, 'the streams of a connection are not known'),
      })
    },
  })
  return {
    handle: (call) => role.handle(call),
    onNotice: (listener) => role.onNotice(listener),
    async close() {
      await role.close()
      await close()
    },
  }
}
