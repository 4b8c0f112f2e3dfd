import { createHmac } from 'node:crypto'

/** The HMAC-SHA-256 by which an erased person's keys and identifiers are recognised and kept away; base64url. */
export function suppressionHash(secret: Uint8Array, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url')
}
