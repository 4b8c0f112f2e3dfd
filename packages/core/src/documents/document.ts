import { z } from 'zod'
import { RapportError } from '../errors.ts'
import type { Json } from '../json.ts'
import { actionDocument } from './action.ts'
import { activationDocument, connectionDocument, ratesDocument } from './connection.ts'
import { insightDocument } from './insight.ts'
import { mappingDocument } from './mapping.ts'
import { matchRulesDocument } from './match-rules.ts'
import { reconciliationDocument } from './reconciliation.ts'
import { segmentDocument } from './segment.ts'
import { templateDocument } from './template.ts'

/** Every type of document: a validated, versioned piece of configuration in the store, exported and imported as files. */
export const documentTypes = {
  connection: connectionDocument,
  mapping: mappingDocument,
  'match-rules': matchRulesDocument,
  reconciliation: reconciliationDocument,
  insight: insightDocument,
  segment: segmentDocument,
  activation: activationDocument,
  rates: ratesDocument,
  template: templateDocument,
  action: actionDocument,
} as const

export type DocumentType = keyof typeof documentTypes
export type DocumentOf<T extends DocumentType> = z.output<(typeof documentTypes)[T]>
/** Any document's body. */
export type RapportDocument = DocumentOf<DocumentType>

/** Every type of document as JSON Schema (draft 2020-12), by type: what an editor completes and checks a file with. */
export function documentJsonSchema(): Readonly<Record<DocumentType, Json>> {
  return Object.fromEntries(
    Object.entries(documentTypes).map(([type, schema]) => [type, z.toJSONSchema(schema, { io: 'input' }) as Json]),
  ) as Record<DocumentType, Json>
}

/**
 * Parses a document's body by its `type`.
 * @throws RapportError `DOCUMENT_INVALID`, naming the first problem and its path
 */
export function parseDocument(body: unknown): RapportDocument {
  const type = (body as { type?: unknown } | null)?.type
  const name = String((body as { name?: unknown } | null)?.name ?? '(unnamed)')
  const schema =
    typeof type === 'string' && Object.hasOwn(documentTypes, type) ? documentTypes[type as DocumentType] : undefined
  if (!schema)
    throw new RapportError('DOCUMENT_INVALID', {
      name,
      problem: `type must be one of ${Object.keys(documentTypes).join(', ')}`,
      path: 'type',
    })
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const issue = firstIssue(parsed.error)
  throw new RapportError('DOCUMENT_INVALID', { name, ...issue })
}

/** The first problem of a failed parse, in words, with its path. A union is reported by the branch that came furthest. */
export function firstIssue(error: z.ZodError): { readonly problem: string; readonly path: string } {
  let issue = error.issues[0]
  const path: PropertyKey[] = []
  while (issue) {
    path.push(...issue.path)
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) break
    const deepest = [...issue.errors].sort(
      (a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0) || a.length - b.length,
    )[0]
    if (!deepest?.[0]) break
    issue = deepest[0]
  }
  return { problem: issue?.message ?? 'not valid', path: path.map(String).join('.') || '(the document)' }
}
