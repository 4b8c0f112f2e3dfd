import { RapportError } from '../errors.ts'

/**
 * The member of a row by which a plugin says what is wrong with it: a line with too many cells, a message of an unknown
 * type. Such a row is emitted like any other, so that it is kept, named, and can be corrected: without the member it
 * is replayed as a good one.
 */
export const rowProblem = '@problem'

/**
 * Refuses a row that carries a {@link rowProblem}. A stream whose reader marks rows calls it first in its `key`.
 * @throws RapportError `ROW_INVALID`, with the problem as its reason
 */
export function refuseProblem(stream: string, row: object): void {
  const problem = (row as { readonly [rowProblem]?: unknown })[rowProblem]
  if (problem !== undefined && problem !== null)
    throw new RapportError('ROW_INVALID', { stream, problem: String(problem), field: rowProblem })
}
