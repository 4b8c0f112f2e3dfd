/** A text as a pattern that finds it and nothing else. */
export const patternOf = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * Whether a quotation is a text, whole or cut at its end with `…`.
 * @param spelled what two spellings are compared by; default: as they are
 */
export function isQuotationOf(inner: string, whole: string, spelled = (text: string): string => text): boolean {
  if (inner === whole) return true
  const [said, known] = [spelled(inner.replace(/…$/u, '')), spelled(whole)]
  return said !== '' && (said === known || (inner.endsWith('…') && known.startsWith(said)))
}
