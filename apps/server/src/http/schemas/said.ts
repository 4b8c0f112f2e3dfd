import { z } from '@hono/zod-openapi'

/** A client's own key of what it sends, so that it may send it twice. */
export const clientKey = z
  .string()
  .min(1)
  .max(100)
  .describe('Your own key for this request: sent again with it, the same is answered and nothing is made twice.')
