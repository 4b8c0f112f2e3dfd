import { decodeCursor, encodeCursor, type Page, type Paging, type Position } from '@rapport/engine'

/**
 * Compares text by code points, which is what UTF-8 bytes sort like in every store. JavaScript's own order puts characters
 * beyond U+FFFF before U+E000.
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at)
    const y = b.charCodeAt(at)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

const rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit)

function comparePositions(a: Position, b: Position): number {
  for (let at = 0; at < a.length; at++) {
    const x = a[at]
    const y = b[at]
    const order = typeof x === 'number' ? x - (y as number) : compareText(x as string, y as string)
    if (order !== 0) return order
  }
  return 0
}

/**
 * A keyset page of unordered rows.
 * @param shape - of the position, as in `decodeCursor`
 */
export function pageOf<T>(
  rows: Iterable<T>,
  paging: Paging,
  order: { readonly position: (row: T) => Position; readonly shape: string; readonly newestFirst?: boolean },
): Page<T> {
  const sign = order.newestFirst ? -1 : 1
  const after = paging.after === undefined ? undefined : decodeCursor(paging.after, order.shape)
  const sorted = [...rows]
    .map((row) => ({ row, position: order.position(row) }))
    .filter(({ position }) => after === undefined || sign * comparePositions(position, after) > 0)
    .sort((a, b) => sign * comparePositions(a.position, b.position))
  const items = sorted.slice(0, paging.limit)
  const last = items.at(-1)
  const next = last !== undefined && sorted.length > items.length ? encodeCursor(last.position) : null
  return { items: items.map(({ row }) => row), next }
}
