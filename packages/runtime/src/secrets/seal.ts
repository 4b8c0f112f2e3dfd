import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { RapportError } from '@rapport/core'
import type { Keyring } from './keyring.ts'

const IV_BYTES = 12
const TAG_BYTES = 16

/** What a sealed value belongs to: it opens nowhere else, so that a copied row is worthless in another workspace. */
export interface SealedFor {
  readonly workspace: string
  readonly name: string
}

/** Seals a value under AES-256-GCM: `1.KEY_ID.IV.TEXT_AND_TAG`, base64url. */
export function seal(value: string, owner: SealedFor, keyring: Keyring): string {
  const { id, bytes } = keyring.current
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', bytes, iv)
  cipher.setAAD(associated(owner))
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return ['1', id, iv.toString('base64url'), sealed.toString('base64url')].join('.')
}

/** The id of the key that a sealed value needs. */
export const keyIdOf = (sealed: string): string => sealed.split('.', 2)[1] ?? ''

/**
 * Opens what {@link seal} made.
 * @throws RapportError `SECRET_KEY_MISSING` when the key is not at hand, or the value was sealed for something else
 */
export function open(sealed: string, owner: SealedFor, keyring: Keyring): string {
  const [format, id = '', iv = '', text = ''] = sealed.split('.')
  const key = format === '1' ? keyring.find(id) : undefined
  if (!key) throw new RapportError('SECRET_KEY_MISSING', { name: owner.name, key: id })
  try {
    const bytes = Buffer.from(text, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(iv, 'base64url'), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(associated(owner))
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
    return decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch (cause) {
    throw new RapportError('SECRET_KEY_MISSING', { name: owner.name, key: id }, { cause })
  }
}

const associated = ({ workspace, name }: SealedFor) => Buffer.from(`${workspace}\0${name}`, 'utf8')
