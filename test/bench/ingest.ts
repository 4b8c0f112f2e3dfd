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
const DEEP_FROM = 10_000_000

const report = new Report('ingest', json)
const folder = storeFolder(store)
const small = Math.max(1, Math.round(profiles / 10))

const large = await loadPeople(folder, `people-${profiles}`, profiles, durability, report)
report.progress(`${profiles.toLocaleString('en')} people are there`)
const tenth = await loadPeople(folder, `people-${small}`, small, durability, report)
const depth = await loadPeople(folder, `depth-${deep}`, 1, durability, report, async (workspace) => {
  for (const past of history(DEEP_FROM, DEPTH_PEOPLE, deep, START_MS)) await take(workspace, past)
  // Later runs draw on further sets.
  for (let set = 0; set < rounds * 10; set++)
    for (const past of history(1_000_000 + set * DEPTH_PEOPLE, DEPTH_PEOPLE, SHALLOW_EVENTS, START_MS))
      await take(workspace, past)
})
report.progress(`profiles of ${SHALLOW_EVENTS} and of ${deep.toLocaleString('en')} events are there`)
const bare = openBareInserts(join(folder, `bare-${process.pid}.sqlite`), durability)

async function take(workspace: BenchWorkspace, { atMs, requests, orders }: Group): Promise<void> {
  workspace.clock.nowMs = atMs
  await workspace.ingest(requests)
  if (orders !== undefined) await workspace.emitOrders(orders)
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
const few = { people: DEPTH_PEOPLE, groupEvents: 250, sessions: DEPTH_PEOPLE }
const shallowFrom = (round: number) =>
  1_000_000 + (((depth.run - 1) * (rounds + 1) + round) % (rounds * 10)) * DEPTH_PEOPLE

/** One side of a round: what it takes, and what that cost. The generator's cost is nobody's. */
class Side {
  readonly name: 'large' | 'bare' | 'small' | 'shallow' | 'deep'
  readonly wanted: number
  readonly #groups: Iterator<Group>
  readonly #work: (group: Group) => Promise<void> | void
  events = 0
  milliseconds = 0
  cpuMicroseconds = 0

  constructor(
    name: Side['name'],
    wanted: number,
    groups: Iterator<Group>,
    work: (group: Group) => Promise<void> | void,
  ) {
    this.name = name
    this.wanted = wanted
    this.#groups = groups
    this.#work = work
  }

  get isDone(): boolean {
    return this.events >= this.wanted
  }

  async takeOne(): Promise<void> {
    const next = this.#groups.next()
    if (next.done === true) return
    const cpu = process.cpuUsage()
    const began = performance.now()
    await this.#work(next.value)
    this.milliseconds += performance.now() - began
    const { user, system } = process.cpuUsage(cpu)
    this.cpuMicroseconds += user + system
    this.events += next.value.events
  }
}

const largeTraffic = traffic(options(large.run, large.startMs, {}))
const smallTraffic = traffic(options(tenth.run, tenth.startMs, { people: small }))
const deepTraffic = traffic(options(depth.run, depth.startMs, { from: DEEP_FROM, ...few }))
const rates = new Map<string, { perSecond: number[]; cpu: number[] }>()
const perRound = Math.ceil(events / rounds)
// The first round compiles and fills caches; it does not count.
for (let round = 0; round <= rounds; round++) {
  const shallowTraffic = traffic(options(depth.run * 100 + round, depth.startMs, { from: shallowFrom(round), ...few }))
  // The bare inserts take each group that the large store has just taken.
  const taken: Group[] = []
  const sides = [
    new Side('large', perRound, largeTraffic, async (one) => {
      await take(large.workspace, one)
      taken.push(one)
    }),
    new Side('bare', perRound, { next: () => ({ value: taken.shift() as Group }) }, (one) => bare.insert(one.rows)),
    new Side('small', perRound, smallTraffic, (one) => take(tenth.workspace, one)),
    new Side('shallow', DEPTH_EVENTS_PER_ROUND, shallowTraffic, (one) => take(depth.workspace, one)),
    new Side('deep', DEPTH_EVENTS_PER_ROUND, deepTraffic, (one) => take(depth.workspace, one)),
  ]
  while (sides.some((side) => !side.isDone)) for (const side of sides) if (!side.isDone) await side.takeOne()
  const told: string[] = []
  for (const side of sides) {
    const perSecond = (side.events / side.milliseconds) * 1000
    told.push(`${side.name} ${perSecond.toFixed(0)}`)
    if (round === 0) continue
    const of = rates.get(side.name) ?? { perSecond: [], cpu: [] }
    rates.set(side.name, of)
    of.perSecond.push(perSecond)
    of.cpu.push(side.cpuMicroseconds / side.events)
  }
  report.progress(`round ${round} of ${rounds}: ${told.join(', ')} events/s`)
}
const perSecond = (name: Side['name']): number => median(rates.get(name)?.perSecond ?? [])
const cpu = (name: Side['name']): number => median(rates.get(name)?.cpu ?? [])

report.condition(`mix: ${trafficCondition}`)
report.condition(`rules: ${rulesCondition}`)
report.condition(
  `durability normal; one thread; closed loop, groups of about ${group} events; ${rounds} rounds of ${perRound.toLocaleString('en')} events, all sides interleaved group by group, medians of rounds; checkpoints included; CPU of all threads of the process, the collector's too`,
)
report.condition(
  'peer: better-sqlite3 inserts of the same rows, keyed by minute and hash, the same groups and durability',
)
report.condition(
  'warm: the store was loaded or opened by this process, its file in the page cache as far as memory allows',
)
report.add({
  name: `events/s at ${profiles.toLocaleString('en')} profiles`,
  value: perSecond('large'),
  unit: 'events/s',
  goal: { of: 'value', atLeast: 20_000 },
})
report.add({
  name: 'against bare inserts',
  value: perSecond('large'),
  unit: 'events/s',
  peer: perSecond('bare'),
  goal: { of: 'ratio', atLeast: 0.15 },
})
report.add({
  name: `cost an event, ${profiles.toLocaleString('en')} against ${small.toLocaleString('en')} profiles`,
  value: 1e6 / perSecond('large'),
  unit: 'µs',
  peer: 1e6 / perSecond('small'),
  goal: { of: 'ratio', atMost: 1.1 },
})
report.add({
  name: `cost an event, ${deep.toLocaleString('en')} against ${SHALLOW_EVENTS} events a profile`,
  value: 1e6 / perSecond('deep'),
  unit: 'µs',
  peer: 1e6 / perSecond('shallow'),
  goal: { of: 'ratio', atMost: 1.1 },
})
report.add({
  name: 'CPU an event, against bare inserts',
  value: cpu('large'),
  unit: 'µs',
  peer: cpu('bare'),
})
report.add({
  name: `CPU an event, ${profiles.toLocaleString('en')} against ${small.toLocaleString('en')} profiles`,
  value: cpu('large'),
  unit: 'µs',
  peer: cpu('small'),
})
report.add({
  name: `CPU an event, ${deep.toLocaleString('en')} against ${SHALLOW_EVENTS} events a profile`,
  value: cpu('deep'),
  unit: 'µs',
  peer: cpu('shallow'),
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
