import type { JsonObject, ProfileId, Stream } from '@rapport/core'
import type { Workspace } from '@rapport/runtime'
import { deskStream } from './connection.ts'
import type { HangingPlace } from './record.ts'

/** Rows of the desk's streams as they were made; `undefined` for what is not there, or was taken back. */
export async function deskRows(
  workspace: Workspace,
  wanted: readonly { readonly stream: Pick<Stream, 'name'>; readonly key: string }[],
): Promise<readonly (JsonObject | undefined)[]> {
  const named = await Promise.all(
    wanted.map(async ({ stream, key }) => ({ stream: await deskStream(workspace, stream), key })),
  )
  const rows = await workspace.reader.objects(named)
  return rows.map((row) =>
    row && !row.isDeleted && row.raw !== null ? (JSON.parse(row.raw) as JsonObject) : undefined,
  )
}

/** Whether what hangs on a record is of a profile now. */
export async function hangsOn(workspace: Workspace, id: ProfileId, place: HangingPlace): Promise<boolean> {
  const anchors = await workspace.reader.anchors(id)
  return anchors.some(({ streamName, key }) => streamName === place.stream && key === place.key)
}
