import { recordNumber, scramble } from '../../random.ts'

/**
 * Keys of the five systems. They are made from where a row belongs (household, person, ordinal) by a one-to-one
 * scramble: unique at any size without remembering any, and two rows of one person look unrelated. The story's own keys
 * lie above every number that these can give.
 */
function digits(value: number, length: number): string {
  return String(value).padStart(length, '0')
}

/** `P04821170`: a guest's profile in the property management system. */
export function profileId(serial: number, slot: number): string {
  return `P${digits(recordNumber(serial, slot, 0x2d41b7), 8)}`
}

/** `AL-04821170`: a member's number, by which the website knows them too. */
export function memberNumber(serial: number, slot: number): string {
  return `AL-${digits(recordNumber(serial, slot, 0x63c0e9), 8)}`
}

/** `S04821170`: a subscriber of the newsletter. */
export function subscriberId(serial: number, slot: number): string {
  return `S${digits(recordNumber(serial, slot, 0x4b19d5), 8)}`
}

/** `CC-04821170`: somebody who called. */
export function callerId(serial: number, slot: number): string {
  return `CC-${digits(recordNumber(serial, slot, 0x18f6a3), 8)}`
}

/** Stays a household may have; confirmations have room for no more. */
export const MOST_STAYS = 32

/** `ALB30482117`: a reservation. */
export function confirmation(household: number, count: number): string {
  return `ALB${digits(scramble(household * MOST_STAYS + count, 25, 0x19f0c3d), 8)}`
}

/** Movements of points that a household may have. */
export const MOST_MOVEMENTS = 256

/** `PT-030482117`: a movement of points. */
export function movementId(household: number, count: number): string {
  return `PT-${digits(scramble(household * MOST_MOVEMENTS + count, 28, 0x2b7e151), 9)}`
}

/** `CL-04821170`: a call; up to 16 a household. */
export function callId(household: number, count: number): string {
  return `CL-${digits(scramble(household * 16 + count, 24, 0x5e2d19), 8)}`
}

/** `CS-04821170`: a case; up to 16 a household. */
export function caseNumber(household: number, count: number): string {
  return `CS-${digits(scramble(household * 16 + count, 24, 0x4c9a3b), 8)}`
}

/** `PR-04821170`: a promise; up to 16 a household. */
export function promiseId(household: number, count: number): string {
  return `PR-${digits(scramble(household * 16 + count, 24, 0x6b03d1), 8)}`
}

/** `CO-04821170`: somebody with whom a member travels; up to 4 a member. */
export function companionId(serial: number, count: number): string {
  return `CO-${digits(scramble(serial * 4 + count, 24, 0x37a5f1), 8)}`
}

/** What a newsletter did: unique by household and count. */
export function activityId(household: number, count: number): string {
  return `em-${scramble(household, 20, 0xbeef5).toString(36).padStart(4, '0')}-${count.toString(36)}`
}
