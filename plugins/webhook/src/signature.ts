import { createHash, createHmac } from 'node:crypto'
import { RapportError, type Secret } from '@rapport/core'

const PREFIX = 'whsec_'
const MIN_KEY_BYTES = 16

/**
 * The key of a signing secret.
 * @throws RapportError `CONFIG_INVALID` when it is not base64 of at least 16 bytes
 */
export function signingKey(secret: Secret): Buffer {
  const text = secret.reveal().trim()
  const encoded = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text
  const key = Buffer.from(encoded, 'base64')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded) || key.length < MIN_KEY_BYTES)
    throw new RapportError('CONFIG_INVALID', {
      name: 'webhook',
      problem: `the signing secret is not base64 of at least ${MIN_KEY_BYTES} bytes`,
      path: 'secret',
    })
  return key
}

/**
 * The three headers by which a receiver knows that a body is ours, unchanged and fresh.
 * @param id the same for each attempt, so that a receiver can tell a repetition
 * @see https://www.standardwebhooks.com
 */
export function signedHeaders(key: Buffer, id: string, at: Date, body: string): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

/** A message's id, made of what it is about: another attempt at the same has the same. */
export function messageId(type: string, parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify([type, ...parts]))
  return `msg_${hash.digest('base64url').slice(0, 27)}`
}
