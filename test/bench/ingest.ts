// The whole pipeline in process, from the body of a request to profiles with figures and segments up to date, beside bare inserts.
import { join } from 'node:path'
import { loadPeople } from './harness/load.ts'
import { readOptions } from './harness/options.ts'
import { openBareInserts } from './harness/peer.ts'
import { Report } from './harness/report.ts'
import { rulesCondition } from './harness/rules.ts'
import { median } from './harness/statistics.ts'
import { type Group, history, START_MS, type TrafficOptions, traffic, trafficCondition } from './harness/traffic.ts'
import { type BenchWorkspace, storeFolder } from './harness/workspace.ts'

const { numbers, json, store } = readOptions('ingest', {
  profiles: 1_000_000,
  events: 200_000,
  group: 800,
  sessions: 400,
  deep: 10_000,
  rounds: 10,
})
const { profiles, events, group, sessions, deep, rounds } = numbers
const durability = 'normal'
/** People of each depth, and how many sets of shallow ones: each is used in one round only, so that it stays shallow. */
const DEPTH_PEOPLE = 50
const SHALLOW_EVENTS = 10
const DEPTH_EVENTS_PER_ROUND = 2_500

const report = new Report('ingest', json)
const folder = storeFolder(store)
const small = Math.max(1, Math.round(profiles / 10))

const large = await loadPeople(folder, `people-${profiles}`, profiles, durability, report)
report.progress(`${profiles.toLocaleString('en')} people are there`)
const tenth = await loadPeople(folder, `people-${small}`, small, durability, report)
const depth = await loadPeople(folder, `depth-${deep}`, 1, durability, report, async (workspace) => {
  for (const past of history(10_000_000, DEPTH_PEOPLE, deep, START_MS)) await take(workspace, past)
  // Later runs draw on further sets.
  for (let set = 0; set < rounds * 10; set++)
    for (const past of history(1_000_000 + set * DEPTH_PEOPLE, DEPTH_PEOPLE, SHALLOW_EVENTS, START_MS))
      await take(workspace, past)
})
report.progress(`profiles of ${SHALLOW_EVENTS} and of ${deep.toLocaleString('en')} events are there`)
const bare = openBareInserts(join(folder, `bare-${process.pid}.sqlite`), durability)

/** Groups made before the clock of a round runs: the generator's cost is nobody's. */
function collect(from: Iterator<Group>, wanted: number): readonly Group[] {
  const groups: Group[] = []
  for (let got = 0; got < wanted; ) {
    const next = from.next()
    if (next.done === true) break
    groups.push(next.value)
    got += next.value.events
  }
  return groups
}

async function take(workspace: BenchWorkspace, { atMs, requests, orders }: Group): Promise<void> {
  workspace.clock.nowMs = atMs
  await workspace.ingest(requests)
  if (orders !== undefined) await workspace.emitOrders(orders)
}

/** @returns events a second */
async function timed(groups: readonly Group[], work: (group: Group) => Promise<void> | void): Promise<number> {
  const began = performance.now()
  let done = 0
  for (const one of groups) {
    await work(one)
    done += one.events
  }
  return (done / (performance.now() - began)) * 1000
}

const options = (run: number, startMs: number, more: Partial<TrafficOptions>): TrafficOptions => ({
  seed: run * 100 + 1,
  people: profiles,
  startMs,
  millisecondsPerEvent: 1 / 20,
  groupEvents: group,
  sessions,
  ...more,
})
const sides = {
  large: traffic(options(large.run, large.startMs, {})),
  small: traffic(options(tenth.run, tenth.startMs, { people: small })),
  deep: traffic(
    options(depth.run, depth.startMs, {
      from: 10_000_000,
      people: DEPTH_PEOPLE,
      groupEvents: 250,
      sessions: DEPTH_PEOPLE,
    }),
  ),
}
const rates = {
  large: [] as number[],
  small: [] as number[],
  bare: [] as number[],
  deep: [] as number[],
  shallow: [] as number[],
}
const perRound = Math.ceil(events / rounds)
// The first round compiles and fills caches; it does not count.
for (let round = 0; round <= rounds; round++) {
  const forLarge = collect(sides.large, perRound)
  const forSmall = collect(sides.small, perRound)
  const shallow = traffic(
    options(depth.run * 100 + round, depth.startMs, {
      from: 1_000_000 + (((depth.run - 1) * (rounds + 1) + round) % (rounds * 10)) * DEPTH_PEOPLE,
      people: DEPTH_PEOPLE,
      groupEvents: 250,
      sessions: DEPTH_PEOPLE,
    }),
  )
  const forShallow = collect(shallow, DEPTH_EVENTS_PER_ROUND)
  const forDeep = collect(sides.deep, DEPTH_EVENTS_PER_ROUND)
  const measured = {
    large: await timed(forLarge, (one) => take(large.workspace, one)),
    bare: await timed(forLarge, (one) => bare.insert(one.rows)),
    small: await timed(forSmall, (one) => take(tenth.workspace, one)),
    shallow: await timed(forShallow, (one) => take(depth.workspace, one)),
    deep: await timed(forDeep, (one) => take(depth.workspace, one)),
  }
  report.progress(
    `round ${round} of ${rounds}: ${Object.entries(measured)
      .map(([name, rate]) => `${name} ${rate.toFixed(0)}`)
      .join(', ')} events/s`,
  )
  if (round === 0) continue
  for (const name of Object.keys(measured) as (keyof typeof measured)[]) rates[name].push(measured[name])
}

report.condition(`mix: ${trafficCondition}`)
report.condition(`rules: ${rulesCondition}`)
report.condition(
  `durability normal; one thread; closed loop, groups of about ${group} events; ${rounds} interleaved rounds of ${perRound.toLocaleString('en')} events, medians; checkpoints included`,
)
report.condition(
  'peer: better-sqlite3 inserts of the same rows, keyed by minute and hash, the same groups and durability',
)
report.condition(
  'warm: the store was loaded or opened by this process, its file in the page cache as far as memory allows',
)
report.add({
  name: `events/s at ${profiles.toLocaleString('en')} profiles`,
  value: median(rates.large),
  unit: 'events/s',
  goal: { of: 'value', atLeast: 20_000 },
})
report.add({
  name: 'against bare inserts',
  value: median(rates.large),
  unit: 'events/s',
  peer: median(rates.bare),
  goal: { of: 'ratio', atLeast: 0.15 },
})
report.add({
  name: `cost an event, ${profiles.toLocaleString('en')} against ${small.toLocaleString('en')} profiles`,
  value: 1e6 / median(rates.large),
  unit: 'µs',
  peer: 1e6 / median(rates.small),
  goal: { of: 'ratio', atMost: 1.1 },
})
report.add({
  name: `cost an event, ${deep.toLocaleString('en')} against ${SHALLOW_EVENTS} events a profile`,
  value: 1e6 / median(rates.deep),
  unit: 'µs',
  peer: 1e6 / median(rates.shallow),
  goal: { of: 'ratio', atMost: 1.1 },
})
for (const [name, { seconds }, people] of [
  ['loading', large, profiles],
  ['loading a tenth', tenth, small],
] as const)
  if (seconds !== undefined)
    report.add({ name: `${name}: people signed up, 3 messages each`, value: people / seconds, unit: 'people/s' })
report.add({ name: 'memory at the end', value: process.memoryUsage.rss() / 2 ** 20, unit: 'MiB' })
report.finish()
bare.close()
await Promise.all([large, tenth, depth].map(({ workspace }) => workspace.close()))
