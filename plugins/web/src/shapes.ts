/** A JSON object as it was parsed: not an array, not null. */
export type Plain = { readonly [key: string]: unknown }

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The text, when it is one and not blank; else null, so that rows keep one shape. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}
