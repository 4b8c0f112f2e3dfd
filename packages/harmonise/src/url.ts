import { type Cleaned, PLACEHOLDER, textOf, UNREADABLE } from './cleaned.ts'
import { isPlaceholderText } from './placeholders.ts'

const scheme = /^[a-z][a-z0-9+.-]*:/i
const hostname = /^(?:[a-z0-9_-]+\.)+[a-z0-9-]{2,}$/
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
    if (!web.test(url.protocol) || !hostname.test(url.hostname)) return UNREADABLE
    const rest = url.search + url.hash
    // A user and password in it are nobody's business here.
    return `${url.protocol}//${url.host}${url.pathname === '/' && rest === '' ? '' : url.pathname}${rest}`
  } catch {
    return UNREADABLE
  }
}
