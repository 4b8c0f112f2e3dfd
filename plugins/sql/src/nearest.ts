/** ` Did you mean Orders?` for a name that is nearly one of the known ones, else nothing: what ends a problem. */
export function hint(name: string, known: readonly string[]): string {
  const wanted = name.toLowerCase()
  let best = ''
  let fewest = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const candidate of known) {
    const edits = editsBetween(wanted, candidate.toLowerCase())
    if (edits < fewest) {
      best = candidate
      fewest = edits
    }
  }
  return best === '' ? '' : `; did you mean ${best}?`
}

/** Levenshtein's distance. */
function editsBetween(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min((last[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, replaced))
    }
    last = current
  }
  return last[b.length] ?? 0
}
