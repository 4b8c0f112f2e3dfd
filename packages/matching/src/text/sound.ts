const groups: Readonly<Record<string, string>> = {
  b: '1',
  p: '1',
  f: '1',
  v: '1',
  w: '1',
  c: '2',
  g: '2',
  j: '2',
  k: '2',
  q: '2',
  s: '2',
  x: '2',
  z: '2',
  d: '3',
  t: '3',
  l: '4',
  m: '5',
  n: '5',
  r: '6',
}

/**
 * How a name sounds, roughly, in European languages: its consonants by group, doubled ones once, vowels and h only at the beginning
 * (Soundex's groups, with w beside v, no end after four, and beginnings that sound alike in one letter). For keys, never as evidence.
 * @param folded - as `foldText` gives it
 */
export function soundOf(folded: string): string {
  const letters = folded
    .replace(/[^a-z]/g, '')
    .replace(/^(?:kn|gn|pn)/, 'n')
    .replace(/^wr/, 'r')
    .replace(/ph/g, 'f')
    .replace(/(?:sch|sh|ch|tsch|cz)/g, 's')
    .replace(/(?:ck|c(?=[aoukl])|q)/g, 'k')
    .replace(/th/g, 't')
    .replace(/gh/g, 'g')
    .replace(/[yj]/g, 'i')
  if (letters === '') return ''
  const first = letters.charAt(0)
  let code = 'aeiouh'.includes(first) ? 'a' : (groups[first] ?? first)
  let last = groups[first]
  for (let at = 1; at < letters.length; at += 1) {
    const group = groups[letters.charAt(at)]
    if (group !== undefined && group !== last) code += group
    last = group
  }
  return code
}
