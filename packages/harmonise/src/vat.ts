import { checkVAT, countries } from 'jsvat-next'
import { type Cleaned, IMPOSSIBLE, PLACEHOLDER, textOf, UNREADABLE } from './cleaned.ts'
import { isPlaceholderIdentifier } from './placeholders.ts'

const separators = /[\s.\-/]/g
const prefixed = /^[A-Z]{2}/

/**
 * A VAT number with its country's prefix (`FR40303265045`), its check digits verified. One without a prefix is read as
 * of `country`. `impossible` when the check digits are wrong, `unreadable` when no country writes such numbers.
 */
export function cleanVat(received: unknown, country?: string): Cleaned<string> {
  const text = textOf(received)
  if (typeof text !== 'string') return text
  const compact = text.replace(separators, '').toUpperCase()
  if (compact.length < 4 || compact.length > 20) return isPlaceholderIdentifier(text) ? PLACEHOLDER : UNREADABLE
  if (isPlaceholderIdentifier(compact.replace(prefixed, ''))) return PLACEHOLDER
  const given = checkVAT(compact, countries)
  if (given.isValid) return given.value ?? compact
  const prefix = country === 'GR' ? 'EL' : country
  if (prefix !== undefined && !compact.startsWith(prefix)) {
    const completed = checkVAT(prefix + compact, countries)
    if (completed.isValid) return completed.value ?? prefix + compact
    if (completed.isValidFormat) return IMPOSSIBLE
  }
  return given.isValidFormat ? IMPOSSIBLE : UNREADABLE
}
