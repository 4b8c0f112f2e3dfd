import type { ProfileId } from '@rapport/core'
import type { Reader } from '../port/reader.ts'
import { deletionVariants, isOneSlip, nameTokens, searchFamilies } from '../search/keys.ts'

/** Words of the vocabulary that are looked at for one typed word, and those of them that are tried. */
const MAX_TERMS = 64
const MAX_CANDIDATES = 16
/** Pairs of words that are looked up together. */
const MAX_PAIRS = 128
/** Names that are read for one word when no pair is known, to compare the others. */
const MAX_NAMES = 200
const MAX_WORDS = 4
const MIN_WORD_LETTERS = 3
const MAX_WORD_LETTERS = 40

/** What a typed word may have meant, and how many slips away it is. */
interface Candidate {
  readonly word: string
  readonly slips: 0 | 1
}

/** A profile with such a name. */
interface Similar {
  readonly profile: ProfileId
  /** In all of the name's words together. */
  readonly slips: number
}

/**
 * Profiles whose name is what was typed but for a slip a word: a letter more, less, other, or two swapped. Two neighbouring
 * words together are rare in any population, so pairs are looked up, not everybody of a common first name. The last word may be
 * a beginning, as long as it has no slip.
 */
export async function similarNames(reader: Reader, typed: string, limit: number): Promise<readonly Similar[]> {
  const words = nameTokens(typed).slice(0, MAX_WORDS)
  if (/[\d@]/.test(typed) || words.some((word) => word.length > MAX_WORD_LETTERS)) return []
  if (words.every((word) => word.length < MIN_WORD_LETTERS)) return []
  const candidates: (readonly Candidate[])[] = []
  for (const word of words) candidates.push(await candidatesFor(reader, word))
  const [only] = candidates
  if (only && candidates.length === 1) return lookUp(reader, only.slice(1).map(asPrefix), limit)
  const found = await lookUp(reader, pairsOf(candidates), limit)
  return found.length > 0 ? found : compareNames(reader, words, candidates)
}

/** The word itself first, then its neighbours in the vocabulary. */
async function candidatesFor(reader: Reader, word: string): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [{ word, slips: 0 }]
  if (word.length < MIN_WORD_LETTERS) return candidates
  const prefix = `${searchFamilies.word}:`
  for (const term of await reader.similarTerms(deletionVariants(word), MAX_TERMS)) {
    const known = term.startsWith(prefix) ? term.slice(prefix.length) : term
    if (isOneSlip(word, known) && candidates.length <= MAX_CANDIDATES) candidates.push({ word: known, slips: 1 })
  }
  return candidates
}

interface Prefix {
  readonly text: string
  readonly slips: number
}

const asPrefix = ({ word, slips }: Candidate): Prefix => ({ text: `${searchFamilies.name}:${word}`, slips })

/** Neighbouring words, those with fewer slips first. What was typed as it is has been looked up before. */
function pairsOf(candidates: readonly (readonly Candidate[])[]): readonly Prefix[] {
  const pairs: Prefix[] = []
  for (let at = 0; at + 1 < candidates.length; at++)
    for (const first of candidates[at] as readonly Candidate[])
      for (const second of candidates[at + 1] as readonly Candidate[]) {
        const slips = first.slips + second.slips
        if (slips > 0 || candidates.length > 2)
          pairs.push({ text: `${searchFamilies.name}:${first.word} ${second.word}`, slips })
      }
  return pairs.sort((a, b) => a.slips - b.slips).slice(0, MAX_PAIRS)
}

async function lookUp(reader: Reader, prefixes: readonly Prefix[], limit: number): Promise<readonly Similar[]> {
  const found = new Map<ProfileId, Similar>()
  for (const { text, slips } of prefixes) {
    if (found.size >= limit) break
    for (const { profile } of await reader.searchPrefix([text], limit))
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
  candidates: readonly (readonly Candidate[])[],
): Promise<readonly Similar[]> {
  const longest = words.reduce((best, word, at) => (word.length > (words[best] as string).length ? at : best), 0)
  const others = words.filter((_, at) => at !== longest)
  const found = new Map<ProfileId, Similar>()
  for (const { word, slips } of candidates[longest] as readonly Candidate[]) {
    const prefix = `${searchFamilies.name}:${word} `
    for (const { key, profile } of await reader.searchPrefix([prefix], MAX_NAMES)) {
      const rest = key.slice(prefix.length).split(' ')
      const missed = others.map((other) => slipsIn(rest, other))
      if (missed.includes(undefined)) continue
      const all = missed.reduce<number>((sum, one) => sum + (one ?? 0), slips)
      const there = found.get(profile)
      if (!there || all < there.slips) found.set(profile, { profile, slips: all })
    }
  }
  return [...found.values()]
}

function slipsIn(words: readonly string[], typed: string): 0 | 1 | undefined {
  if (words.some((word) => word.startsWith(typed))) return 0
  return words.some((word) => isOneSlip(typed, word)) ? 1 : undefined
}
