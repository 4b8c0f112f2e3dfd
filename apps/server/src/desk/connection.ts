import { type Json, RapportError, type Stream } from '@rapport/core'
import type { Workspace } from '@rapport/runtime'
import type { Principal } from '../auth/principal.ts'

/** The plugin's source; which connection is of it, the workspace says. */
const PART = 'desk/desk'
/** What its connection is called, the first that is not another one's: a project may have a system called `desk`. */
const NAMES = ['desk', 'agents', 'said-at-the-desk'] as const
const MAX_CONNECTIONS = 1000

/** The connection whose rows are made here, not synced; `undefined` before the first. */
async function deskConnection(workspace: Workspace): Promise<string | undefined> {
  const { items } = await workspace.documents.list({ type: 'connection', limit: MAX_CONNECTIONS })
  return items.find(({ body }) => body !== null && (JSON.parse(body) as { part?: unknown }).part === PART)?.name
}

/** A desk's stream by its full name, as records and provenance show it. */
export async function deskStream(workspace: Workspace, { name }: Pick<Stream, 'name'>): Promise<string> {
  return `${(await deskConnection(workspace)) ?? NAMES[0]}/${name}`
}

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
  const connection = await ensureDesk(workspace, principal)
  for (const { stream, rows = [], deletes = [] } of batches) {
    const body = JSON.stringify({ rows, deletes })
    const outcome = await workspace.commands.emit({ connection, stream: stream.name, body })
    if (!outcome.ok) throw new RapportError(outcome.code, outcome.details)
  }
  await workspace.commands.settle()
}

async function ensureDesk(workspace: Workspace, principal: Principal): Promise<string> {
  const there = await deskConnection(workspace)
  if (there !== undefined) return there
  const taken = await workspace.documents.read(NAMES.map((name) => ({ type: 'connection', name })))
  const name = NAMES.find((_, index) => (taken[index]?.body ?? null) === null) ?? NAMES[0]
  const body: Json = { type: 'connection', name, part: PART, title: 'Desk' }
  await workspace.commands.saveDocuments([{ body }], principal.id)
  return name
}
