import { Api } from './api.ts'
import { addRoutes } from './app.ts'
import type { Host } from './host.ts'
import { HttpMetrics } from './metrics.ts'
import { openapiDocument } from './openapi.ts'

/**
 * The OpenAPI document without a server: what clients are generated from. Routes look at their host only once they are
 * called, and none is.
 */
export function apiDocument(): object {
  const api = new Api({ host: undefined as unknown as Host, metrics: new HttpMetrics() })
  addRoutes(api)
  return openapiDocument(api)
}
