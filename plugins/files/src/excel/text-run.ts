/** Control characters cannot stand in XML: `_x000D_` is one, and `_x005F_` the underscore of a text that looks so. */
const escaped = /_x([0-9A-Fa-f]{4})_/g

/** A text as it was before it was written into XML. */
export const unescaped = (text: string): string =>
  text.includes('_x') ? text.replace(escaped, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text

/** Gathers a text of several pieces, however formatted, without the reading aid above it (`rPh`). */
export class TextRun {
  #text = ''
  #isIn = false
  #isAid = false

  open(name: string): void {
    if (name === 'rPh') this.#isAid = true
    else if (name === 't') this.#isIn = !this.#isAid
  }

  text(text: string): void {
    if (this.#isIn) this.#text += text
  }

  close(name: string): void {
    if (name === 'rPh') this.#isAid = false
    else if (name === 't') this.#isIn = false
  }

  /** The text so far, and begins another. */
  take(): string {
    const text = unescaped(this.#text)
    this.#text = ''
    return text
  }
}
