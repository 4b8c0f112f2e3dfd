import { electronicFormatIBAN, isValidIBAN } from 'ibantools'
import { type Cleaned, IMPOSSIBLE, PLACEHOLDER, textOf, UNREADABLE } from './cleaned.ts'
import { isPlaceholderIdentifier } from './placeholders.ts'

const shape = /^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/

/** An IBAN without spaces, verified. `impossible` when its length or check digits are wrong, `unreadable` when it is none. */
export function cleanIban(received: unknown): Cleaned<string> {
  const text = textOf(received)
  if (typeof text !== 'string') return text
  const compact = electronicFormatIBAN(text) ?? ''
  if (!shape.test(compact)) return isPlaceholderIdentifier(text) ? PLACEHOLDER : UNREADABLE
  return isValidIBAN(compact) ? compact : IMPOSSIBLE
}
