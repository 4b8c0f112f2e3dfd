import type { Line } from './lines.ts'

// A page is rows from top to bottom; where they stand is decided here, and nothing is left out.

/** A4, in points. */
export const sheet = { widthPt: 595.28, heightPt: 841.89, topPt: 52, bottomPt: 790 } as const
/** Sums of heights are not exact. */
const SLACK = 0.01

/** Lines that stand beside each other. */
export interface Row {
  readonly heightPt: number
  /** White above it, but at the top of a page. */
  readonly beforePt: number
  readonly lines: readonly { readonly line: Line; readonly xPt: number; readonly baselinePt: number }[]
  /** Stands on the page of the row that comes next. */
  readonly keep?: boolean
  /** Lies in the tinted panel. */
  readonly isPanel?: boolean
  /** A hairline in the middle of the white above it. */
  readonly isRuled?: boolean
}

export interface PlacedRow extends Row {
  readonly yPt: number
}

export type Place = readonly PlacedRow[]

export const heightOf = (rows: readonly Row[]): number =>
  rows.reduce((sum, { heightPt, beforePt }, index) => sum + heightPt + (index === 0 ? 0 : beforePt), 0)

/**
 * Fills pages with rows. The notes stand at the foot of the last page; where they do not fit there, they follow.
 * @param top of every page but the first: its head
 */
export function placeRows(rows: readonly Row[], notes: readonly Row[], top: readonly Row[]): readonly Place[] {
  const pages: PlacedRow[][] = [[]]
  let yPt: number = sheet.topPt
  const put = (row: Row, beforePt: number) => {
    ;(pages.at(-1) as PlacedRow[]).push({ ...row, yPt: yPt + beforePt })
    yPt += beforePt + row.heightPt
  }
  const turn = () => {
    pages.push([])
    yPt = sheet.topPt
    for (const row of top) put(row, 0)
  }
  const fill = (all: readonly Row[]) => {
    for (let index = 0; index < all.length; ) {
      const last = all.findIndex((row, at) => at >= index && !row.keep)
      const together = all.slice(index, (last === -1 ? all.length - 1 : last) + 1)
      const isFirst = () => (pages.at(-1) as PlacedRow[]).length <= (pages.length > 1 ? top.length : 0)
      if (!isFirst() && yPt + (together[0]?.beforePt ?? 0) + heightOf(together) > sheet.bottomPt + SLACK) turn()
      for (const row of together) {
        // Rows that belong together and are more than a page are torn all the same.
        if (!isFirst() && yPt + row.beforePt + row.heightPt > sheet.bottomPt + SLACK) turn()
        put(row, isFirst() && pages.length === 1 ? 0 : row.beforePt)
      }
      index += together.length
    }
  }
  fill(rows)
  const free = sheet.bottomPt - heightOf(notes)
  if (free >= yPt + (notes[0]?.beforePt ?? 0)) yPt = free - (notes[0]?.beforePt ?? 0)
  fill(notes)
  return pages
}
