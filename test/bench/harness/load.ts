import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { Durability } from '@rapport/engine'
import type { Report } from './report.ts'
import { DAY_MS, START_MS, signUps } from './traffic.ts'
import { type BenchWorkspace, lastRun, nextRun, openBenchWorkspace } from './workspace.ts'

const GROUP_PEOPLE = 200

/** A workspace with so many people in it, all come in through the pipeline; a kept store is opened as it is. */
export interface Loaded {
  readonly workspace: BenchWorkspace
  /** How often this store has been used: gives traffic of a day of its own. */
  readonly run: number
  readonly startMs: number
  /** What loading cost; `undefined`: it was there. */
  readonly seconds: number | undefined
}

/** @param prepare more to put into a store that is new, before it is used */
export async function loadPeople(
  folder: string,
  name: string,
  people: number,
  durability: Durability,
  report: Report,
  prepare?: (workspace: BenchWorkspace) => Promise<void>,
): Promise<Loaded> {
  const file = join(folder, `${name}.sqlite`)
  const last = lastRun(file)
  const workspace = await openBenchWorkspace(file, durability, START_MS + last * DAY_MS)
  let seconds: number | undefined
  if (last === 0) {
    const began = performance.now()
    await addPeople(workspace, 0, people, report)
    seconds = (performance.now() - began) / 1000
    await prepare?.(workspace)
    await workspace.store.write.checkpoint()
  }
  await readThrough(file)
  const run = nextRun(file)
  const startMs = START_MS + run * DAY_MS
  workspace.clock.nowMs = startMs
  return { workspace, run, startMs, seconds }
}

/** Brings a file into the system's page cache: what a server that has run for a while finds there. */
async function readThrough(file: string): Promise<void> {
  for await (const _ of createReadStream(file, { highWaterMark: 2 ** 22 }));
}

/** Signs people up, one commit for every 200; tells how it goes every 20 seconds. */
export async function addPeople(
  workspace: BenchWorkspace,
  from: number,
  until: number,
  report: Report,
  onGroup?: (done: number) => void,
): Promise<void> {
  let done = from
  let toldAt = performance.now()
  const began = toldAt
  for (const requests of signUps(from, until, GROUP_PEOPLE, START_MS - DAY_MS / 2)) {
    workspace.clock.nowMs = (requests.at(-1) as { receivedAt: number }).receivedAt
    await workspace.ingest(requests)
    done += requests.length
    onGroup?.(done)
    if (performance.now() - toldAt < 20_000) continue
    toldAt = performance.now()
    const rate = (done - from) / ((toldAt - began) / 1000)
    report.progress(`${done.toLocaleString('en')} of ${until.toLocaleString('en')} people, ${rate.toFixed(0)} a second`)
  }
}
