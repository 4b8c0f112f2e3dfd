/** Particles that stay small inside a name that was all capitals or all small. */
const particles: ReadonlySet<string> = new Set(
  'de du des la le les van von vom zu zur zum der den het ter ten te da das do dos di del della dello dei degli e y bin ibn af av'.split(
    ' ',
  ),
)
/** Scottish names that keep a capital after Mac; most words in Mac- do not (Machado, Mack). */
const macs: ReadonlySet<string> = new Set(
  'macdonald macgregor macleod maclean macarthur macintyre macpherson macmillan macallister macaulay macdougall macfarlane macinnes macneil macqueen macrae macbeth'.split(
    ' ',
  ),
)
const roman = /^(?:ii|iii|iv|vi|vii|viii|ix)$/
const word = /[^\s\-.]+/g
const vowels = /[aeiouyàâäéèêëîïôöùûüœæ]/i
const someLetter = /\p{L}/u

/**
 * Gives a name that came in capitals (or all small) its usual case: McDonald, O'Brien, Jean-Pierre de la Tour,
 * Valéry Giscard d'Estaing. A name of mixed case is somebody's choice and stays.
 * @param part - `given` keeps initials such as JP
 */
export function repairCase(name: string, part: 'given' | 'family' | 'full'): string {
  const isUpper = name === name.toUpperCase()
  if (!isUpper && name !== name.toLowerCase()) return name
  if (!someLetter.test(name) || name.toUpperCase() === name.toLowerCase()) return name
  if (name.length === 1) return (isUpper ? name : first(name)).normalize('NFC')
  if (isUpper && part === 'given' && name.length <= 3 && !vowels.test(name)) return name
  const repaired = name.toLowerCase().replace(word, (lower, at: number) => {
    // `Di` alone is a name; before another word it is a particle, though not at the head of a given name.
    if (particles.has(lower) && at + lower.length < name.length && (at > 0 || part === 'family')) return lower
    return capital(lower, at)
  })
  // Small letters of İ and its like are two characters; put together again, cleaning twice changes nothing.
  return repaired.normalize('NFC')
}

function capital(lower: string, at: number): string {
  const mark = lower.indexOf("'") >= 0 ? lower.indexOf("'") : lower.indexOf('’')
  if (mark > 0 && mark < lower.length - 1) {
    const before = lower.slice(0, mark)
    const isSmall = (before === 'd' || before === 'dell' || before === 'dall') && (at > 0 || before === 'd')
    return (isSmall ? before : titled(before)) + lower.charAt(mark) + titled(lower.slice(mark + 1))
  }
  return at > 0 && roman.test(lower) ? lower.toUpperCase() : titled(lower)
}

function titled(lower: string): string {
  if (lower.length > 3 && lower.startsWith('mc')) return `Mc${first(lower.slice(2))}`
  if (macs.has(lower)) return `Mac${first(lower.slice(3))}`
  return first(lower)
}

function first(lower: string): string {
  const letter = String.fromCodePoint(lower.codePointAt(0) ?? 32)
  const upper = letter.toUpperCase()
  // ß and ligatures have capitals of several letters, of which only the first is one here.
  return (letter.length === 1 ? upper.charAt(0) + upper.slice(1).toLowerCase() : upper) + lower.slice(letter.length)
}
