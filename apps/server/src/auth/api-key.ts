import { hash, randomInt } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SECRET_LENGTH = 32

/** A new key's text, `rpk_<workspace>_<32 letters and digits>`: 190 bits of chance, shown once, kept only as a hash. */
export function makeKey(workspace: string): string {
  let secret = ''
  for (let index = 0; index < SECRET_LENGTH; index++) secret += ALPHABET[randomInt(ALPHABET.length)]
  return `rpk_${workspace}_${secret}`
}

/** The workspace a key's prefix names; `undefined` for what is not a key of ours. Nothing is proven by it. */
export function workspaceOfKey(key: string): string | undefined {
  if (!key.startsWith('rpk_') || key.length > 200) return undefined
  const end = key.lastIndexOf('_')
  return end > 4 ? key.slice(4, end) : undefined
}

/**
 * SHA-256 of a key, in hex: what is stored and looked up. A fast hash is right here, since a key is chance and cannot be
 * guessed; and looking up by the hash tells a stopwatch nothing about stored keys.
 */
export function hashKey(key: string): string {
  return hash('sha256', key, 'hex')
}
