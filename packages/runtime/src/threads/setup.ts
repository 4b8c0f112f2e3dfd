import type { RuntimeConfig } from '../config/config.ts'

/** What the writer needs to know to begin; data only, so that it crosses into a thread. */
export interface RoleSetup {
  /** The project folder. */
  readonly project: string
  readonly config: RuntimeConfig
  readonly resolveFrom: readonly string[]
  readonly logLevel: string
  /** Workspaces to open at once. */
  readonly workspaces: readonly string[]
}
