import { recordNumber, scramble } from '../../random.ts'
import { salesforceId } from '../../salesforce-id.ts'

/**
 * Keys of the five systems. They are made from where a row belongs (household, person, ordinal) by a one-to-one
 * scramble: unique at any size without remembering any, and two rows of one person look unrelated. The story's own keys
 * lie above every number that these can give.
 */

export function contactId(serial: number, slot: number): string {
  return salesforceId('003', recordNumber(serial, slot, 0x3a91c5))
}

/** `C04821170` */
export function customerNumber(serial: number, slot: number): string {
  return `C${String(recordNumber(serial, slot, 0x71d30f)).padStart(8, '0')}`
}

/** `REQ-04821170` */
export function requesterId(serial: number, slot: number): string {
  return `REQ-${String(recordNumber(serial, slot, 0x1fe827)).padStart(8, '0')}`
}

/** `MA-0482-1170` for orders, `RT-0482-1170` for returns; up to 64 a household. */
export function orderNumber(prefix: 'MA' | 'RT', household: number, count: number): string {
  const digits = String(scramble(household * 64 + (count & 63), 26, 0x2b7e151)).padStart(8, '0')
  return `${prefix}-${digits.slice(0, 4)}-${digits.slice(4)}`
}

/** `AUR-0482117`; up to 8 a household. */
export function ticketNumber(household: number, count: number): string {
  return `AUR-${String(scramble(household * 8 + (count & 7), 23, 0x4c9a3b)).padStart(7, '0')}`
}

/** Salesforce id of a call, visit or note; up to 32 a household. */
export function interactionId(household: number, count: number): string {
  return salesforceId('00U', scramble(household * 32 + (count & 31), 25, 0x19f0c3d))
}

/** Salesforce id of a task; up to 8 a household. */
export function taskId(household: number, count: number): string {
  return salesforceId('00T', scramble(household * 8 + (count & 7), 23, 0x6b03d1))
}
