import { describe } from 'vitest'
import { activityCases } from './activity-cases.ts'
import { agendaCases } from './agenda-cases.ts'
import { anchorCases } from './anchor-cases.ts'
import { commitCases } from './commit-cases.ts'
import { documentCases } from './document-cases.ts'
import { entryCases } from './entry-cases.ts'
import { eraseCases } from './erase-cases.ts'
import { lifecycleCases } from './lifecycle-cases.ts'
import { linkCases } from './link-cases.ts'
import { logCases } from './log-cases.ts'
import { profileCases } from './profile-cases.ts'
import { queueCases } from './queue-cases.ts'
import { recordCases } from './record-cases.ts'
import { searchCases } from './search-cases.ts'
import { segmentCases } from './segment-cases.ts'
import { snapshotCases } from './snapshot-cases.ts'
import { casesOver, type OpenStoreAt } from './subject.ts'

/**
 * What every store must do, as named cases for a vitest file of the store's package: all of Writer, Reader and Documents,
 * erasure, backup and reopening. A store that passes it may stand under the engine.
 *
 * @param name - the store's, as the report shows it
 * @param open - opens the store that lives in a folder; each case has a new one
 * @example
 * storeSuite('SQLite', async ({ folder, from }) => {
 *   const file = join(folder, 'rapport.db')
 *   if (from !== undefined) await copyFile(from, file)
 *   return openSqliteStore({ file })
 * })
 */
export function storeSuite(name: string, open: OpenStoreAt): void {
  describe(`the store port on ${name}`, () => {
    const test = casesOver(open)
    for (const cases of [
      lifecycleCases,
      commitCases,
      anchorCases,
      recordCases,
      linkCases,
      activityCases,
      profileCases,
      searchCases,
      agendaCases,
      segmentCases,
      queueCases,
      logCases,
      snapshotCases,
      entryCases,
      documentCases,
      eraseCases,
    ])
      cases(test)
  })
}
