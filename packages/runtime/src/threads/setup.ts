import type { RuntimeConfig } from '../config/config.ts'

/** What a role needs to know to begin; data only, so that it crosses into a thread. */
export interface RoleSetup {
  /** The project folder. */
  readonly project: string
  readonly config: RuntimeConfig
  readonly resolveFrom: readonly string[]
  readonly store: 'sqlite' | 'memory'
  readonly logLevel: string
  /** Whether schedules and deliveries run. */
  readonly runsJobs: boolean
  /** Workspaces to open at once. */
  readonly workspaces: readonly string[]
}
