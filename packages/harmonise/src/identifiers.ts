import { type Cleaned, IMPOSSIBLE, PLACEHOLDER, textOf, UNREADABLE } from './cleaned.ts'
import { cleanEmail } from './email.ts'
import { cleanIban } from './iban.ts'
import { cleanPhoneNumber } from './phone.ts'
import { isPlaceholderIdentifier } from './placeholders.ts'
import { cleanVat } from './vat.ts'

/**
 * An identifier's value as it may identify: an e-mail, phone, VAT number or IBAN as its own cleaner says, a SIREN or
 * SIRET with its check digit verified, anything else trimmed (case counts in an id). A placeholder never passes.
 * @param country - for phones and VAT numbers that name none
 */
export function cleanIdentifier(namespace: string, received: unknown, country?: string): Cleaned<string> {
  if (namespace === 'email') return cleanEmail(received)
  if (namespace === 'phone') return cleanPhoneNumber(received, country)
  if (namespace === 'vat' || namespace === 'vatNumber') return cleanVat(received, country)
  if (namespace === 'iban') return cleanIban(received)
  const text = textOf(received)
  if (typeof text !== 'string') return text
  if (typeof received === 'boolean' || isPlaceholderIdentifier(text)) return PLACEHOLDER
  if (text.length > 512) return UNREADABLE
  if (namespace === 'siren' || namespace === 'siret') return cleanSiren(text, namespace === 'siren' ? 9 : 14)
  return text
}

const spaces = /[\s.]/g

function cleanSiren(text: string, length: number): Cleaned<string> {
  const digits = text.replace(spaces, '')
  if (!/^\d+$/.test(digits)) return UNREADABLE
  return digits.length === length && isLuhn(digits) ? digits : IMPOSSIBLE
}

/** Luhn's check, as card numbers and French company numbers have it. */
function isLuhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48
    const weighted = at % 2 === 1 ? digit * 2 : digit
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum % 10 === 0
}
