import type { ProfileId } from '@rapport/core'
import type { Reader } from '../port/reader.ts'
import { deletionVariants, isOneSlip, nameTokens, searchFamilies } from '../search/keys.ts'

/** Words of the vocabulary that are looked at for one typed word, and those of them that are tried. */
const MAX_TERMS = 256
const MAX_CANDIDATES = 16
/** Names with a slip in two of their words that are looked up. */
const MAX_TWICE = 128
/** Names that are read for one word when the whole is not known, to compare the others. */
const MAX_NAMES = 200
const MAX_WORDS = 4
const MIN_WORD_LETTERS = 3
const MAX_WORD_LETTERS = 40

/** A profile with such a name. */
interface Similar {
  readonly profile: ProfileId
  /** In all of the name's words together. */
  readonly slips: number
}

/**
 * Profiles whose name is what was typed but for a slip in a word or two: a letter more, less, other, or two swapped. The whole
 * is looked up with a neighbour of the word in its place, so that a common first name hides nobody. The last word may be a
 * beginning, as long as it has no slip. Best first.
 */
export async function similarNames(reader: Reader, typed: string, limit: number): Promise<readonly Similar[]> {
  const words = nameTokens(typed).slice(0, MAX_WORDS)
  if (words.length === 0 || /[\d@]/.test(typed) || words.some((word) => word.length > MAX_WORD_LETTERS)) return []
  const neighbours: (readonly string[])[] = []
  for (const word of words) neighbours.push(await neighboursOf(reader, word))
  const found = await lookUp(reader, once(words, neighbours), 1, limit)
  if (found.length > 0 || words.length === 1) return found
  const twice = await lookUp(reader, twiceOf(words, neighbours), 2, limit)
  return twice.length > 0 ? twice : compareNames(reader, words, neighbours)
}

/** Words of the vocabulary that are one slip away. */
async function neighboursOf(reader: Reader, word: string): Promise<readonly string[]> {
  if (word.length < MIN_WORD_LETTERS) return []
  const prefix = `${searchFamilies.word}:`
  const terms = await reader.similarTerms(deletionVariants(word), MAX_TERMS)
  return terms
    .map((term) => (term.startsWith(prefix) ? term.slice(prefix.length) : term))
    .filter((term) => isOneSlip(word, term))
    .slice(0, MAX_CANDIDATES)
}

/** What was typed, with one word replaced by each of its neighbours. */
function once(words: readonly string[], neighbours: readonly (readonly string[])[]): readonly string[] {
  return neighbours.flatMap((own, at) => own.map((neighbour) => words.with(at, neighbour).join(' ')))
}

function twiceOf(words: readonly string[], neighbours: readonly (readonly string[])[]): readonly string[] {
  const names: string[] = []
  for (let first = 0; first < words.length; first++)
    for (const neighbour of neighbours[first] as readonly string[])
      for (let second = first + 1; second < words.length; second++)
        for (const other of neighbours[second] as readonly string[])
          names.push(words.with(first, neighbour).with(second, other).join(' '))
  return names.slice(0, MAX_TWICE)
}

async function lookUp(
  reader: Reader,
  names: readonly string[],
  slips: number,
  limit: number,
): Promise<readonly Similar[]> {
  const found = new Map<ProfileId, Similar>()
  for (const name of names) {
    if (found.size >= limit) break
    for (const { profile } of await reader.searchPrefix([`${searchFamilies.name}:${name}`], limit))
      if (!found.has(profile)) found.set(profile, { profile, slips })
  }
  return [...found.values()]
}

/**
 * By the longest word alone, all others compared with the name it is in: for words that are too short for the vocabulary, and
 * names with another word between.
 */
async function compareNames(
  reader: Reader,
  words: readonly string[],
  neighbours: readonly (readonly string[])[],
): Promise<readonly Similar[]> {
  const longest = words.reduce((best, word, at) => (word.length > (words[best] as string).length ? at : best), 0)
  const word = words[longest] as string
  if (word.length < MIN_WORD_LETTERS) return []
  const others = words.filter((_, at) => at !== longest)
  const found = new Map<ProfileId, Similar>()
  for (const one of [word, ...(neighbours[longest] as readonly string[])]) {
    const prefix = `${searchFamilies.name}:${one} `
    for (const { key, profile } of await reader.searchPrefix([prefix], MAX_NAMES)) {
      const rest = key.slice(prefix.length).split(' ')
      const missed = others.map((other) => slipsIn(rest, other))
      if (missed.includes(undefined)) continue
      const slips = missed.reduce<number>((sum, one) => sum + (one ?? 0), one === word ? 0 : 1)
      const there = found.get(profile)
      if (!there || slips < there.slips) found.set(profile, { profile, slips })
    }
  }
  return [...found.values()]
}

function slipsIn(words: readonly string[], typed: string): 0 | 1 | undefined {
  if (words.some((word) => word.startsWith(typed))) return 0
  return words.some((word) => isOneSlip(typed, word)) ? 1 : undefined
}
