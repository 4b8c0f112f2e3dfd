import { version } from '@rapport/runtime'
import { scopes, scopeTitles } from '../auth/scopes.ts'
import type { Api } from './api.ts'

/** The whole API as OpenAPI 3.1, made from the schemas that validate. */
export function openapiDocument(api: Api): object {
  const { openAPIRegistry } = api.app
  openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: `A key, \`rpk_<workspace>_…\`. Its scopes: ${scopes.map((one) => `\`${one}\` ${scopeTitles[one]}`).join('; ')}.`,
  })
  return api.app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Rapport',
      version,
      description:
        'Unified customer profiles, live: what sources told, who is who, insights, segments, and the brief before the call. ' +
        'Errors are RFC 9457 problems with a stable `code`; lists are pages of `{items, next}`.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/' }],
  })
}
