import { RapportError } from '@rapport/core'
import type { Workspace } from '@rapport/runtime'
import { lineBatches, trackingLimits } from './row-batches.ts'

/** Entries that say which archives were let in already. */
const REPLAYED = 'replayed-archive'

/**
 * Lets a file of archived tracking messages in through a connection's endpoint, once. Interrupted, it begins anew the next
 * time: a message that is there already changes nothing. Answers the messages sent, 0 when it was done before.
 * @throws RapportError `FILE_UNREADABLE`, and what the endpoint refuses with
 */
export async function replayArchive(
  { commands, reader }: Pick<Workspace, 'commands' | 'reader'>,
  connection: string,
  file: string,
): Promise<number> {
  const name = `${connection} ${file}`
  if ((await reader.entry(REPLAYED, name)) !== undefined) return 0
  let messages = 0
  for await (const batch of lineBatches(file, trackingLimits)) {
    const body = JSON.stringify({ batch })
    const request = { connection, path: '/v1/import', headers: {}, body, receivedAt: Date.now() }
    const [outcome] = await commands.receive([request])
    if (outcome?.ok === false) throw new RapportError(outcome.code, outcome.details)
    messages += batch.length
  }
  await commands.settle()
  await commands.putEntries([{ type: REPLAYED, name, profile: null, at: Date.now(), body: '{}' }])
  return messages
}
