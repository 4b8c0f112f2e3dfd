import { isDeepStrictEqual } from 'node:util'
import { type Json, type JsonObject, parseDocument, RapportError } from '@rapport/core'
import type { StoredDocument } from '@rapport/engine'
import { collect, type Workspace } from '@rapport/runtime'
import { parseAllDocuments, stringify } from 'yaml'
import { isTooDeep } from './body.ts'

/** A document with its body read. */
export interface ReadDocument extends Omit<StoredDocument, 'body'> {
  readonly body: JsonObject
}

/** The newest version of every document, or of every one of a type; removed ones left out. */
export async function readAll(
  workspace: Pick<Workspace, 'documents'>,
  type?: string,
): Promise<readonly ReadDocument[]> {
  const all = await collect((paging) => workspace.documents.list({ ...paging, ...(type !== undefined && { type }) }))
  return all.flatMap((one) => (one.body === null ? [] : [{ ...one, body: JSON.parse(one.body) as JsonObject }]))
}

/** All documents as one YAML text, in the order of type and name, so that two exports differ only where documents do. */
export async function documentsToYaml(workspace: Pick<Workspace, 'documents'>): Promise<string> {
  const all = [...(await readAll(workspace))].sort((a, b) => compare(a.type, b.type) || compare(a.name, b.name))
  return all.map(({ type, name, body }) => `---\n${stringify({ type, name, ...body })}`).join('')
}

/**
 * The documents in a YAML or JSON text: one, several with `---` between them, or a list.
 * @param file named in errors
 * @throws RapportError `DOCUMENT_INVALID` with the line
 */
export function readDocumentFile(text: string, file: string): readonly Json[] {
  const unreadable = (problem: string, cause?: unknown) =>
    new RapportError('DOCUMENT_INVALID', { name: file, problem, path: file }, { cause })
  const bodies: Json[] = []
  for (const document of parsedYaml(text, unreadable)) {
    if (!('errors' in document)) continue
    const [error] = document.errors
    if (error)
      throw new RapportError('DOCUMENT_INVALID', {
        name: file,
        problem: `it is not valid YAML (${error.code})`,
        path: `line ${error.linePos?.[0].line ?? 1}`,
      })
    let value: unknown
    try {
      value = document.toJS()
    } catch (cause) {
      throw unreadable('its aliases cannot be read', cause)
    }
    if (isTooDeep(value)) throw unreadable('it nests too deep')
    if (Array.isArray(value)) bodies.push(...(value as Json[]))
    else if (value !== null && value !== undefined) bodies.push(value as Json)
  }
  return bodies
}

/** The parser descends as deep as the text does, and the stack is not endless. */
function parsedYaml(text: string, unreadable: (problem: string, cause: unknown) => RapportError) {
  try {
    return parseAllDocuments(text)
  } catch (cause) {
    throw unreadable(cause instanceof RangeError ? 'it nests too deep' : 'it is not valid YAML', cause)
  }
}

/**
 * Saves documents, all or none; those that are there already with the same content are left alone, so that importing
 * twice makes no versions.
 * @throws RapportError `DOCUMENT_INVALID`, and what the engine refuses a document for
 */
export async function importDocuments(workspace: Workspace, bodies: readonly Json[], by: string) {
  const parsed = bodies.map((body) => parseDocument(body))
  const there = await workspace.documents.read(parsed.map(({ type, name }) => ({ type, name })))
  const changed = parsed.filter((document, index) => {
    const body = there[index]?.body
    return typeof body !== 'string' || !isDeepStrictEqual(asStored(JSON.parse(body)), asStored(document))
  })
  const saved =
    changed.length === 0
      ? []
      : await workspace.commands.saveDocuments(
          changed.map((body) => ({ body: body as unknown as Json })),
          by,
        )
  return {
    saved: saved.map(({ type, name, version }) => ({ type, name, version })),
    unchanged: parsed.length - changed.length,
  }
}

/** As it is after a trip through JSON: members that are undefined are no members. */
const asStored = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
