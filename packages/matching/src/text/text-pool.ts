/** Longer texts are compared by their beginning: nobody's name needs more, and time stays bounded whatever is sent. */
export const MAX_LENGTH = 32

/**
 * Distinct folded texts (as `foldText` gives them: ASCII), numbered from 1 in the order of arrival; 0 is no text. What comparing
 * two of them needs is worked out once a text, not once a pair.
 */
export class TextPool {
  readonly #ids = new Map<string, number>()
  readonly #texts: string[] = ['']
  #bytes = new Uint8Array(MAX_LENGTH * 1024)
  #lengths = new Uint8Array(1024)
  #masks = new Int32Array(1024)
  #counts = new Int32Array(1024)

  /** How many texts there are, number 0 included. */
  get size(): number {
    return this.#texts.length
  }

  /** The number of a text, a new one where it is new; the empty text is 0. */
  intern(text: string): number {
    if (text === '') return 0
    const known = this.#ids.get(text)
    if (known !== undefined) {
      this.#counts[known] = (this.#counts[known] as number) + 1
      return known
    }
    const id = this.#texts.length
    if (id === this.#lengths.length) this.#grow()
    this.#ids.set(text, id)
    this.#texts.push(text)
    const length = Math.min(text.length, MAX_LENGTH)
    this.#lengths[id] = length
    this.#counts[id] = 1
    let mask = 0
    for (let at = 0; at < length; at += 1) {
      const letter = text.charCodeAt(at) & 127
      this.#bytes[id * MAX_LENGTH + at] = letter
      mask |= 1 << (letter & 31)
    }
    this.#masks[id] = mask
    return id
  }

  text(id: number): string {
    return this.#texts[id] ?? ''
  }

  /** How often a text was told. */
  count(id: number): number {
    return this.#counts[id] ?? 0
  }

  /** All texts' letters, `MAX_LENGTH` bytes each. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  /** Letters of each text that are compared. */
  get lengths(): Uint8Array {
    return this.#lengths
  }

  /** Which letters a text has, a bit each; a digit shares its bit with a letter. */
  get masks(): Int32Array {
    return this.#masks
  }

  #grow(): void {
    const bytes = new Uint8Array(this.#bytes.length * 2)
    bytes.set(this.#bytes)
    this.#bytes = bytes
    const lengths = new Uint8Array(this.#lengths.length * 2)
    lengths.set(this.#lengths)
    this.#lengths = lengths
    const masks = new Int32Array(this.#masks.length * 2)
    masks.set(this.#masks)
    this.#masks = masks
    const counts = new Int32Array(this.#counts.length * 2)
    counts.set(this.#counts)
    this.#counts = counts
  }
}
