import freeDomains from 'free-email-domains'
import { parse as parseDomain } from 'tldts'
import { AMBIGUOUS, type Cleaned, IMPOSSIBLE, PLACEHOLDER, textOf, UNREADABLE } from './cleaned.ts'
import { memoize } from './memo.ts'
import { isPlaceholderEmail, isPlaceholderText } from './placeholders.ts'

const plain = /^[a-z0-9](?:[a-z0-9._%+'-]{0,62}[a-z0-9_%+'-])?$/
const anyLocalPart = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}$/u
const angled = /<([^<>]*)>\s*$/
const scheme = /^mailto:/i
const wrapping = /^[\s"'<([]+|[\s"'>)\],;.]+$/g
const notAscii = /\P{ASCII}/u

/**
 * An e-mail address in normal form: trimmed, lower-case, out of `mailto:` and `Ana <ana@example.fr>`, its domain in
 * ASCII (punycode). Refused: `unreadable` when it is no address, `ambiguous` when there are several, `impossible`
 * under a top-level domain that does not exist (`gmail.con`), `placeholder` for `noreply@…` and `test@test.com`.
 */
export function cleanEmail(received: unknown): Cleaned<string> {
  const text = textOf(received)
  if (typeof text !== 'string') return text
  const address = bare(text.toLowerCase())
  const at = address.lastIndexOf('@')
  if (at < 1 || at === address.length - 1) return isPlaceholderText(text) ? PLACEHOLDER : UNREADABLE
  const localPart = address.slice(0, at)
  if (localPart.includes('@')) return /[;,\s|]/.test(address) ? AMBIGUOUS : UNREADABLE
  const domain = asciiDomain(address.slice(at + 1))
  if (domain === undefined || address.length > 254) return UNREADABLE
  if (!plain.test(localPart) && !anyLocalPart.test(localPart)) return UNREADABLE
  if (isPlaceholderEmail(localPart, domain)) return PLACEHOLDER
  const verdict = judgeDomain(domain)
  if (verdict !== 'real') return verdict === 'malformed' ? UNREADABLE : IMPOSSIBLE
  return `${localPart}@${domain}`
}

/**
 * The form in which two addresses of one mailbox are equal: dots and tags of Gmail addresses and tags of the
 * providers that have them go. For matching, never for sending.
 * @param normal - as {@link cleanEmail} gives it
 */
export function canonicalEmail(normal: string): string {
  const at = normal.lastIndexOf('@')
  const domain = normal.slice(at + 1)
  const localPart = normal.slice(0, at)
  const isGmail = domain === 'gmail.com' || domain === 'googlemail.com'
  if (!isGmail && !tagging.has(domain)) return normal
  const plus = localPart.indexOf('+')
  const untagged = plus > 0 ? localPart.slice(0, plus) : localPart
  if (!isGmail) return `${untagged}@${domain}`
  return `${untagged.replaceAll('.', '')}@gmail.com`
}

/** Whether anybody can have an address there, so that sharing the domain says nothing about two people. */
export function isFreeEmailDomain(domain: string): boolean {
  free ??= new Set(freeDomains)
  return free.has(domain)
}

const tagging: ReadonlySet<string> = new Set(
  'outlook.com|outlook.fr|hotmail.com|hotmail.fr|hotmail.co.uk|live.com|live.fr|msn.com|icloud.com|me.com|mac.com|fastmail.com|proton.me|protonmail.com|pm.me|zoho.com|yandex.com'.split(
    '|',
  ),
)
let free: ReadonlySet<string> | undefined

function bare(text: string): string {
  const inAngles = text.includes('<') ? angled.exec(text)?.[1] : undefined
  let address = inAngles ?? text
  if (scheme.test(address)) {
    address = address.slice(7)
    const query = address.indexOf('?')
    if (query >= 0) address = address.slice(0, query)
  }
  return address.replace(wrapping, '')
}

function asciiDomain(domain: string): string | undefined {
  if (!notAscii.test(domain)) return domain.replace(/\.$/, '')
  try {
    return new URL(`http://${domain.normalize('NFKC')}`).hostname
  } catch {
    return undefined
  }
}

/** Reserved for documents and tests (RFC 2606): nobody's mailbox, and what honest sample data uses. */
const sampleTopLevels: ReadonlySet<string> = new Set(['example', 'test'])
const hostname = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

const judgeDomain = memoize<'real' | 'malformed' | 'impossible'>(20_000, (domain) => {
  if (!hostname.test(domain)) return 'malformed'
  const { isIcann, isPrivate, publicSuffix } = parseDomain(domain)
  if (isIcann === true || isPrivate === true) return 'real'
  return publicSuffix !== null && sampleTopLevels.has(publicSuffix) ? 'real' : 'impossible'
})
