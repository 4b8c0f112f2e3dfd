import type { RuntimeConfig } from '../config/config.ts'

/** A workspace as both sides of the writer's thread open it. */
export interface WorkspaceSetup {
  readonly name: string
  /** Shared memory: the writer counts in it, readers look whether anything was committed. */
  readonly revision: Int32Array
}

export const workspaceSetup = (name: string): WorkspaceSetup => ({
  name,
  revision: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
})

/** What the writer needs to know to begin; data only, so that it crosses into a thread. */
export interface RoleSetup {
  /** The project folder. */
  readonly project: string
  readonly config: RuntimeConfig
  readonly resolveFrom: readonly string[]
  readonly logLevel: string
  /** Workspaces to open at once. */
  readonly workspaces: readonly WorkspaceSetup[]
}
