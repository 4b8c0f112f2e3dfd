import { type Json, RapportError, type Stream } from '@rapport/core'
import type { Workspace } from '@rapport/runtime'
import type { Principal } from '../auth/principal.ts'

/** The connection whose rows are made here, not synced. */
export const DESK = 'desk'

/** A stream's full name, as records and provenance show it. */
export const deskStream = ({ name }: Pick<Stream, 'name'>): string => `${DESK}/${name}`

/**
 * Sends rows and deletions of the desk's own streams, and waits until they are in profiles. The connection is made when it is first needed.
 * @throws RapportError as the stream refuses them
 */
export async function emitAtDesk(
  workspace: Workspace,
  principal: Principal,
  batches: readonly {
    readonly stream: Pick<Stream, 'name'>
    readonly rows?: readonly object[]
    readonly deletes?: readonly object[]
  }[],
): Promise<void> {
  await ensureDesk(workspace, principal)
  for (const { stream, rows = [], deletes = [] } of batches) {
    const body = JSON.stringify({ rows, deletes })
    const outcome = await workspace.commands.emit({ connection: DESK, stream: stream.name, body })
    if (!outcome.ok) throw new RapportError(outcome.code, outcome.details)
  }
  await workspace.commands.settle()
}

async function ensureDesk(workspace: Workspace, principal: Principal): Promise<void> {
  const [found] = await workspace.documents.read([{ type: 'connection', name: DESK }])
  if (found && found.body !== null) return
  const body: Json = { type: 'connection', name: DESK, part: 'desk/desk', title: 'Desk' }
  await workspace.commands.saveDocuments([{ body }], principal.id)
}
