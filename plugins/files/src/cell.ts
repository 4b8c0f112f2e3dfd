/** Reads a column, or a dotted path where no column is called so; `''` when there is nothing. Trimmed. */
export function cellGetter(path: string): (row: object) => string {
  const segments = path.split('.')
  return (row) => {
    let value: unknown = row
    if (Object.hasOwn(row, path)) value = (row as Record<string, unknown>)[path]
    else {
      for (const segment of segments) {
        value =
          typeof value === 'object' && value !== null && Object.hasOwn(value, segment)
            ? (value as Record<string, unknown>)[segment]
            : undefined
      }
    }
    return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
  }
}
