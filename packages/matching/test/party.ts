import type { Party } from '../src/index.ts'

/** A record of somebody, by what is known. */
export const party = (known: Partial<Party> = {}): Party => ({
  source: 'a',
  emails: [],
  phones: [],
  addresses: [],
  identifiers: [],
  ...known,
})
