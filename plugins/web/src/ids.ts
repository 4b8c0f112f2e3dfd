import { hash } from 'node:crypto'

/** What programs send when they know nobody; as an id it would make strangers one person. Compared in lower case. */
const nobody = new Set([
  'null',
  'undefined',
  'nil',
  'none',
  'nan',
  'n/a',
  '0',
  '-1',
  'true',
  'false',
  '[object object]',
  '(null)',
  '(none)',
  '(not set)',
  'anonymous',
  'guest',
  'unknown',
  '00000000-0000-0000-0000-000000000000',
])

const MAX_ID_CHARACTERS = 256

// biome-ignore lint/suspicious/noControlCharactersInRegex: such characters are what is looked for.
const controls = /[\u0000-\u001f\u007f]/

/** An id that points at somebody, trimmed; null when it is missing or one of those that programs send for nobody. */
export function idOrNull(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : null
  if (typeof value !== 'string') return null
  const id = value.trim()
  if (id.length === 0 || id.length > MAX_ID_CHARACTERS) return null
  if (nobody.has(id.toLowerCase()) || controls.test(id)) return null
  return id.isWellFormed() ? id : null
}

/** A comparable e-mail address, to know a lead by; null when it is none. */
export function emailOrNull(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const email = value.trim().toLowerCase()
  return email.length <= 254 && /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/.test(email) ? email : null
}

/**
 * The id of a message that brought none: a hash of what it says, so that a retry is recognised. What changes from one
 * attempt to the next is left out. Without a time of its own nothing tells a retry from a repetition: `arrival` then
 * makes each a happening of its own.
 */
export function contentId(message: object, arrival: string): string {
  const { messageId: _, sentAt: __, receivedAt: ___, ...said } = message as Record<string, unknown>
  const isTimed = said.timestamp !== undefined || said.originalTimestamp !== undefined
  return `sha256-${hash('sha256', JSON.stringify(said) + (isTimed ? '' : arrival), 'base64url')}`
}
