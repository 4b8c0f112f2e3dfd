import { z } from '@hono/zod-openapi'
import type { Paging } from '@rapport/engine'

const MAX_CURSOR_LENGTH = 1000

/** Query parameters of a page. `defaultLimit` and `maxLimit` count items. */
export function pagingQuery(defaultLimit = 50, maxLimit = 500) {
  return {
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(maxLimit)
      .default(defaultLimit)
      .openapi({ type: 'integer', minimum: 1, maximum: maxLimit, default: defaultLimit }),
    after: z
      .string()
      .min(1)
      .max(MAX_CURSOR_LENGTH)
      .optional()
      .openapi({ description: '`next` of the previous page, unchanged.' }),
  }
}

/** A page of items; `next` is null on the last. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().openapi({ description: 'Pass as `after` for the next page; null on the last.' }),
  })
}

export function pagingOf(query: { readonly limit: number; readonly after?: string | undefined }): Paging {
  return { limit: query.limit, ...(query.after !== undefined && { after: query.after }) }
}
