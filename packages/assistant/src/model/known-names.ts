import { foldText } from '@rapport/harmonise'
import { isEveryday, isParticle } from './everyday-words.ts'
import type { TokenType } from './tokens.ts'

/** A folded text, and where each of its characters came from. */
interface Folded {
  readonly text: string
  /** By folded character: the first original one of it. One more than there are, for the end. */
  readonly starts: readonly number[]
}

/** Scripts that put no space between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
const letters = new Map<string, string>()
const MAX_LETTERS = 2000

/** A letter or digit without case, accent and script; a space for what separates; nothing for a mark on the one before. */
function foldLetter(character: string): string {
  const known = letters.get(character)
  if (known !== undefined) return known
  const folded = foldNewLetter(character)
  if (letters.size < MAX_LETTERS) letters.set(character, folded)
  return folded
}

function foldNewLetter(character: string): string {
  if (/\p{M}|\p{Cf}/u.test(character)) return ''
  if (!/[\p{L}\p{N}]/u.test(character)) return ' '
  const folded = foldText(character).replaceAll(' ', '')
  return UNSPACED.test(character) ? ` ${folded} ` : folded
}

function fold(text: string): Folded {
  const starts: number[] = []
  let folded = ''
  let at = 0
  for (const character of text) {
    const piece = foldLetter(character)
    for (let n = 0; n < piece.length; n++) starts.push(at)
    folded += piece
    at += character.length
  }
  starts.push(text.length)
  return { text: folded, starts }
}

const wordsIn = (text: string): readonly string[] =>
  fold(text)
    .text.split(' ')
    .filter((word) => word !== '')

/** Alone, shorter ones are too often a word. */
const MIN_LOOSE = 3
/** Of a family: the Duponts. */
const MIN_PLURAL = 4

interface Known {
  readonly type: TokenType
  /** Only where it has a capital: everyday words, and short ones. */
  readonly isCapitalOnly: boolean
}

/**
 * Values that are somebody's, found again whatever their case, accents, apostrophes and hyphens; of names also each word alone. One
 * that is an everyday word (Rose, Petit) is taken for a name where it has a capital only.
 */
export class KnownNames {
  /** By folded letters without spaces. */
  readonly #known = new Map<string, Known>()
  readonly #spellings = new Map<string, readonly string[]>()
  #pattern: RegExp | undefined

  /** A value of one piece. */
  add(type: TokenType, value: string): void {
    const words = wordsIn(value)
    if (words.length > 0) this.#keep(words, { type, isCapitalOnly: words.length === 1 && this.#isWord(words[0] ?? '') })
  }

  /** A name, and its parts. */
  addName(value: string): void {
    this.add('NAME', value)
    // O'Brien and Jean-Loïc are said whole too.
    for (const piece of value.split(/\s+/)) if (wordsIn(piece).length > 1) this.add('NAME', piece)
    for (const word of wordsIn(value))
      if (!isParticle(word) && word.length > 1) this.#keep([word], { type: 'NAME', isCapitalOnly: this.#isWord(word) })
  }

  /** The text with `change` made of each value in it. */
  replace(text: string, change: (type: TokenType, value: string) => string): string {
    if (this.#known.size === 0) return text
    this.#pattern ??= this.#compile()
    const folded = fold(text)
    let result = ''
    let done = 0
    for (const match of folded.text.matchAll(this.#pattern)) {
      const start = folded.starts[match.index] ?? 0
      const end = endOf(text, folded, match.index + match[0].length)
      const value = text.slice(start, end)
      const known = this.#find(match[0])
      if (!known || start < done || (known.isCapitalOnly && !/^\p{Lu}/u.test(value))) continue
      result += text.slice(done, start) + change(known.type, value)
      done = end
    }
    return result + text.slice(done)
  }

  #isWord(word: string): boolean {
    return word.length < MIN_LOOSE || isEveryday(word)
  }

  #keep(words: readonly string[], known: Known): void {
    const key = words.join('')
    const before = this.#known.get(key)
    // What is whole somewhere is a name there, whatever it may be as a part.
    if (!before || (before.isCapitalOnly && !known.isCapitalOnly)) this.#known.set(key, known)
    this.#spellings.set(key, words)
    this.#pattern = undefined
  }

  #find(matched: string): Known | undefined {
    const key = matched.replaceAll(' ', '')
    return this.#known.get(key) ?? this.#known.get(key.replace(/s$/, ''))
  }

  #compile(): RegExp {
    const longestFirst = [...this.#spellings.values()].sort((a, b) => b.join('').length - a.join('').length)
    const each = longestFirst.map((words) => {
      const plural = words.length === 1 && (words[0]?.length ?? 0) >= MIN_PLURAL ? 's?' : ''
      // Folded: letters and digits, nothing that a pattern knows.
      return `${words.join(' {0,3}')}${plural}`
    })
    return new RegExp(`(?<![a-z0-9])(?:${each.join('|')})(?![a-z0-9])`, 'g')
  }
}

/** Where the original of a folded piece ends: marks on its last letter belong to it. */
function endOf(text: string, { starts }: Folded, foldedEnd: number): number {
  const last = starts[foldedEnd - 1] ?? 0
  let end = last + ((text.codePointAt(last) ?? 0) > 0xffff ? 2 : 1)
  while (end < text.length && /\p{M}/u.test(text[end] ?? '')) end += 1
  return end
}
