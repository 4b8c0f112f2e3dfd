import type { ConnectionDocument } from '@rapport/core'
import { firstIssue, RapportError } from '@rapport/core'
import { Cron } from 'croner'
import { z } from 'zod'

export interface ScheduleParts {
  /** Starts a sync; one that runs already is the caller's to refuse. */
  readonly start: (connection: string) => void
  /** When the connection's last run began, epoch ms; `undefined`: never. */
  readonly lastRunAt: (connection: string) => Promise<number | undefined>
  /** Epoch ms. */
  readonly now: () => number
}

type Scheduled = Pick<ConnectionDocument, 'name' | 'schedule' | 'paused'>

const cron = z.string().superRefine((text, context) => {
  try {
    new Cron(text, { paused: true }).stop()
  } catch {
    context.addIssue({ code: 'custom', message: 'not a cron expression' })
  }
})

/** @throws RapportError `CONFIG_INVALID` for a schedule that is no cron expression */
function checkSchedule(connection: string, schedule: string): void {
  const parsed = cron.safeParse(schedule)
  if (!parsed.success)
    throw new RapportError('CONFIG_INVALID', {
      name: `connection ${connection}`,
      problem: firstIssue(parsed.error).problem,
      path: 'schedule',
    })
}

/**
 * Starts syncs by the schedules of connection documents, in UTC. Paused ones are skipped. However many runs were missed
 * while nobody was there, they are made up for by one.
 */
export class Scheduler {
  readonly #parts: ScheduleParts
  readonly #jobs = new Map<string, { readonly schedule: string; readonly job: Cron }>()

  constructor(parts: ScheduleParts) {
    this.#parts = parts
  }

  /** Takes the connections as they are now; called at the start and whenever documents change. */
  async update(connections: readonly Scheduled[]): Promise<void> {
    const wanted = new Map<string, string>()
    for (const { name, schedule, paused } of connections)
      if (schedule !== undefined && !paused) wanted.set(name, schedule)
    for (const [name, { schedule, job }] of this.#jobs)
      if (wanted.get(name) !== schedule) {
        job.stop()
        this.#jobs.delete(name)
      }
    for (const [name, schedule] of wanted) {
      if (this.#jobs.has(name)) continue
      checkSchedule(name, schedule)
      const { start } = this.#parts
      this.#jobs.set(name, { schedule, job: new Cron(schedule, { timezone: 'UTC', unref: true }, () => start(name)) })
      if (await this.#isOverdue(name, schedule)) start(name)
    }
  }

  /** When a connection runs next, epoch ms. */
  nextRunAt(connection: string): number | undefined {
    return this.#jobs.get(connection)?.job.nextRun()?.getTime()
  }

  close(): void {
    for (const { job } of this.#jobs.values()) job.stop()
    this.#jobs.clear()
  }

  /** A run was due since the last one began. One that never ran waits for its first time. */
  async #isOverdue(connection: string, schedule: string): Promise<boolean> {
    const last = await this.#parts.lastRunAt(connection)
    if (last === undefined) return false
    const due = new Cron(schedule, { timezone: 'UTC', paused: true }).nextRun(new Date(last))
    return due !== null && due.getTime() <= this.#parts.now()
  }
}
