const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'

/** What goes wrong in a word, at a place that is drawn. */
export const slips = {
  substitution: (word: string, at: number, letter: string) => word.slice(0, at) + letter + word.slice(at + 1),
  insertion: (word: string, at: number, letter: string) => word.slice(0, at) + letter + word.slice(at),
  deletion: (word: string, at: number) => word.slice(0, at) + word.slice(at + 1),
  transposition: (word: string, at: number) =>
    word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2),
} as const

/** A word with one slip in it: never the word itself. */
export function slip(kind: keyof typeof slips, word: string, draw: () => number): string {
  for (;;) {
    const at = Math.floor(draw() * (kind === 'transposition' ? word.length - 1 : word.length))
    const made = slips[kind](word, at, ALPHABET[Math.floor(draw() * ALPHABET.length)] as string)
    if (made.toLowerCase() !== word.toLowerCase()) return made
  }
}
