import { type Commands, entryCursor, type Reader } from '@rapport/engine'
import { Cron } from 'croner'
import type { Logger } from 'pino'

export interface RetentionParts {
  readonly reader: Pick<Reader, 'entries'>
  readonly commands: Pick<Commands, 'removeEntries'>
  /** How long entries of each type are kept, in days of 24 hours. */
  readonly keptDays: Readonly<Record<string, number>>
  readonly log: Logger
  /** Epoch ms. */
  readonly now: () => number
}

const DAY_MS = 86_400_000
/** Removed in one commit. */
const PAGE = 500
/** Each night, UTC, when least is asked. */
const NIGHTLY = '23 3 * * *'

/** Removes entries that are older than they are kept: when the workspace opens, and each night. */
export class Retention {
  readonly #parts: RetentionParts
  #job: Cron | undefined
  #running: Promise<void> = Promise.resolve()
  #isClosing = false

  constructor(parts: RetentionParts) {
    this.#parts = parts
  }

  begin(): void {
    const run = () => {
      this.#running = this.#running.then(() => this.run())
    }
    this.#job = new Cron(NIGHTLY, { timezone: 'UTC', unref: true }, run)
    run()
  }

  /** Removes what is too old now. What fails is logged, and tried again the next night. */
  async run(): Promise<void> {
    const { keptDays, log, now } = this.#parts
    try {
      for (const [type, days] of Object.entries(keptDays)) {
        const removed = await this.#remove(type, now() - days * DAY_MS)
        if (removed > 0) log.info({ type, removed }, 'entries older than they are kept were removed')
      }
    } catch (error) {
      log.error({ err: error }, 'entries older than they are kept were not all removed')
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true
    this.#job?.stop()
    await this.#running
  }

  async #remove(type: string, before: number): Promise<number> {
    const { reader, commands } = this.#parts
    let removed = 0
    let after: string | null = entryCursor({ at: before, name: '' })
    while (after !== null && !this.#isClosing) {
      const page: Awaited<ReturnType<typeof reader.entries>> = await reader.entries(type, { limit: PAGE, after })
      if (page.items.length > 0) await commands.removeEntries(page.items.map(({ name }) => ({ type, name })))
      removed += page.items.length
      after = page.next
    }
    return removed
  }
}
