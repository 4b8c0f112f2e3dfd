import type { Json, JsonObject } from '@rapport/core'

const personalKey =
  /^(?:e-?mails?|mail|phones?|mobile|tel(?:ephone)?|(?:given|family|first|last|full|middle|maiden|sur)_?name|address(?:es)?|street|post(?:al)?_?code|zip|birth_?(?:date|day)|dob|iban|ssn|nationalid|passport|ip)$/i
const secretKey = /password|passwd|secret|token|authorization|cookie|credential|api_?key|write_?key|signature/i
const email = /[^\s@"'<>(),;:]+@[^\s@"'<>(),;:]+\.[^\s@"'<>(),;:]+/g
const longNumber = /\+?\d[\d\s().-]{7,}\d/g

const MAX_DEPTH = 4
const MAX_TEXT = 500
const MAX_MEMBERS = 40

/** A text without what looks like an e-mail address, a phone or an account number. */
export function redactText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
  // Times and dates are long numbers too, but say nothing about a person.
  return short
    .replace(email, '[email]')
    .replace(longNumber, (found) => (/^\d{4}-\d{2}-\d{2}/.test(found) ? found : '[number]'))
}

/**
 * What a plugin wants to log, made safe: it is written by others, so its keys and texts are not trusted to be free of
 * personal values. Bounded in depth, members and length.
 */
export function redact(fields: JsonObject): JsonObject {
  return scrubObject(fields, 0)
}

function scrub(value: Json, depth: number): Json {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return '[deep]'
  if (Array.isArray(value)) return value.slice(0, MAX_MEMBERS).map((one: Json) => scrub(one, depth + 1))
  return scrubObject(value as JsonObject, depth + 1)
}

function scrubObject(fields: JsonObject, depth: number): JsonObject {
  const clean: Record<string, Json> = {}
  for (const [key, value] of Object.entries(fields).slice(0, MAX_MEMBERS)) {
    if (value === undefined) continue
    clean[key] = personalKey.test(key) || secretKey.test(key) ? '[redacted]' : scrub(value, depth)
  }
  return clean
}
