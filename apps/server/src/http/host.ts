import type { ModelChain } from '@rapport/assistant'
import { RapportError } from '@rapport/core'
import type { Runtime, Workspace } from '@rapport/runtime'
import { workspaceOfKey } from '../auth/api-key.ts'
import { Keyring } from '../auth/keyring.ts'
import type { Principal } from '../auth/principal.ts'
import { Calls } from '../calls/calls.ts'
import { EndpointTable } from './endpoints.ts'
import { Receiver } from './receiver.ts'

/** A workspace as the API serves it: the runtime's, with its keys and endpoints in memory. */
export interface Tenant {
  readonly workspace: Workspace
  readonly keys: Keyring
  readonly endpoints: EndpointTable
  readonly receiver: Receiver
  readonly calls: Calls
  /** Who words its briefs; the rules without it. */
  readonly models: ModelChain | undefined
}

/** What the HTTP side works on: the open workspaces, and who a key stands for. */
export class Host {
  readonly runtime: Runtime
  readonly now: () => Date
  readonly #tenants = new Map<string, Tenant>()

  private constructor(runtime: Runtime, now: () => Date) {
    this.runtime = runtime
    this.now = now
  }

  /** Reads keys and endpoints of every open workspace. */
  static async open(runtime: Runtime, now: () => Date = () => new Date()): Promise<Host> {
    const host = new Host(runtime, now)
    for (const workspace of runtime.workspaces()) await host.#add(workspace)
    return host
  }

  async #add(workspace: Workspace): Promise<void> {
    this.#tenants.set(workspace.name, {
      workspace,
      keys: await Keyring.open(workspace),
      endpoints: await EndpointTable.open(workspace),
      receiver: new Receiver(workspace.commands),
      calls: new Calls(workspace),
      models: workspace.models,
    })
  }

  tenants(): readonly Tenant[] {
    return [...this.#tenants.values()]
  }

  /** The workspace of a principal: it is open, since the key was found in it. @throws RapportError `KEY_INVALID` */
  tenant(name: string): Tenant {
    const tenant = this.#tenants.get(name)
    if (!tenant) throw new RapportError('KEY_INVALID')
    return tenant
  }

  /** Whether a source of any workspace answers this path itself. */
  isEndpoint(path: string): boolean {
    for (const tenant of this.#tenants.values()) if (tenant.endpoints.has(path)) return true
    return false
  }

  /**
   * Whom a key stands for. The prefix says where to look, the hash proves it.
   * @throws RapportError `KEY_MISSING`, `KEY_INVALID`
   */
  authenticate(key: string | undefined): Principal {
    if (key === undefined) throw new RapportError('KEY_MISSING')
    const name = workspaceOfKey(key)
    const principal = name === undefined ? undefined : this.#tenants.get(name)?.keys.authenticate(key)
    if (!principal) throw new RapportError('KEY_INVALID')
    return principal
  }

  close(): void {
    for (const tenant of this.#tenants.values()) tenant.endpoints.close()
  }
}
