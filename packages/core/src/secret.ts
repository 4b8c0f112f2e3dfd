import { z } from 'zod'

const inspect = Symbol.for('nodejs.util.inspect.custom')
const marker: unique symbol = Symbol.for('rapport.secret') as never

/**
 * A secret value. It prints as `***` everywhere; only `reveal()` gives it away, so a leak is a line one can search for.
 * Recognise it with {@link Secret.is}, never `instanceof`: a plugin may bring a copy of this package of its own.
 */
export class Secret {
  readonly #value: string
  readonly [marker] = true
  constructor(value: string) {
    this.#value = value
  }
  reveal(): string {
    return this.#value
  }
  toString(): string {
    return '***'
  }
  toJSON(): string {
    return '***'
  }
  [inspect](): string {
    return '***'
  }

  static is(value: unknown): value is Secret {
    return typeof value === 'object' && value !== null && marker in value
  }
}

/** How a document points at a secret: its name in the workspace's vault, never its value. */
export interface SecretReference {
  readonly secret: string
}

/** Tells a reference to a secret from any other value of a configuration. */
export function isSecretReference(value: unknown): value is SecretReference {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    typeof (value as { secret?: unknown }).secret === 'string'
  )
}

/**
 * A member of a plugin's configuration that is secret. In documents it is written `{ secret: NAME }`; the runtime puts
 * the value in as a {@link Secret} just before the plugin runs.
 */
export const secret = () =>
  z.custom<Secret>(Secret.is, { error: 'expected a secret, written { secret: NAME }' }).meta({ secret: true })
