import type { Random } from './random.ts'

const SPECIAL_LETTERS: Record<string, string> = { œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE', ß: 'ss', ø: 'o', Ø: 'O', ł: 'l' }

/** Whether the text has a letter that a plain keyboard would lose. */
export function hasAccents(text: string): boolean {
  return /[À-ÿĀ-žŒœ]/.test(text)
}

/** The text as somebody without accents on the keyboard types it: `Hélène` → `Helene`. */
export function dropAccents(text: string): string {
  if (!hasAccents(text)) return text
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[œŒæÆßøØł]/g, (letter) => SPECIAL_LETTERS[letter] ?? letter)
}

/** Lower-case ASCII letters and digits only, for addresses of mail and web. */
export function slug(text: string): string {
  return dropAccents(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
}

const NEIGHBOURS: Record<string, string> = {
  a: 'zqs', b: 'vn', c: 'xv', d: 'sf', e: 'rz', f: 'dg', g: 'fh', h: 'gj', i: 'uo', j: 'hk', k: 'jl', l: 'km', m: 'ln',
  n: 'bm', o: 'ip', p: 'o', q: 'as', r: 'et', s: 'dq', t: 'ry', u: 'yi', v: 'cb', w: 'xq', x: 'wc', y: 'tu', z: 'ae',
} // biome-ignore format: a keyboard, row by row

/**
 * One slip of the finger: a letter doubled, lost, swapped with the next, or replaced by its neighbour on the keyboard.
 * Never the first letter, never a digit; the text comes back unchanged only when it is too short to misspell.
 */
export function typo(text: string, random: Random): string {
  if (text.length < 4) return text
  for (let attempt = 0; attempt < 8; attempt++) {
    const at = random.between(1, text.length - 2)
    const letter = text.charAt(at)
    const next = text.charAt(at + 1)
    const neighbours = NEIGHBOURS[letter]
    if (neighbours === undefined) continue
    const kind = random.integer(4)
    if (kind === 0) return text.slice(0, at) + letter + text.slice(at)
    if (kind === 1) return text.slice(0, at) + text.slice(at + 1)
    if (kind === 2 && next !== letter && NEIGHBOURS[next] !== undefined) {
      return text.slice(0, at) + next + letter + text.slice(at + 2)
    }
    if (kind === 3) return text.slice(0, at) + random.pick(neighbours.split('')) + text.slice(at + 1)
  }
  return text
}
