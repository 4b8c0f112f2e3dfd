/** A JSON object as it was parsed: not an array, not null. */
export type Plain = { readonly [key: string]: unknown }

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The text, when it is one and not blank; else null, so that rows keep one shape. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** Whether objects and lists nest more than `levels` deep. Never recurses further than that. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  if (Array.isArray(value)) {
    for (const element of value) {
      if (typeof element === 'object' && isDeeperThan(element, levels - 1)) return true
    }
    return false
  }
  for (const key in value) {
    const member = (value as Plain)[key]
    if (typeof member === 'object' && isDeeperThan(member, levels - 1)) return true
  }
  return false
}
