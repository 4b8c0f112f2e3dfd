import { hashText } from './random.ts'
import type { Row, StreamInfo } from './world.ts'

/** A row and whose it is: a member's ordinal in the household, or {@link NOBODY}. */
export interface Told<R extends object = object> {
  readonly owner: number
  readonly key: string
  readonly row: R
}

/** Owner of records that stand for no person. */
export const NOBODY = -1

/** A file of a world, and how its rows are made: `tell` of a household's life, or `reference`, the same for all. */
export interface WorldStream<T> extends StreamInfo {
  /** Streams with the same label start from the same randomness, so that they can repeat each other's details. */
  readonly label: number
  readonly tell: ((telling: T) => Told[]) | null
  readonly reference: ((nowMs: number) => readonly Row[]) | null
}

/** A stream by its file, `system/stream.csv` or `.jsonl`. */
export function worldStream<T>(
  file: string,
  columns: readonly string[],
  key: string,
  rest: Partial<WorldStream<T>>,
): WorldStream<T> {
  const [system = '', name = ''] = file.replace(/\.\w+$/, '').split('/')
  return {
    system,
    stream: name,
    file,
    format: file.endsWith('.csv') ? 'csv' : 'jsonl',
    columns,
    key,
    label: hashText(file),
    tell: null,
    reference: null,
    ...rest,
  }
}
