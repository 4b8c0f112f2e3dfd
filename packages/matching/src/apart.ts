import { Column } from './column.ts'
import type { Party } from './party.ts'
import { TextPool } from './text/text-pool.ts'

/** What follows a name and tells generations apart, in one spelling. */
const generations: Readonly<Record<string, string>> = {
  jr: 'jr',
  junior: 'jr',
  sr: 'sr',
  senior: 'sr',
  i: 'i',
  ii: 'ii',
  '2nd': 'ii',
  iii: 'iii',
  '3rd': 'iii',
  iv: 'iv',
  '4th': 'iv',
}

/**
 * What keeps two records apart whatever else they share: father and son who say so (Jr, Sr), and two records of a source that has no
 * duplicates. Nothing that is only unlikely is in here.
 */
export class Apart {
  readonly #generations = new Column()
  readonly #sources = new Column()
  readonly #pool = new TextPool()
  readonly #uniqueSources: ReadonlySet<string>
  #isNeeded = false

  constructor(uniqueSources: ReadonlySet<string>) {
    this.#uniqueSources = uniqueSources
  }

  add({ suffix = '', source }: Party): void {
    const generation = suffix
      .split(' ')
      .map((word) => generations[word])
      .find((word) => word !== undefined)
    this.#generations.push(this.#pool.intern(generation ?? ''))
    this.#sources.push(this.#uniqueSources.has(source) ? this.#pool.intern(`source ${source}`) : 0)
    if (generation !== undefined || this.#uniqueSources.has(source)) this.#isNeeded = true
  }

  /** Whether anything keeps any two records apart. */
  get isNeeded(): boolean {
    return this.#isNeeded
  }

  areApart(a: number, b: number): boolean {
    const [x, y] = [this.#generations.values[a] as number, this.#generations.values[b] as number]
    if (x !== 0 && y !== 0 && x !== y) return true
    const source = this.#sources.values[a] as number
    return source !== 0 && source === this.#sources.values[b]
  }
}
