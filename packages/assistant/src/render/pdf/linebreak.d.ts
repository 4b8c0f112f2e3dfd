declare module 'linebreak' {
  /** Where a text may be broken, by Unicode's rules (UAX 14). */
  export default class LineBreaker {
    constructor(text: string)
    /** The next place, `null` at the end; `required` after a line feed. */
    nextBreak(): { readonly position: number; readonly required: boolean } | null
  }
}
