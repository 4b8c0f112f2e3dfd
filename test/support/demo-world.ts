import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateWorld, readStory, type TruthLine, WORLDS } from '@rapport/demo'
import { replayArchive } from '@rapport/server'
import { allProfiles, type LoadedProject, loadProject, recordsByKey } from './project.ts'

/** A demo world whose files were written, and loaded through its documents, its tracking archive replayed. */
export interface DemoWorld<S> {
  readonly directory: string
  readonly story: S
  readonly project: LoadedProject
  /** The profile of a live record, by `connection/stream/key`. */
  readonly profileOf: (record: string) => string | undefined
  readonly truth: readonly TruthLine[]
  readonly close: () => Promise<void>
}

/** Opens a world of so many people, at the instant of its story. */
export async function openDemoWorld<S extends { readonly now: string }>(
  name: string,
  people: number,
): Promise<DemoWorld<S>> {
  const directory = await mkdtemp(join(tmpdir(), `rapport-${name}-`))
  await generateWorld({ world: name, people, directory })
  const story = await readStory<S>(directory)
  const folder = fileURLToPath(new URL(`../../packages/demo/worlds/${name}`, import.meta.url))
  const project = await loadProject(folder, directory, { now: Date.parse(story.now) })
  for (const { file, connection } of WORLDS[name]?.tracked ?? [])
    await replayArchive(project.workspace, connection, join(directory, file))
  const loaded = { ...project, profiles: await allProfiles(project.workspace) }
  const records = await recordsByKey(loaded)
  const lines = readFileSync(join(directory, 'truth.jsonl'), 'utf8').trim().split('\n')
  return {
    directory,
    story,
    project: loaded,
    profileOf: (record) => records.get(record)?.profile,
    truth: lines.map((line): TruthLine => JSON.parse(line)),
    async close() {
      await project.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The records that a line of the truth names in streams of parties, as `connection/stream/key`. */
export function recordsOf(keys: TruthLine['keys'], partyStreams: readonly string[]): readonly string[] {
  return partyStreams.flatMap((stream) => (keys[stream] ?? []).map((key) => `${stream}/${key}`)).sort()
}

/** How match rules do against who is who. */
export interface Pairs {
  /** Of records of one person or organisation, those still there. */
  readonly true: number
  /** Of these, those that are one profile. */
  readonly found: number
  /** Records of two in one profile. */
  readonly wrong: readonly (readonly [string, string])[]
}

/** Compares profiles with the truth, pair by pair. */
export function pairsOf({ truth, profileOf }: DemoWorld<unknown>, partyStreams: readonly string[]): Pairs {
  const known = truth.flatMap(({ personId, organizationId, keys }) =>
    recordsOf(keys, partyStreams).flatMap((record) => {
      const profile = profileOf(record)
      return profile === undefined ? [] : [{ who: personId ?? organizationId ?? record, profile, record }]
    }),
  )
  const pairs = { true: 0, found: 0, wrong: [] as [string, string][] }
  for (const own of Map.groupBy(known, ({ who }) => who).values())
    for (const [at, a] of own.entries())
      for (const b of own.slice(at + 1)) {
        pairs.true += 1
        if (a.profile === b.profile) pairs.found += 1
      }
  for (const joined of Map.groupBy(known, ({ profile }) => profile).values())
    for (const [at, a] of joined.entries())
      for (const b of joined.slice(at + 1)) if (a.who !== b.who) pairs.wrong.push([a.record, b.record])
  return pairs
}
