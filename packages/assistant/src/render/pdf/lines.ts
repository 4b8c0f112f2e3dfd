/// <reference path="./linebreak.d.ts" />
import LineBreaker from 'linebreak'
import type { FaceName, Faces } from './faces.ts'

/** How text looks. Sizes in points. */
export interface Style {
  readonly face: FaceName
  readonly sizePt: number
  readonly color: string
  /** Between letters. */
  readonly trackingPt?: number
  /** Above the line. */
  readonly risePt?: number
  /** OpenType features, as `smcp`. */
  readonly features?: readonly ('smcp' | 'c2sc' | 'onum')[]
}

/** What text is to somebody who hears the page. Pieces of one element are one. */
export interface Element {
  readonly tag: 'H1' | 'H2' | 'P'
}

export interface Span {
  readonly text: string
  readonly style: Style
  readonly element: Element
  /** A place in the document that a click leads to. */
  readonly goTo?: string | undefined
  /** That place. */
  readonly destination?: string | undefined
}

/** Text in one face on one line. */
export interface Piece extends Span {
  readonly face: FaceName
  /** From the line's beginning. */
  readonly xPt: number
  readonly widthPt: number
}

export interface Line {
  readonly pieces: readonly Piece[]
  readonly widthPt: number
}

/** How wide some text of a face is, unshaped by its neighbours. */
export type Measure = (text: string, face: FaceName, style: Style) => number

/** Breaks texts into lines by Unicode's rules, and where a word is longer than a line within it. Nothing is left out. */
export class LineSetter {
  readonly #faces: Faces
  readonly #measure: Measure

  constructor(faces: Faces, measure: Measure) {
    this.#faces = faces
    this.#measure = measure
  }

  lines(spans: readonly Span[], widthPt: number): readonly Line[] {
    const lines: Piece[][] = [[]]
    let xPt = 0
    const next = () => {
      lines.push([])
      xPt = 0
    }
    for (const word of this.#words(spans)) {
      const size = word.reduce((sum, part) => sum + this.#width(part.text, part), 0)
      const blank = trailingBlank(word)
      if (xPt > 0 && xPt + size - (blank ? this.#width(blank.text, blank) : 0) > widthPt) next()
      const parts = size > widthPt ? word.flatMap((part) => this.#lettersOf(part)) : word
      for (const part of parts) {
        const width = this.#width(part.text, part)
        if (xPt > 0 && size > widthPt && xPt + width > widthPt) next()
        ;(lines.at(-1) as Piece[]).push({ ...part, xPt, widthPt: width })
        xPt += width
      }
    }
    return lines.map((pieces) => this.#joined(pieces))
  }

  /** What may not be broken, in the faces that have letters for it. */
  *#words(spans: readonly Span[]): Generator<readonly Part[]> {
    const parts = spans.flatMap((span) =>
      this.#faces.letter(span.text, span.style.face).map(({ text, face }): Part => ({ ...span, text, face })),
    )
    const breaker = new LineBreaker(parts.map(({ text }) => text).join(''))
    let from = 0
    let index = 0
    let used = 0
    for (let found = breaker.nextBreak(); found; found = breaker.nextBreak()) {
      const word: Part[] = []
      for (; from < found.position && index < parts.length; ) {
        const part = parts[index] as Part
        const text = part.text.slice(used, used + found.position - from)
        word.push({ ...part, text })
        from += text.length
        used += text.length
        if (used < part.text.length) continue
        index++
        used = 0
      }
      if (word.length > 0) yield word
    }
  }

  #lettersOf(part: Part): readonly Part[] {
    return [...graphemes.segment(part.text)].map(({ segment }) => ({ ...part, text: segment }))
  }

  #width(text: string, { face, style }: Part): number {
    return this.#measure(text, face, style)
  }

  /** Neighbours of one kind in one piece, so that their spaces are text, too; without the blank at the end. */
  #joined(pieces: readonly Piece[]): Line {
    const joined: Piece[] = []
    for (const piece of pieces) {
      const last = joined.at(-1)
      const isMore =
        last?.style === piece.style &&
        last.face === piece.face &&
        last.element === piece.element &&
        last.goTo === piece.goTo
      if (last && isMore && piece.destination === last.destination)
        joined[joined.length - 1] = { ...last, text: last.text + piece.text, widthPt: last.widthPt + piece.widthPt }
      else joined.push(piece)
    }
    const last = joined.at(-1)
    return { pieces: joined, widthPt: last ? last.xPt + last.widthPt : 0 }
  }
}

type Part = Span & { readonly face: FaceName }

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

function trailingBlank(word: readonly Part[]): Part | undefined {
  const last = word.at(-1)
  const blank = last?.text.match(/ +$/)?.[0]
  return last && blank ? { ...last, text: blank } : undefined
}
