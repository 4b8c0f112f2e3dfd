import { z } from '@hono/zod-openapi'
import { RapportError } from '@rapport/core'
import type { StoredDocument } from '@rapport/engine'
import { type Api, Reply } from '../api.ts'
import { readText } from '../body.ts'
import { documentsToYaml, importDocuments, readDocumentFile } from '../documents.ts'
import { etag, isNotModified } from '../etag.ts'
import { pageOf, pagingOf, pagingQuery } from '../paging.ts'
import { anyObject } from '../schemas/profile.ts'

const tag = 'Documents'
const MAX_IMPORT_BYTES = 8 * 1024 * 1024

const params = z.object({ type: z.string().max(50), name: z.string().max(300) })

const documentSchema = z
  .object({
    type: z.string(),
    name: z.string(),
    version: z.int(),
    body: anyObject.nullable().describe('Null: removed in this version.'),
    by: z.string(),
    at: z.string(),
  })
  .openapi('Document')

const shown = (one: StoredDocument) => ({
  ...one,
  body: one.body === null ? null : (JSON.parse(one.body) as unknown),
  at: new Date(one.at).toISOString(),
})

const backfill = z
  .object({
    work: z
      .enum(['profiles', 'features', 'links'])
      .describe(
        '`profiles`: insights, segments, activations and reconciled values. `features`, then `links`: who is who.',
      ),
    done: z.int().describe('Gone through so far.'),
    of: z.int().describe('How many there are; those that came since follow the new rules already.'),
  })
  .openapi('Backfill')

