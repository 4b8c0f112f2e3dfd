/** A sentence as a model gave it: its words, and the ids it cites. */
export interface Draft {
  readonly text: string
  readonly facts: readonly string[]
}

const MAX_TEXT = 600
const MAX_CITED = 12

/**
 * Finds drafts in an answer while it comes: each `{"text": …, "facts": […]}` as soon as it closes, wherever it stands. What is
 * around them (fences, words, an answer that is cut) does not matter; what is no draft is passed over.
 */
export class DraftReader {
  #buffer = ''
  #at = 0
  #isInString = false
  #isEscaped = false
  readonly #opened: number[] = []

  /** The drafts that a further piece completes. */
  push(piece: string): readonly Draft[] {
    this.#buffer += piece
    const drafts: Draft[] = []
    for (; this.#at < this.#buffer.length; this.#at++) {
      const character = this.#buffer[this.#at]
      if (this.#isInString) {
        if (this.#isEscaped) this.#isEscaped = false
        else if (character === '\\') this.#isEscaped = true
        else if (character === '"') this.#isInString = false
        continue
      }
      // Quotation marks outside of an object are prose.
      if (character === '"' && this.#opened.length > 0) this.#isInString = true
      else if (character === '{') this.#opened.push(this.#at)
      else if (character === '}') {
        const from = this.#opened.pop()
        const draft = from === undefined ? undefined : draftOf(this.#buffer.slice(from, this.#at + 1))
        if (draft) drafts.push(draft)
      }
    }
    return drafts
  }
}

function draftOf(json: string): Draft | undefined {
  try {
    const { text, facts } = JSON.parse(json) as { readonly text?: unknown; readonly facts?: unknown }
    if (typeof text !== 'string' || text.trim() === '' || text.length > MAX_TEXT) return undefined
    if (!Array.isArray(facts) || facts.length > MAX_CITED || !facts.every((one) => typeof one === 'string'))
      return undefined
    return { text: text.trim(), facts: [...new Set(facts as string[])] }
  } catch {
    return undefined
  }
}
