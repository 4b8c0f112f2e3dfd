import type { Address, FieldKind, Money } from '@rapport/core'
import { comparableAddress } from './address.ts'
import { canonicalEmail } from './email.ts'
import { foldCode, foldText } from './fold.ts'

/** Legal forms that organisations are written with and without. */
const legalForms: ReadonlySet<string> = new Set(
  'inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh mbh ag kg kgaa ohg ug ev sa sas sasu sarl eurl snc sci scop spa srl sl slu bv nv ab as oy aps pty pte kk the and et und'.split(
    ' ',
  ),
)
const notDigits = /\D/g
/** Long enough to tell numbers apart, short enough to be the same with and without a country code. */
const PHONE_DIGITS = 9

/**
 * The form in which two clean values of a kind are equal when they mean the same: names and texts folded, phones by
 * their last nine digits, e-mails by mailbox, addresses by country, place and street. For keys and comparisons, never
 * for showing. `undefined` when nothing is left to compare.
 */
export function comparable(kind: FieldKind, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  const key = keyOf(kind, value)
  return key === '' ? undefined : key
}

/** An organisation's name without its legal form and joining words: `Müller & Co. KG` is `muller`. */
export function comparableOrganization(name: string): string {
  const words = foldText(name.replaceAll('.', '')).split(' ')
  const told = words.filter((word) => !legalForms.has(word))
  return (told.length === 0 ? words : told).join(' ')
}

function keyOf(kind: FieldKind, value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return keyOfText(kind, value)
  if (kind === 'address') return comparableAddress(value as Address)
  if (kind === 'money') return `${(value as Money).amountMinor} ${(value as Money).currency}`
  return JSON.stringify(value) ?? ''
}

function keyOfText(kind: FieldKind, text: string): string {
  if (kind === 'email') return canonicalEmail(text)
  if (kind === 'phone') return text.replace(notDigits, '').slice(-PHONE_DIGITS)
  if (kind === 'date' || kind === 'partialDate' || kind === 'instant') return text
  if (kind === 'code' || kind === 'vat' || kind === 'iban') return foldCode(text)
  if (kind === 'address') return comparableAddress({ street: text })
  return kind === 'url' ? text.toLowerCase() : foldText(text)
}