/** `/v1/documents`: business rules: validated, versioned, exported and imported as files. */
export function addDocumentRoutes(api: Api): void {
  api.add(
    {
      method: 'get',
      path: '/v1/backfills',
      tag,
      summary: 'How far changed rules have been applied to who is there',
      description: 'Empty when everybody follows the newest rules. Data comes in meanwhile, by the new rules.',
      scope: 'read',
      answers: {
        200: {
          description: 'What is still worked on.',
          schema: z.object({ items: z.array(backfill) }),
          example: { items: [{ work: 'profiles', done: 1200, of: 48000 }] },
        },
      },
    },
    async ({ workspace }) => ({ items: await workspace.queries.backfills() }),
  )

  api.add(
    {
      method: 'get',
      path: '/v1/documents',
      tag,
      summary: 'The newest version of each document',
      scope: 'read',
      query: z.object({ ...pagingQuery(100, 500), type: z.string().max(50).optional() }),
      answers: { 200: { description: 'A page.', schema: pageOf(documentSchema) } },
    },
    async ({ workspace, query }) => {
      const page = await workspace.documents.list({
        ...pagingOf(query),
        ...(query.type !== undefined && { type: query.type }),
      })
      return { items: page.items.map(shown), next: page.next }
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/documents/export',
      tag,
      summary: 'All documents as one YAML file',
      description: 'Secrets are references in documents, so no value of one is in it.',
      scope: 'configure',
      answers: { 200: { description: 'Documents, with `---` between them.', type: 'application/yaml' } },
    },
    async ({ c, workspace }) =>
      c.body(await documentsToYaml(workspace), 200, { 'content-type': 'application/yaml; charset=utf-8' }),
  )

  api.add(
    {
      method: 'post',
      path: '/v1/documents/import',
      tag,
      summary: 'Saves documents of a YAML or JSON file, all or none',
      description: 'What is there already as it is in the file is left alone.',
      scope: 'configure',
      rawBody: { types: ['application/yaml', 'application/json'], description: 'One document, or several.' },
      answers: {
        200: {
          description: 'What was saved.',
          schema: z.object({
            saved: z.array(z.object({ type: z.string(), name: z.string(), version: z.int() })),
            unchanged: z.int(),
          }),
        },
      },
    },
    async ({ c, workspace, principal }) => {
      const text = await readText(c.req.raw, MAX_IMPORT_BYTES)
      return importDocuments(workspace, readDocumentFile(text, 'the body'), principal.id)
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/documents/{type}/{name}',
      tag,
      summary: 'One document',
      scope: 'read',
      params,
      query: z.object({
        version: z.coerce.number().int().min(1).optional().openapi({ type: 'integer', minimum: 1 }),
      }),
      answers: { 200: { description: 'With its version as ETag.', schema: documentSchema } },
    },
    async ({ c, workspace, params, query }) => {
      const found = await readDocument(workspace, params, query.version)
      const version = etag(String(found.version))
      if (isNotModified(c.req.header('if-none-match'), version)) return c.body(null, 304, { etag: version })
      return new Reply(200, shown(found), { etag: version })
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/documents/{type}/{name}/versions',
      tag,
      summary: 'All versions of a document, newest first',
      scope: 'read',
      params,
      query: z.object(pagingQuery(50, 500)),
      answers: { 200: { description: 'A page.', schema: pageOf(documentSchema) } },
    },
    async ({ workspace, params, query }) => {
      const page = await workspace.documents.list({ ...pagingOf(query), ...params })
      if (page.items.length === 0 && query.after === undefined) throw new RapportError('DOCUMENT_NOT_FOUND', params)
      return { items: page.items.map(shown), next: page.next }
    },
  )

  api.add(
    {
      method: 'put',
      path: '/v1/documents/{type}/{name}',
      tag,
      summary: 'Saves a document as a new version',
      description: 'It is validated whole; nothing is saved when anything is wrong with it.',
      scope: 'configure',
      params,
      body: z.looseObject({ type: z.string().optional(), name: z.string().optional() }),
      bodyExample: { title: 'Gold clients', where: { attribute: 'tier', is: 'gold' } },
      headers: {
        'if-match': 'The ETag that was read: refused with 412 when the document has moved on since.',
        'if-none-match': '`*`: only when there is no such document yet.',
      },
      answers: { 200: { description: 'Saved.', schema: documentSchema } },
    },
    async ({ c, workspace, principal, params, body }) => {
      const expected = expectedVersion(c.req.header('if-match'), c.req.header('if-none-match'))
      const documents = [{ body: { ...body, ...params } as never, ...(expected !== undefined && { expected }) }]
      const saved = await workspace.commands.saveDocuments(documents, principal.id).catch((error: unknown) => {
        if (expected === undefined || !RapportError.is(error) || error.code !== 'DOCUMENT_VERSION_MOVED') throw error
        throw new RapportError('PRECONDITION_FAILED', { name: params.name }, { cause: error })
      })
      const [document] = saved
      if (!document) throw new RapportError('INTERNAL')
      return new Reply(200, shown(document), { etag: etag(String(document.version)) })
    },
  )

  api.add(
    {
      method: 'delete',
      path: '/v1/documents/{type}/{name}',
      tag,
      summary: 'Removes a document; its versions stay',
      scope: 'configure',
      params,
      answers: { 204: { description: 'Removed.' } },
    },
    async ({ workspace, principal, params }) => {
      await readDocument(workspace, params)
      await workspace.commands.removeDocument(params.type, params.name, principal.id)
      return new Reply(204, undefined)
    },
  )
}

/** @throws RapportError `DOCUMENT_NOT_FOUND`; without a version also for a removed one */
async function readDocument(
  workspace: {
    readonly documents: { read(refs: readonly object[]): Promise<readonly (StoredDocument | undefined)[]> }
  },
  { type, name }: { readonly type: string; readonly name: string },
  version?: number,
): Promise<StoredDocument> {
  const [found] = await workspace.documents.read([{ type, name, ...(version !== undefined && { version }) }])
  if (!found || (found.body === null && version === undefined))
    throw new RapportError('DOCUMENT_NOT_FOUND', { type, name })
  return found
}

function expectedVersion(ifMatch: string | undefined, ifNoneMatch: string | undefined): number | undefined {
  if (ifNoneMatch === '*') return 0
  if (ifMatch === undefined || ifMatch === '*') return undefined
  const match = /^"?(\d{1,9})"?$/.exec(ifMatch)
  if (!match) throw new RapportError('REQUEST_INVALID', { problem: 'not an ETag of a document', path: 'If-Match' })
  return Number(match[1])
}
