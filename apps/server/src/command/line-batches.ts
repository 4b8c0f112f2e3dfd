import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { RapportError } from '@rapport/core'

export interface BatchLimits {
  readonly maxRows: number
  /** Of the lines as they are in the file. */
  readonly maxCharacters: number
}

/**
 * The rows of a JSON Lines file in batches, in constant memory; empty lines are skipped.
 * @throws RapportError `FILE_UNREADABLE`, also for a line that is not JSON, by its number
 */
export async function* lineBatches(
  file: string,
  { maxRows, maxCharacters }: BatchLimits,
): AsyncGenerator<readonly unknown[]> {
  let rows: unknown[] = []
  let characters = 0
  let number = 0
  try {
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      number++
      const line = (number === 1 && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text).trim()
      if (line === '') continue
      const row: unknown = JSON.parse(line)
      if (rows.length > 0 && (rows.length === maxRows || characters + line.length > maxCharacters)) {
        yield rows
        rows = []
        characters = 0
      }
      rows.push(row)
      characters += line.length
    }
  } catch (cause) {
    const problem = cause instanceof SyntaxError ? `line ${number} is not JSON` : (cause as { code?: string }).code
    if (problem === undefined || RapportError.is(cause)) throw cause
    throw new RapportError('FILE_UNREADABLE', { file, problem }, { cause })
  }
  if (rows.length > 0) yield rows
}

/** What a tracking endpoint takes at once, with room to spare: 500 KB and 2,500 messages. */
export const trackingLimits: BatchLimits = { maxRows: 1000, maxCharacters: 150_000 }
