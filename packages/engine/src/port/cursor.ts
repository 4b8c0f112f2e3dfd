import { RapportError } from '@rapport/core'

/** What a keyset page is ordered by, as far as the next page needs it. */
export type Position = readonly (string | number)[]

/** A position as the opaque text of {@link Page.next}. */
export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/**
 * Reads {@link encodeCursor}'s text back.
 * @param shape - one letter a part: `n` for a whole number, `s` for text
 * @throws RapportError `CURSOR_INVALID` for anything that this shape's page did not hand out
 */
export function decodeCursor(text: string, shape: string): Position {
  const position = parse(text)
  if (
    !Array.isArray(position) ||
    position.length !== shape.length ||
    !position.every((part, i) => fits(part, shape[i]))
  )
    throw new RapportError('CURSOR_INVALID')
  return position
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

function fits(part: unknown, kind: string | undefined): boolean {
  return kind === 'n' ? Number.isSafeInteger(part) : typeof part === 'string'
}

/** Where a page of entries goes on behind this one, as `Reader.entries` pages them; with an empty name: behind all that are not older than `at`. */
export const entryCursor = ({ at, name }: { readonly at: number; readonly name: string }): string =>
  encodeCursor([at, name])
