import { tooLarge } from '../refusals.ts'
import { MAX_ROW_BYTES } from '../slice.ts'

const MAX_BYTES = 256 * 1024 * 1024
const MAX_TEXTS = 16 * 1024 * 1024
const BLOCK_BYTES = 4 * 1024 * 1024

/**
 * The texts that a workbook's cells share. They are kept as UTF-8 outside of the heap: cut out of the XML as strings,
 * each would hold the piece of XML that it was cut from.
 * @throws RapportError `FILE_TOO_LARGE` when there are over 256 MB of them
 */
export class SharedTexts {
  readonly #path: string
  readonly #blocks: Buffer[] = []
  /** Where each text lies: block, start, length. */
  #places = new Uint32Array(3 * 1024)
  #count = 0
  #used = BLOCK_BYTES
  #bytes = 0

  constructor(path: string) {
    this.#path = path
  }

  add(text: string): void {
    // As much as makes its row too long.
    const bytes = Buffer.from(text.length > MAX_ROW_BYTES ? text.slice(0, MAX_ROW_BYTES + 1) : text)
    this.#bytes += bytes.length
    if (this.#bytes > MAX_BYTES || this.#count === MAX_TEXTS)
      throw tooLarge(this.#path, 'it has over 256 MB or 16 million different texts')
    if (this.#used + bytes.length > BLOCK_BYTES) {
      this.#blocks.push(Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, bytes.length)))
      this.#used = 0
    }
    bytes.copy(this.#blocks.at(-1) as Buffer, this.#used)
    const at = this.#count * 3
    if (at === this.#places.length) {
      const grown = new Uint32Array(at * 2)
      grown.set(this.#places)
      this.#places = grown
    }
    this.#places[at] = this.#blocks.length - 1
    this.#places[at + 1] = this.#used
    this.#places[at + 2] = bytes.length
    this.#count += 1
    this.#used += bytes.length
  }

  /** A text by its number, from 0; nothing where there is none. */
  get(index: number): string | undefined {
    if (!(index >= 0 && index < this.#count)) return undefined
    const [block = 0, start = 0, length = 0] = this.#places.subarray(index * 3, index * 3 + 3)
    return this.#blocks[block]?.toString('utf8', start, start + length)
  }
}
