import type { Outcome } from '@rapport/core'
import { z } from 'zod'

const result = z.looseObject({
  id: z.string(),
  ok: z.boolean(),
  kind: z.enum(['data', 'transient']).nullish(),
  reason: z.string().nullish(),
  retryAfterMs: z.number().nonnegative().nullish(),
  remoteId: z.string().nullish(),
})
const answer = z.looseObject({ results: z.array(z.unknown()) })

const MAX_REASON_CHARACTERS = 200
/** Nobody is asked to wait longer than this, whatever the receiver says. */
export const MAX_RETRY_AFTER_MS = 24 * 3_600_000

/**
 * What a receiver that answered 2xx said of single items: `{ results: [{ id, ok, reason?, retryAfterMs?, kind? }] }`. Items
 * that it does not name went well, as do all when the body is anything else.
 */
export function outcomesOf(body: string): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>()
  for (const one of resultsOf(body)) {
    const parsed = result.safeParse(one)
    if (parsed.success) outcomes.set(parsed.data.id, outcomeOf(parsed.data))
  }
  return outcomes
}

function resultsOf(body: string): readonly unknown[] {
  try {
    const parsed = answer.safeParse(JSON.parse(body))
    return parsed.success ? parsed.data.results : []
  } catch {
    return []
  }
}

function outcomeOf({ ok, kind, reason, retryAfterMs, remoteId }: z.output<typeof result>): Outcome {
  if (ok) return { ok, ...(remoteId && { remoteId: remoteId.slice(0, MAX_REASON_CHARACTERS) }) }
  const isLater = retryAfterMs !== undefined && retryAfterMs !== null
  return {
    ok,
    kind: kind ?? (isLater ? 'transient' : 'data'),
    reason: (reason ?? 'the receiver refused it').slice(0, MAX_REASON_CHARACTERS),
    ...(isLater && { retryAfterMs: Math.min(retryAfterMs, MAX_RETRY_AFTER_MS) }),
  }
}
