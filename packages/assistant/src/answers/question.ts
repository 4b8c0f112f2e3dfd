import { foldText } from '@rapport/harmonise'
import type { LanguageCode } from '../language/languages.ts'
import { type Intent, intents } from './intents.ts'
import { answerWords } from './language-file.ts'
import type { Whose } from './related.ts'

/** A question as rules understand it. */
export interface Question {
  readonly language: LanguageCode
  /** What it is about; `undefined`: nothing that rules know. */
  readonly intent: Intent | undefined
  /** What else it names that rules know: the delivery in a complaint about a delivery. */
  readonly besides: readonly Intent[]
  /** Whom it is about, when that is not the profile itself. */
  readonly whose: Whose | undefined
  /** Only the newest is asked for. */
  readonly isLast: boolean
  /** Only what should have been paid is asked for. */
  readonly isOverdue: boolean
  /** Folded words that say what exactly is meant. */
  readonly terms: readonly string[]
}

const MAX_WORDS = 60
const codes = Object.keys(answerWords) as LanguageCode[]

/** A word list, ready to be asked. */
interface Words {
  readonly whole: ReadonlySet<string>
  readonly beginnings: readonly string[]
}

interface Reading {
  readonly stop: Words
  readonly last: Words
  readonly overdue: Words
  readonly whose: Readonly<Record<Whose, readonly string[]>>
  readonly intents: Readonly<Record<Intent, Words>>
}

const readings: Readonly<Record<LanguageCode, Reading>> = Object.fromEntries(
  codes.map((code) => {
    const { stopWords, last, overdue, payer, parent, intents: all } = answerWords[code]
    const byIntent = Object.fromEntries(intents.map((intent) => [intent, wordsOf(all[intent])]))
    const whose = { payer: phrasesOf(payer), parent: phrasesOf(parent) }
    return [
      code,
      { stop: wordsOf(stopWords), last: wordsOf(last), overdue: wordsOf(overdue), whose, intents: byIntent },
    ]
  }),
) as Readonly<Record<LanguageCode, Reading>>

/** Whether a folded word is one that questions are made of, in any language: nobody's name. */
export function isCommonWord(word: string): boolean {
  return codes.some((code) => {
    const { stop, last, overdue, whose, intents: all } = readings[code]
    return (
      has(stop, word) ||
      has(last, word) ||
      has(overdue, word) ||
      Object.values(whose).some((phrases) => phrases.includes(word)) ||
      intents.some((intent) => has(all[intent], word))
    )
  })
}

/** Words of all languages for an intent: customers write in their own. */
export function isAbout(intent: Intent, word: string): boolean {
  return codes.some((code) => has(readings[code].intents[intent], word))
}

/** Who is asked about, as far as it changes how a question is understood. */
interface AskedAbout {
  /** Folded words of the profile's name, which say nothing. */
  readonly names: ReadonlySet<string>
  /** Whether somebody else may pay for it, or own it. */
  readonly isOrganization: boolean
}

/**
 * Understands a question by its words. Nothing in it is an instruction: what is not a known word is only looked for.
 * @param language the reader's; absent: the one that more of the words are of
 */
export function readQuestion(
  text: string,
  { names, isOrganization }: AskedAbout,
  language: LanguageCode | undefined,
): Question {
  const all = foldText(text.replace(/['’]/g, ' '))
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)
  const code = language ?? languageOf(all)
  // Somebody may ask in another language than they read.
  const asked = languageOf(all)
  const reading = readings[asked]
  const { whose, words } = isOrganization ? withoutWhose(all, reading) : { whose: undefined, words: all }
  const met = intents.filter((intent) => words.some((word) => has(reading.intents[intent], word)))
  const [intent, ...besides] = met
  const terms = words.filter(
    (word) =>
      word.length > 2 &&
      !names.has(word) &&
      !has(reading.stop, word) &&
      !met.some((one) => has(reading.intents[one], word)),
  )
  return {
    language: code,
    intent,
    besides,
    whose,
    isLast: words.some((word) => has(reading.last, word)),
    isOverdue: words.some((word) => has(reading.overdue, word)),
    terms: [...new Set(terms)],
  }
}

/** Whom a question names beside the profile, and its other words: "has the payer an open case" asks for cases. */
function withoutWhose(words: readonly string[], { whose }: Reading): { whose: Whose | undefined; words: string[] } {
  const text = ` ${words.join(' ')} `
  for (const one of ['payer', 'parent'] as const)
    for (const phrase of whose[one])
      if (text.includes(` ${phrase} `))
        return { whose: one, words: text.replaceAll(` ${phrase} `, ' ').trim().split(' ').filter(Boolean) }
  return { whose: undefined, words: [...words] }
}

function languageOf(words: readonly string[]): LanguageCode {
  const known = (code: LanguageCode) => {
    const { stop, intents: all } = readings[code]
    return words.filter((word) => has(stop, word) || intents.some((intent) => has(all[intent], word))).length
  }
  return codes.reduce((best, code) => (known(code) > known(best) ? code : best))
}

function wordsOf(list: string): Words {
  const words = list.split(' ')
  return {
    whole: new Set(words.filter((word) => !word.endsWith('*')).map(foldText)),
    beginnings: words.filter((word) => word.endsWith('*')).map((word) => foldText(word.slice(0, -1))),
  }
}

/** Words joined by `_` are a phrase. */
function phrasesOf(list: string): readonly string[] {
  return list.split(' ').map((phrase) => foldText(phrase.replaceAll('_', ' ')))
}

const has = ({ whole, beginnings }: Words, word: string): boolean =>
  whole.has(word) || beginnings.some((beginning) => word.startsWith(beginning))
