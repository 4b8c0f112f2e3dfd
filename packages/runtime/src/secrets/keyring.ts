import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { RapportError } from '@rapport/core'

/** A key and the short public id that sealed values carry, so that keys can be rotated. */
interface Key {
  readonly id: string
  readonly bytes: Buffer
}

/** The key that seals, and all that can still open. */
export interface Keyring {
  readonly current: Key
  readonly find: (id: string) => Key | undefined
}

const KEY_BYTES = 32

/**
 * The keys of an installation. `RAPPORT_SECRET_KEY` seals when it is set; else the first line of the key file, which is
 * made on first use and readable by its owner only. Keys of `RAPPORT_SECRET_KEY_PREVIOUS` (comma-separated) and of the
 * file still open what they sealed.
 * @throws RapportError `SECRET_KEY_INVALID`
 */
export function openKeyring(
  file: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Keyring {
  const named = environment.RAPPORT_SECRET_KEY
  const previous = (environment.RAPPORT_SECRET_KEY_PREVIOUS ?? '').split(',').filter((text) => text.trim() !== '')
  const keys: Key[] = []
  if (named) keys.push(parseKey(named, 'RAPPORT_SECRET_KEY'))
  for (const text of previous) keys.push(parseKey(text, 'RAPPORT_SECRET_KEY_PREVIOUS'))
  if (!named && !existsSync(file)) makeKeyFile(file)
  if (existsSync(file)) keys.push(...readKeyFile(file))
  const [current] = keys
  if (!current) throw new RapportError('SECRET_KEY_INVALID', { place: file, problem: 'it is empty' })
  const byId = new Map(keys.map((key) => [key.id, key]))
  return { current, find: (id) => byId.get(id) }
}

function parseKey(text: string, place: string): Key {
  const trimmed = text.trim()
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64')
  if (bytes.length !== KEY_BYTES)
    throw new RapportError('SECRET_KEY_INVALID', {
      place,
      problem: `it has ${bytes.length} bytes where ${KEY_BYTES} are needed`,
    })
  return { id: createHash('sha256').update('rapport key id\0').update(bytes).digest('hex').slice(0, 8), bytes }
}

function makeKeyFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const text = `${randomBytes(KEY_BYTES).toString('base64')}\n`
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    // Another thread made it in the meantime: its key counts.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function readKeyFile(file: string): readonly Key[] {
  // A copy or an unpacked archive may have opened it to others.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line.trim() !== '').map((line) => parseKey(line, file))
}
