/** Reads one value out of a row. Never throws; `undefined` when there is no such thing. */
export type Getter = (row: unknown) => unknown

const parsed = /(?:^|\.)(?:"([^"]*)"|([^."]+))/gy

/**
 * The parts of a dotted path: `a.b.0` → a, b, 0; a name with dots is quoted: `a."b.c"`. `undefined` when it is not a path.
 */
export function parsePath(path: string): readonly string[] | undefined {
  const segments: string[] = []
  parsed.lastIndex = 0
  while (parsed.lastIndex < path.length) {
    const match = parsed.exec(path)
    if (match === null) return undefined
    segments.push(match[1] ?? match[2] ?? '')
  }
  return segments.length === 0 ? undefined : segments
}

/**
 * Compiles a path to a function. Where a list stands in the middle and the next part is not an index, the rest is
 * read from each of its elements: `lines.sku` gives a list.
 */
export function compilePath(segments: readonly string[]): Getter {
  const [first = '', second, third] = segments
  if (segments.length === 1) return (row) => step(row, first)
  if (segments.length === 2 && second !== undefined) return (row) => step(step(row, first), second)
  if (segments.length === 3 && second !== undefined && third !== undefined) {
    return (row) => step(step(step(row, first), second), third)
  }
  return (row) => {
    let value = row
    for (const segment of segments) value = step(value, segment)
    return value
  }
}

function step(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return stepIntoList(value, name)
  // Own members only: `constructor` or `__proto__` in a mapping must not read what every object inherits.
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

function stepIntoList(list: readonly unknown[], name: string): unknown {
  if (isIndex(name)) return list[Number(name)]
  const found: unknown[] = []
  for (const element of list) {
    const value = step(element, name)
    if (Array.isArray(value)) for (const one of value) found.push(one)
    else if (value !== undefined) found.push(value)
  }
  return found.length === 0 ? undefined : found
}

function isIndex(name: string): boolean {
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at)
    if (code < 48 || code > 57) return false
  }
  return name.length > 0
}
