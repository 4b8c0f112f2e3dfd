import { type Cleaned, PLACEHOLDER, textOf, UNREADABLE } from './cleaned.ts'
import { isPlaceholderText } from './placeholders.ts'

const scheme = /^[a-z][a-z0-9+.-]*:/i
const web = /^https?:$/
const host = /^[^\s/:@]+\.[a-z\u00a1-\uffff-]{2,}(?::\d+)?(?:[/?#]|$)/i

/** A web address with its scheme (`https` when none was written) and a small-letter host. `unreadable` otherwise. */
export function cleanUrl(received: unknown): Cleaned<string> {
  const text = textOf(received)
  if (typeof text !== 'string') return text
  if (text.length > 2_000) return UNREADABLE
  if (!scheme.test(text) && !host.test(text)) return isPlaceholderText(text) ? PLACEHOLDER : UNREADABLE
  try {
    const url = new URL(scheme.test(text) && !host.test(text) ? text : `https://${text}`)
    if (!web.test(url.protocol) || !url.hostname.includes('.')) return UNREADABLE
    return url.pathname === '/' && url.search === '' && url.hash === '' ? url.href.slice(0, -1) : url.href
  } catch {
    return UNREADABLE
  }
}
