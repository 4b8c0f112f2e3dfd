import { wordLimitOf } from '@rapport/assistant'
import { randomNumbers } from '../random.ts'
import { type Unsupported, unsupportedIn } from './check.ts'
import { isSaid, type MustSay, mustSay } from './must-say.ts'
import { mutantsOf } from './mutate.ts'
import { askedOf, type BriefedWorld, briefOf, checkedOf, languages, type Told, textOf, toldOf } from './world-briefs.ts'

/** What became of all briefs of some profiles of a world. */
export interface Measured {
  briefs: number
  sentences: number
  readonly unsupported: Unsupported[]
  /** What matters, and what of it no brief said. */
  musts: number
  alerts: number
  readonly unsaid: { readonly must: MustSay; readonly told: Told }[]
  /** Briefs of more words than their occasion allows. */
  tooLong: number
  mutants: number
  readonly uncaught: { readonly text: string; readonly value: string }[]
}

export interface MeasureOptions {
  /** Every n-th profile. */
  readonly every?: number
  /** The share of all wrong sentences that can be made which are judged; none without it. */
  readonly mutants?: number
}

/** Writes every brief of every n-th profile in all occasions and languages, by rules, and has it judged by the raw rows. */
export async function measureBriefs(
  world: BriefedWorld,
  { every = 1, mutants = 0 }: MeasureOptions,
): Promise<Measured> {
  const measured: Measured = {
    briefs: 0,
    sentences: 0,
    unsupported: [],
    musts: 0,
    alerts: 0,
    unsaid: [],
    tooLong: 0,
    mutants: 0,
    uncaught: [],
  }
  const random = randomNumbers(20261124)
  const year = new Date(world.nowMs).getUTCFullYear()
  for await (const told of toldOf(world, every))
    for (const language of languages) {
      const brief = briefOf(told, language)
      const checked = checkedOf(brief, told)
      const text = textOf(brief)
      measured.briefs += 1
      measured.sentences += brief.sentences.length
      measured.unsupported.push(...unsupportedIn(checked, world.source))
      for (const must of mustSay[world.name]?.(world.source, askedOf(told, brief)) ?? []) {
        measured.musts += 1
        if (must.isAlert) measured.alerts += 1
        if (!isSaid(must, text)) measured.unsaid.push({ must, told })
      }
      if (wordsIn(brief) > wordLimitOf(told.occasion)) measured.tooLong += 1
      for (const sentence of mutants === 0 ? [] : checked.sentences)
        for (const mutant of mutantsOf(sentence.text, language, year, random)) {
          if (random() >= mutants) continue
          measured.mutants += 1
          const one = { ...checked, sentences: [{ ...sentence, text: mutant.text }] }
          if (unsupportedIn(one, world.source).length === 0) measured.uncaught.push(mutant)
        }
    }
  return measured
}

/** Words have letters or digits. */
function wordsIn({ sentences, left }: ReturnType<typeof briefOf>): number {
  const text = [...sentences.map((one) => one.text), left.text].join(' ')
  return text.match(/\S*[\p{L}\p{N}]\S*/gu)?.length ?? 0
}
