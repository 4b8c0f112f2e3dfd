import { createContext } from 'react'

/** A row by its stream and key. */
export interface RowName {
  readonly stream: string
  readonly key: string
}

/** A row that one asked to see; another object each time, so that asking again shows it again. */
export type FocusedRow = RowName

/** Shows a row where it stands; null where there is nothing to show it in. */
export const RowFocus = createContext<((row: RowName) => void) | null>(null)

export const isRow = (a: RowName, b: RowName): boolean => a.stream === b.stream && a.key === b.key
