import { frenchVatNumber, withLuhnDigit } from '../../check-digits.ts'
import { scramble } from '../../random.ts'
import { salesforceId } from '../../salesforce-id.ts'

// Keys of the five systems, made from where a row belongs (group, organisation or contact, ordinal) by one-to-one scrambles:
// unique at any size without remembering any. An organisation's serial is below 2²², a contact's below 2²³; the story's own
// keys lie above every number that these can give.

/** Slots of a record in one system: 0 the first, 1 a duplicate, 3 a test record. */
export function accountId(organization: number, slot: number): string {
  return salesforceId('001', scramble(organization * 4 + slot, 24, 0x3a91c5))
}

export function contactId(contact: number, slot: number): string {
  return salesforceId('003', scramble(contact * 4 + slot, 25, 0x51d30f))
}

/** Up to 32 visits an organisation. */
export function visitId(organization: number, count: number): string {
  return salesforceId('00U', scramble(organization * 32 + (count & 31), 27, 0x19f0c3d))
}

/** Up to 8 tasks an organisation. */
export function taskId(organization: number, count: number): string {
  return salesforceId('00T', scramble(organization * 8 + (count & 7), 25, 0x6b03d1))
}

/** Up to 8 opportunities an organisation. */
export function opportunityId(organization: number, count: number): string {
  return salesforceId('006', scramble(organization * 8 + (count & 7), 25, 0x2e5a17))
}

/** `0012345678`, as SAP fills them up; slot 0 the first, 1 a duplicate, 3 a test record. */
export function customerNumber(organization: number, slot: number): string {
  return String(10_000_000 + scramble(organization * 4 + slot, 24, 0x71d30f)).padStart(10, '0')
}

/** `1048291170` for orders, `9048291170` for invoices and credit notes; up to 32 an organisation. */
export function documentNumber(prefix: '1' | '9', organization: number, count: number): string {
  const salt = prefix === '1' ? 0x2b7e151 : 0x4c9a3b1
  return `${prefix}${String(scramble(organization * 32 + (count & 31), 27, salt)).padStart(9, '0')}`
}

export function subscriberId(contact: number, slot: number): string {
  return `sub_${scramble(contact * 4 + slot, 25, 0x1fe827)
    .toString(36)
    .padStart(6, '0')}`
}

/** Up to 64 messages and what became of them a contact. */
export function activityId(contact: number, count: number): string {
  return `act_${scramble(contact * 64 + (count & 63), 29, 0x6a09e6)
    .toString(36)
    .padStart(6, '0')}`
}

export function requesterId(contact: number, slot: number): string {
  return `R-${String(scramble(contact * 4 + slot, 25, 0x4cf5ad)).padStart(8, '0')}`
}

/** `CAL-04829117`; up to 8 a contact. */
export function ticketNumber(contact: number, count: number): string {
  return `CAL-${String(scramble(contact * 8 + (count & 7), 26, 0x3c6ef3)).padStart(8, '0')}`
}

/** Nine digits: the department, then a number above those of any establishment. */
export function finessNumber(organization: number, postalCode: string): string {
  return `${postalCode.slice(0, 2)}${5_000_000 + scramble(organization, 22, 0x2f4a81)}`
}

/** Eleven digits from a range that no pharmacist's number is in. */
export function rppsNumber(contact: number): string {
  return `99${String(scramble(contact, 23, 0x5be0cd)).padStart(9, '0')}`
}

/** SIRET and VAT number of a company with one establishment; its SIREN begins with 00 to 04. */
export function companyNumbers(organization: number): { readonly siret: string; readonly vat: string } {
  const siren = withLuhnDigit(`0${String(scramble(organization, 22, 0x1f83d9)).padStart(7, '0')}`)
  return { siret: withLuhnDigit(`${siren}0001`), vat: frenchVatNumber(siren) }
}
