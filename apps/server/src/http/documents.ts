import type { JsonObject } from '@rapport/core'
import type { StoredDocument } from '@rapport/engine'
import type { Workspace } from '@rapport/runtime'

const PAGE = 500

/** A document with its body read. */
export interface ReadDocument extends Omit<StoredDocument, 'body'> {
  readonly body: JsonObject
}

/** The newest version of every document, or of every one of a type; removed ones left out. */
export async function readAll(
  workspace: Pick<Workspace, 'documents'>,
  type?: string,
): Promise<readonly ReadDocument[]> {
  const all: ReadDocument[] = []
  let after: string | undefined
  do {
    const page = await workspace.documents.list({
      limit: PAGE,
      ...(type !== undefined && { type }),
      ...(after !== undefined && { after }),
    })
    for (const one of page.items) if (one.body !== null) all.push({ ...one, body: JSON.parse(one.body) as JsonObject })
    after = page.next ?? undefined
  } while (after !== undefined)
  return all
}
