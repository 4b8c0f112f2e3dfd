import { isDeeperThan } from './shapes.ts'

/** Segment's documented limits: 500 KB a request, 32 KB a message, 2,500 messages a batch. */
export const MAX_BODY_BYTES = 500 * 1024
export const MAX_MESSAGE_BYTES = 32 * 1024
export const MAX_BATCH_MESSAGES = 2500

/** Deeper JSON than this is an attack or an accident, and would exhaust the stack of whatever serialises it. */
export const MAX_DEPTH = 32

/**
 * Whether no message of a body can be over the limit, told from the body's text alone, so that nearly no message is
 * ever serialised just to be measured. Every message has one `"messageId"`; a message lies between its neighbours'.
 * It may say no for a body in which none is; then each is measured.
 */
export function areAllSmall(body: string, messageCount: number): boolean {
  // A UTF-16 unit is at most three bytes of UTF-8.
  const maxCharacters = Math.floor(MAX_MESSAGE_BYTES / 3)
  if (body.length <= maxCharacters) return true
  let found = 0
  let previous = 0
  let current = 0
  for (let at = body.indexOf(MARK); at >= 0; at = body.indexOf(MARK, at + MARK.length)) {
    found += 1
    if (at - previous > maxCharacters) return false
    previous = current
    current = at
  }
  // One more or less than there are messages, and the marks may not be where they are thought to be.
  return found === messageCount && body.length - previous <= maxCharacters
}

const MARK = '"messageId"'

/** Size of a message as JSON in UTF-8. Call {@link isTooDeep} before: serialising may exhaust the stack. */
export function sizeBytes(message: object): number {
  return Buffer.byteLength(JSON.stringify(message))
}

export const isTooDeep = (value: object): boolean => isDeeperThan(value, MAX_DEPTH)
