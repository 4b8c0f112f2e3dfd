import { randomUUID } from 'node:crypto'
import type { StoredCall } from './call.ts'

/** Whoever was away longer is told of the calls of the last minutes instead. */
const REMEMBERED = 500

/** Something that happened to a call. */
export interface CallNotice {
  /** Where it stands in the feed: `Last-Event-ID`. */
  readonly position: string
  readonly kind: 'ring' | 'change' | 'gone'
  readonly id: string
  /** As it was then; null where it is gone. */
  readonly call: StoredCall | null
}

/** What happens to a workspace's calls, as it happens; of what was, the last few hundred. In memory only. */
export class CallFeed {
  /** Of this process: positions of an earlier one mean nothing. */
  readonly #boot: string = randomUUID().slice(0, 8)
  readonly #notices: CallNotice[] = []
  readonly #watchers = new Set<() => void>()
  #told = 0

  /** The position of the newest notice. */
  get last(): string {
    return this.#position(this.#told)
  }

  tell(kind: 'ring' | 'change', call: StoredCall): void {
    this.#add({ kind, id: call.id, call })
  }

  /** Calls that were erased: what is remembered of them goes, and whoever shows them is told. */
  forget(isMeant: (call: StoredCall) => boolean): void {
    const gone = new Set<string>()
    for (let at = 0; at < this.#notices.length; at++) {
      const notice = this.#notices[at] as CallNotice
      if (!notice.call || !isMeant(notice.call)) continue
      gone.add(notice.id)
      this.#notices[at] = { ...notice, kind: 'gone', call: null }
    }
    for (const id of gone) this.#add({ kind: 'gone', id, call: null })
  }

  /** Whether everything that was told after a position is remembered. */
  remembers(position: string): boolean {
    const at = this.#numberOf(position)
    return at !== undefined && at >= this.#told - this.#notices.length
  }

  /**
   * Notices after a position, as they come, until the signal ends it. Whoever falls behind what is remembered goes on with the oldest
   * that is; nothing is queued for anybody.
   */
  async *follow(after: string, signal: AbortSignal): AsyncGenerator<readonly CallNotice[]> {
    let at = this.#numberOf(after) ?? this.#told
    let wake = () => {}
    const onNews = () => wake()
    this.#watchers.add(onNews)
    signal.addEventListener('abort', onNews)
    try {
      while (!signal.aborted) {
        if (at < this.#told) {
          const notices = this.#notices.slice(Math.max(0, this.#notices.length - (this.#told - at)))
          at = this.#told
          yield notices
          continue
        }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    } finally {
      signal.removeEventListener('abort', onNews)
      this.#watchers.delete(onNews)
    }
  }

  #add(notice: Omit<CallNotice, 'position'>): void {
    this.#told++
    this.#notices.push({ ...notice, position: this.#position(this.#told) })
    if (this.#notices.length > REMEMBERED) this.#notices.shift()
    for (const watcher of this.#watchers) watcher()
  }

  #position(at: number): string {
    return `${this.#boot}-${at}`
  }

  #numberOf(position: string): number | undefined {
    const [boot, at] = position.split('-')
    const number = Number(at)
    return boot === this.#boot && Number.isSafeInteger(number) && number <= this.#told ? number : undefined
  }
}
