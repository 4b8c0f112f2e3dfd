import type { TokenBudget } from '@rapport/assistant'
import type { Commands, Entry, Reader } from '@rapport/engine'
import type { Logger } from 'pino'

/** The type of the entries that count a day's tokens; one a day, named for it: `2026-11-24`. */
const usageEntryType = 'model-usage'

export interface DayBudgetParts {
  readonly reader: Pick<Reader, 'entry'>
  readonly commands: Pick<Commands, 'putEntries'>
  readonly tokensPerDay: number
  readonly log: Pick<Logger, 'warn'>
  /** Epoch ms. */
  readonly now: () => number
}

/**
 * Tokens that a workspace may still spend today, by UTC, kept in its store: a restart grants nothing anew. Written once an asking; a
 * process that is killed forgets what was being asked at that moment.
 */
export class DayBudget implements TokenBudget {
  readonly #parts: DayBudgetParts
  #day = ''
  #spent = 0
  #reading: Promise<boolean> = Promise.resolve(true)
  #writing: Promise<void> = Promise.resolve()
  #isToBeWritten = false

  constructor(parts: DayBudgetParts) {
    this.#parts = parts
  }

  /** None while the store does not say what was spent. */
  async left(): Promise<number> {
    return (await this.#turn()) ? this.#parts.tokensPerDay - this.#spent : 0
  }

  /** Counted at once; it resolves when it is on disk. A store that cannot keep it is logged: what was spent counts here anyway. */
  async spend(tokens: number): Promise<void> {
    if (!(await this.#turn())) return
    this.#spent += tokens
    // Who comes while one writes is written by the next, together.
    if (!this.#isToBeWritten) {
      this.#isToBeWritten = true
      this.#writing = this.#writing.then(() => this.#write())
    }
    await this.#writing
  }

  async #write(): Promise<void> {
    this.#isToBeWritten = false
    const { commands, log, now } = this.#parts
    const body = JSON.stringify({ tokens: this.#spent })
    const entry: Entry = { type: usageEntryType, name: this.#day, profile: null, at: now(), body }
    try {
      await commands.putEntries([entry])
    } catch (error) {
      log.warn({ err: error }, 'what a model cost today could not be kept; a restart would not know of it')
    }
  }

  /** Takes up the day that it is, with what an earlier process spent in it; whether that is known. */
  #turn(): Promise<boolean> {
    const day = new Date(this.#parts.now()).toISOString().slice(0, 10)
    if (day !== this.#day) {
      this.#day = day
      this.#spent = 0
      this.#reading = this.#read(day)
    }
    return this.#reading
  }

  async #read(day: string): Promise<boolean> {
    const { reader, log } = this.#parts
    try {
      const entry = await reader.entry(usageEntryType, day)
      if (entry && this.#day === day) this.#spent += (JSON.parse(entry.body) as { readonly tokens: number }).tokens
      return true
    } catch (error) {
      log.warn({ err: error }, 'what models cost today could not be read; none is asked')
      // Tried again at the next asking.
      if (this.#day === day) this.#day = ''
      return false
    }
  }
}
