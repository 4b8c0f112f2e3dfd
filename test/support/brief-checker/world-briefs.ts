import {
  type Brief,
  type Facts,
  type LanguageCode,
  type PlannedOccasion,
  readFacts,
  writeBrief,
} from '@rapport/assistant'
import { type ProfileId, requireProfileId } from '@rapport/core'
import type { Queries } from '@rapport/engine'
import { type DemoWorld, openDemoWorld } from '../demo-world.ts'
import { RIGHTS } from '../project.ts'
import type { CheckedBrief, CitedRow } from './check.ts'
import type { Asked } from './must-say.ts'
import { readSourceRows, type SourceRows } from './source-rows.ts'

/** A demo world as it runs, with its files beside it. */
export interface BriefedWorld extends DemoWorld<{ readonly now: string }> {
  readonly name: string
  readonly nowMs: number
  readonly source: SourceRows
  readonly queries: Queries
}

/** One profile's facts for an occasion, and what a checker is to know of it. */
export interface Told {
  readonly profile: string
  readonly id: ProfileId
  readonly occasion: PlannedOccasion
  readonly facts: Facts
  /** The profile's history and records. */
  readonly own: readonly CitedRow[]
  readonly records: ReadonlySet<string>
}

export const occasions: readonly PlannedOccasion[] = ['call', 'visit', 'stay']
const readers: readonly LanguageCode[] = ['en', 'fr']

export { readers as languages }

const PAGE = 500

export async function openBriefedWorld(name: string, people: number): Promise<BriefedWorld> {
  const world = await openDemoWorld<{ readonly now: string }>(name, people)
  return {
    ...world,
    name,
    nowMs: Date.parse(world.story.now),
    source: readSourceRows(name, people, world.directory),
    queries: world.project.workspace.queries,
  }
}

/** Every n-th profile of a world, with its facts for each occasion. */
export async function* toldOf(world: BriefedWorld, every = 1): AsyncGenerator<Told, void> {
  for (const [at, { id: profile }] of world.project.profiles.entries()) {
    if (at % every !== 0) continue
    const id = requireProfileId(profile)
    const own = await historyOf(world.queries, id)
    const records = (await world.queries.records(id, RIGHTS)).filter(({ isDeleted }) => !isDeleted)
    for (const occasion of occasions) {
      const facts = await readFacts(world.queries, id, { rights: RIGHTS, nowMs: world.nowMs, occasion })
      if (!facts) throw new Error(`${profile} is listed and has no facts`)
      const names = new Set(records.map(({ stream, key }) => `${stream}/${key}`))
      yield { profile, id, occasion, facts, own, records: names }
    }
  }
}

async function historyOf(queries: Queries, id: ProfileId): Promise<readonly CitedRow[]> {
  const rows: CitedRow[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page = await queries.timeline(id, { limit: PAGE, ...(after !== undefined && { after }) }, RIGHTS)
    rows.push(...page.items.map(({ stream, key }) => ({ stream, key })))
    after = page.next
  }
  return rows
}

/** A brief as the checker takes it: its sentences, each with the rows behind the facts that it cites. */
export function checkedOf(brief: Brief, { own }: Pick<Told, 'own'>): CheckedBrief {
  const rows = new Map(brief.facts.map((fact) => [fact.id, fact.rows]))
  return {
    language: brief.language,
    zone: brief.zone,
    nowMs: Date.parse(brief.generatedAt),
    own,
    sentences: brief.sentences.map(({ text, facts }) => ({ text, rows: facts.flatMap((id) => rows.get(id) ?? []) })),
  }
}

export const askedOf = ({ occasion, records }: Told, { language, zone, generatedAt }: Brief): Asked => ({
  occasion,
  language,
  zone,
  nowMs: Date.parse(generatedAt),
  records,
})

/** All that a reader reads of a brief. */
export const textOf = ({ title, sentences, left }: Brief): string =>
  [title, ...sentences.map(({ text }) => text), left.text].join('\n')

export const briefOf = ({ facts, occasion }: Told, language: LanguageCode): Brief =>
  writeBrief(facts, { occasion, language })
