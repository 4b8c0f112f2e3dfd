import { apiDocument } from '@rapport/server'
import openapiTypes, { astToString } from 'openapi-typescript'

const HEADER = `// Made from the API's own schemas by \`npm run generate\`. Change them in apps/server/src/http.
`

/** packages/client/src/generated/api.ts: every operation and schema of the OpenAPI document as types. */
export async function clientTypes(): Promise<string> {
  // A copy as a reader would get it: without what JSON does not have.
  const document = JSON.parse(JSON.stringify(apiDocument())) as Parameters<typeof openapiTypes>[0]
  return `${HEADER}\n${astToString(await openapiTypes(document, { alphabetize: true, defaultNonNullable: false }))}`
}
