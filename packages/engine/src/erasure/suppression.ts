import type { Reader } from '../port/reader.ts'
import type { Entry } from '../port/rows.ts'
import type { Store } from '../port/store.ts'
import { createMac } from './mac.ts'

/** When a hash came into force; how often what it stands for was let in again. */
const SINCE = 'suppression'
const LIFTED = 'suppression-lifted'
const PAGE = 500

/**
 * Keeps erased people away. A hash that was stored stays for ever, here and in what outlives a restore. When somebody signs up anew,
 * their texts are hashed with a number from then on: the old hashes mean nobody any more, and a later erasure makes new ones.
 */
export class Suppression {
  readonly #mac: (text: string) => string
  readonly #store: Pick<Store, 'write' | 'suppressions'>
  readonly #reader: Reader
  readonly #lifts = new Map<string, number>()
  #isAnyone = false

  constructor(options: { readonly secret: Uint8Array; readonly store: Store; readonly reader: Reader }) {
    this.#mac = createMac(options.secret)
    this.#store = options.store
    this.#reader = options.reader
  }

  /** Whether anybody was ever erased: while nobody was, it costs nothing. */
  get isAnyone(): boolean {
    return this.#isAnyone
  }

  async open(): Promise<void> {
    this.#isAnyone = (await this.#store.suppressions({ limit: 1 })).items.length > 0
    for (let after: string | undefined; ; ) {
      const page = await this.#reader.entries(LIFTED, { limit: PAGE, ...(after === undefined ? {} : { after }) })
      for (const { name, body } of page.items) this.#lifts.set(name, (JSON.parse(body) as { times: number }).times)
      if (page.next === null) return
      after = page.next
    }
  }

  /** The hash in force for a text: a source key as `stream/key`, or an identifier's match key. */
  hash(text: string): string {
    const first = this.#mac(text)
    const times = this.#lifts.get(first)
    return times === undefined ? first : this.#hashAfter(text, times)
  }

  /** Which of the texts belong to somebody erased. */
  async check(texts: readonly string[]): Promise<ReadonlySet<string>> {
    if (!this.#isAnyone || texts.length === 0) return new Set()
    const distinct = [...new Set(texts)]
    const answers = await this.#store.write.suppressed(distinct.map((text) => this.hash(text)))
    return new Set(distinct.filter((_, index) => answers[index]))
  }

  /** Lets in again what was suppressed before `at` (epoch ms): somebody signed up anew then. */
  async lift(texts: readonly string[], at: number): Promise<void> {
    const entries: Entry[] = []
    const lifts = new Map<string, number>()
    for (const text of texts) {
      const first = this.#mac(text)
      let times = this.#lifts.get(first) ?? 0
      let hash = this.hash(text)
      let isFree = false
      // A restored store may know hashes of later erasures than it has lifts: each must be older than the sign-up.
      while (!isFree) {
        const [isSuppressed] = await this.#store.write.suppressed([hash])
        if (isSuppressed === true && ((await this.#reader.entry(SINCE, hash))?.at ?? at) >= at) break
        isFree = isSuppressed !== true
        if (!isFree) hash = this.#hashAfter(text, ++times)
      }
      if (!isFree || times === 0) continue
      lifts.set(first, times)
      entries.push({ type: LIFTED, name: first, profile: null, at, body: JSON.stringify({ times }) })
    }
    if (entries.length === 0) return
    await this.#store.write.commit({ entries })
    for (const [first, times] of lifts) this.#lifts.set(first, times)
  }

  /** Keeps hashes that a restored store lacks. */
  async add(hashes: readonly string[], at: number): Promise<void> {
    if (hashes.length === 0) return
    await this.#store.write.suppress(hashes)
    await this.#store.write.commit({ entries: this.entries(hashes, at) })
    this.#isAnyone = true
  }

  /** What is kept beside the hashes that an erasure stores. */
  entries(hashes: readonly string[], at: number): readonly Entry[] {
    return hashes.map((hash) => ({ type: SINCE, name: hash, profile: null, at, body: '{}' }))
  }

  /** An erasure was stored. */
  stored(): void {
    this.#isAnyone = true
  }

  #hashAfter(text: string, times: number): string {
    return this.#mac(`${times}\n${text}`)
  }
}
