import {
  AMBIGUOUS,
  type Cleaned,
  isRefused,
  PLACEHOLDER,
  type Refused,
  TYPE_CHANGED,
  textOf,
  UNREADABLE,
} from './cleaned.ts'
import { isPlaceholderText } from './placeholders.ts'

const canonical = /^-?\d+(?:\.\d+)?$/
const exponential = /^-?\d+(?:\.\d+)?[eE][+-]?\d{1,3}$/
const spaces = /[\s\u00a0\u202f_'’]/g
const shape = /^\d[\d.,]*$|^[.,]\d+$/
const notAsciiDigits = /[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g

/**
 * A number: `1 234,56`, `1.234,56`, `1,234.56`, `(12.50)`, `12-`, `1e3`. A lone mark before exactly three digits is
 * `ambiguous` (1,234) unless `decimal` says which mark is the decimal one; `1.234` alone reads as programs write it.
 */
export function cleanNumber(received: unknown, decimal?: '.' | ','): Cleaned<number> {
  if (typeof received === 'number') return Number.isFinite(received) ? received : UNREADABLE
  if (typeof received === 'boolean') return TYPE_CHANGED
  const text = textOf(received)
  if (typeof text !== 'string') return text
  const plain = decimalText(text, decimal)
  if (isRefused(plain)) return plain
  const number = Number(plain)
  return Number.isFinite(number) ? number : UNREADABLE
}

/** A whole number; one with a fraction is `unreadable`. */
export function cleanInteger(received: unknown, decimal?: '.' | ','): Cleaned<number> {
  const number = cleanNumber(received, decimal)
  return typeof number !== 'number' || Number.isSafeInteger(number) ? number : UNREADABLE
}

const yes: ReadonlySet<string> = new Set(
  'true|t|yes|y|1|on|oui|o|ja|j|si|sí|sì|s|sim|x|vrai|wahr|verdadero|vero|checked|opt-in|optin'.split('|'),
)
const no: ReadonlySet<string> = new Set(
  'false|f|no|n|0|off|non|nein|não|nao|faux|falsch|falso|unchecked|opt-out|optout'.split('|'),
)

/** A yes or a no, in the words of six languages, 1 and 0 included. */
export function cleanBoolean(received: unknown): Cleaned<boolean> {
  if (typeof received === 'boolean') return received
  const text = textOf(received)
  if (typeof text !== 'string') return text
  const word = text.toLowerCase()
  if (yes.has(word)) return true
  if (no.has(word)) return false
  return isPlaceholderText(word) ? PLACEHOLDER : UNREADABLE
}

/**
 * A received number as programs write it (`-1234.56`), exact: amounts are cut from it, never from a float.
 * @param text - trimmed and not empty
 */
export function decimalText(text: string, decimal: '.' | ',' | undefined): string | Refused {
  if (decimal !== ',' && canonical.test(text)) return text
  if (text.length > 60) return UNREADABLE
  let body = text.replace(notAsciiDigits, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf)).replace(spaces, '')
  let isNegative = false
  if (body.startsWith('(') && body.endsWith(')')) {
    isNegative = true
    body = body.slice(1, -1)
  }
  if (/^[-−–+]/.test(body)) {
    isNegative = isNegative !== (body[0] !== '+')
    body = body.slice(1)
  } else if (body.endsWith('-')) {
    // SAP and other ledgers put the sign last.
    isNegative = !isNegative
    body = body.slice(0, -1)
  }
  if (exponential.test(body)) return expand(isNegative ? `-${body}` : body)
  if (!shape.test(body)) return isPlaceholderText(text) ? PLACEHOLDER : UNREADABLE
  const plain = withoutGrouping(body, decimal)
  if (isRefused(plain) || !isNegative) return plain
  return `-${plain}`
}

function withoutGrouping(body: string, decimal: '.' | ',' | undefined): string | Refused {
  const lastDot = body.lastIndexOf('.')
  const lastComma = body.lastIndexOf(',')
  if (lastDot < 0 && lastComma < 0) return body
  if (lastDot >= 0 && lastComma >= 0) {
    // Both marks: the last one is the decimal, whatever was announced, for it cannot be grouping.
    const mark = lastDot > lastComma ? '.' : ','
    return join(body, mark === '.' ? ',' : '.', mark)
  }
  const mark = lastDot >= 0 ? '.' : ','
  const isGrouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(body)
  const isRepeated = body.indexOf(mark) !== body.lastIndexOf(mark)
  if (isRepeated) return isGrouped ? body.replaceAll(mark, '') : UNREADABLE
  if (!isGrouped) return join(body, '', mark)
  if (decimal === undefined) return mark === '.' ? body : AMBIGUOUS
  return mark === decimal ? join(body, '', mark) : body.replaceAll(mark, '')
}

/** Takes the grouping out, which must stand before every three digits, and writes the decimal mark as a dot. */
function join(body: string, grouping: string, mark: string): string | Refused {
  const at = body.lastIndexOf(mark)
  const whole = body.slice(0, at)
  const fraction = body.slice(at + 1)
  if (whole.includes(mark) || (grouping !== '' && fraction.includes(grouping))) return UNREADABLE
  if (grouping !== '' && !/^\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}$/.test(whole)) return UNREADABLE
  const digits = grouping === '' ? whole : whole.replaceAll(grouping, '')
  return fraction === '' ? digits : `${digits === '' ? '0' : digits}.${fraction}`
}

function expand(text: string): string | Refused {
  const number = Number(text)
  if (!Number.isFinite(number) || Math.abs(number) >= 1e21) return UNREADABLE
  const plain = String(number)
  return canonical.test(plain) ? plain : number.toFixed(20)
}
