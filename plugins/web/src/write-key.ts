import { isPlain } from './shapes.ts'

/**
 * The write key that a body carries (`analytics-next` unbatched, Segment's Java library): at its top, or in its first message.
 * `undefined` when there is none, or the body cannot be read; reading it properly is `decode`'s.
 */
export function keyInBody(body: string): string | undefined {
  if (!body.includes('"writeKey"')) return undefined
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return undefined
  }
  const first = Array.isArray(parsed)
    ? parsed[0]
    : isPlain(parsed) && Array.isArray(parsed.batch)
      ? parsed.batch[0]
      : undefined
  for (const holder of [parsed, first]) {
    if (isPlain(holder) && typeof holder.writeKey === 'string' && holder.writeKey !== '') return holder.writeKey
  }
  return undefined
}
