// The whole pipeline in process, from the body of a request to profiles with figures and segments up to date, beside bare inserts.
import { join } from 'node:path'
import { readOptions } from './harness/options.ts'
import { Report } from './harness/report.ts'
import { rulesCondition } from './harness/rules.ts'
import { Side, type Turn } from './harness/side.ts'
import { median } from './harness/statistics.ts'
import { type TrafficOptions, trafficCondition } from './harness/traffic.ts'
import { storeFolder } from './harness/workspace.ts'

const { numbers, json, store } = readOptions('ingest', {
  profiles: 1_000_000,
  events: 200_000,
  group: 800,
  sessions: 400,
  deep: 10_000,
  rounds: 10,
})
const { profiles, events, group, sessions, deep, rounds } = numbers
/** People of each depth, and how many sets of shallow ones: each round uses another, so that they stay shallow. */
const DEPTH_PEOPLE = 50
const SHALLOW_SETS = 50
const SHALLOW_EVENTS = 10
const DEPTH_EVENTS_PER_ROUND = 2_500
const DEEP_FROM = 10_000_000
const SHALLOW_FROM = 1_000_000

const report = new Report('ingest', json)
const folder = storeFolder(store)
const small = Math.max(1, Math.round(profiles / 10))

const large = await Side.open({ folder, name: `people-${profiles}`, people: profiles, histories: [] })
report.progress(`${profiles.toLocaleString('en')} people are there`)
const tenth = await Side.open({ folder, name: `people-${small}`, people: small, histories: [] })
const depth = await Side.open({
  folder,
  name: `depth-${deep}`,
  people: 1,
  histories: [
    { from: DEEP_FROM, people: DEPTH_PEOPLE, events: deep },
    ...Array.from({ length: SHALLOW_SETS }, (_, set) => ({
      from: SHALLOW_FROM + set * DEPTH_PEOPLE,
      people: DEPTH_PEOPLE,
      events: SHALLOW_EVENTS,
    })),
  ],
})
report.progress(`profiles of ${SHALLOW_EVENTS} and of ${deep.toLocaleString('en')} events are there`)
const bare = await Side.open({ file: join(folder, `bare-${process.pid}.sqlite`) })

const turn = (side: Side, name: string, more: Partial<TrafficOptions>, seed = side.ready.run): Turn => ({
  name,
  traffic: {
    seed: seed * 100 + 1,
    people: profiles,
    startMs: side.ready.startMs,
    millisecondsPerEvent: 1 / 20,
    groupEvents: group,
    sessions,
    ...more,
  },
})
const few = { people: DEPTH_PEOPLE, groupEvents: 250, sessions: DEPTH_PEOPLE }
/** One of each fifty: as far from each other in the store as people drawn from a million are. */
const shallowOf = (round: number): Partial<TrafficOptions> => ({
  ...few,
  from: SHALLOW_FROM + (((depth.ready.run - 1) * (rounds + 1) + round) % SHALLOW_SETS),
  stride: SHALLOW_SETS,
})

interface Measured {
  readonly perSecond: number[]
  /** Microseconds an event. */
  readonly cpu: number[]
}
const nothing = (): Measured => ({ perSecond: [], cpu: [] })
const measured = { large: nothing(), bare: nothing(), small: nothing(), shallow: nothing(), deep: nothing() }
const perRound = Math.ceil(events / rounds)
const largeTurn = turn(large, 'large', {})
/** The first round compiles and fills caches, and does not count: an event for every fourth profile, or as many as any round. */
const wantedOf = (round: number, people: number): number =>
  round === 0 ? Math.max(perRound, Math.round(people / 4)) : perRound
for (let round = 0; round <= rounds; round++) {
  const turns = [
    { of: 'large', side: large, turn: largeTurn, wanted: wantedOf(round, profiles) },
    { of: 'bare', side: bare, turn: largeTurn, wanted: perRound },
    { of: 'small', side: tenth, turn: turn(tenth, 'small', { people: small }), wanted: wantedOf(round, small) },
    {
      of: 'shallow',
      side: depth,
      turn: turn(depth, `shallow ${round}`, shallowOf(round), depth.ready.run * 100 + round),
      wanted: DEPTH_EVENTS_PER_ROUND,
    },
    { of: 'deep', side: depth, turn: turn(depth, 'deep', { from: DEEP_FROM, ...few }), wanted: DEPTH_EVENTS_PER_ROUND },
  ] as const
  const sums = turns.map(() => ({ events: 0, milliseconds: 0, cpuMicroseconds: 0 }))
  // A group each in turn, the few spread over the round: what else the machine does in the meantime weighs on all of them.
  const isDone = (at: number, share: number) => (sums[at]?.events ?? 0) >= (turns[at]?.wanted ?? 0) * share
  for (
    let share = 0;
    !turns.every((_, at) => isDone(at, 1));
    share = Math.min(1, share + group / wantedOf(round, profiles))
  ) {
    for (const [at, { side, turn: next }] of turns.entries()) {
      const sum = sums[at] as (typeof sums)[number]
      if (isDone(at, share) && share > 0) continue
      const taken = await side.take(next)
      sum.events += taken.events
      sum.milliseconds += taken.milliseconds
      sum.cpuMicroseconds += taken.cpuMicroseconds
    }
  }
  report.progress(
    `round ${round} of ${rounds}: ${turns
      .map(({ of }, at) => {
        const sum = sums[at] as (typeof sums)[number]
        const perSecond = (sum.events / sum.milliseconds) * 1000
        if (round > 0) {
          measured[of].perSecond.push(perSecond)
          measured[of].cpu.push(sum.cpuMicroseconds / sum.events)
        }
        return `${of} ${perSecond.toFixed(0)}`
      })
      .join(', ')} events/s`,
  )
}
const perSecond = (of: keyof typeof measured): number => median(measured[of].perSecond)
/** The median of the rounds' own ratios: rounds are short, so both sides of one had the same machine. */
const ratioOf = (of: keyof typeof measured, by: keyof typeof measured, what: keyof Measured): number =>
  median(measured[of][what].map((value, round) => value / (measured[by][what][round] as number)))

report.condition(`mix: ${trafficCondition}`)
report.condition(`rules: ${rulesCondition}`)
report.condition(
  `durability normal; one thread a side, one at a time; closed loop, groups of about ${group} events; ${rounds} rounds of ${perRound.toLocaleString('en')} events, all sides interleaved group by group; medians of rounds, ratios too; checkpoints included`,
)
report.condition(
  'peer: better-sqlite3 inserts of the same rows, keyed by minute and hash, the same groups and durability',
)
report.condition(
  "warm: the files are read through once before, into the page cache as far as memory allows; the store's own caches by a first round that does not count; visitors are nearly all new to the process",
)
const named = (count: number): string => count.toLocaleString('en')
report.add({
  name: `events/s at ${named(profiles)} profiles`,
  value: perSecond('large'),
  unit: 'events/s',
  goal: { of: 'value', atLeast: 20_000 },
})
report.add({
  name: 'against bare inserts',
  value: perSecond('large'),
  unit: 'events/s',
  peer: perSecond('large') / ratioOf('large', 'bare', 'perSecond'),
  goal: { of: 'ratio', atLeast: 0.15 },
})
for (const [name, of, by, goal] of [
  [`${named(profiles)} against ${named(small)} profiles`, 'large', 'small', 1.1],
  [`${named(deep)} against ${named(SHALLOW_EVENTS)} events a profile`, 'deep', 'shallow', 1.1],
] as const) {
  const value = 1e6 / perSecond(of)
  report.add({
    name: `cost an event, ${name}`,
    value,
    unit: 'µs',
    peer: value * ratioOf(of, by, 'perSecond'),
    goal: { of: 'ratio', atMost: goal },
  })
}
for (const [name, of, by] of [
  ['bare inserts', 'large', 'bare'],
  [`${named(small)} profiles`, 'large', 'small'],
  [`${named(deep)} events a profile against ${named(SHALLOW_EVENTS)}`, 'deep', 'shallow'],
] as const) {
  const value = median(measured[of].cpu)
  report.add({
    name: `CPU an event, ${of === 'deep' ? name : `against ${name}`}`,
    value,
    unit: 'µs',
    peer: value / ratioOf(of, by, 'cpu'),
  })
}
for (const [name, { ready }, people] of [
  ['loading', large, profiles],
  ['loading a tenth', tenth, small],
] as const)
  if (ready.seconds !== undefined)
    report.add({ name: `${name}: people signed up, 3 messages each`, value: people / ready.seconds, unit: 'people/s' })
report.add({ name: 'memory at the end, all sides', value: process.memoryUsage.rss() / 2 ** 20, unit: 'MiB' })
report.finish()
for (const side of [large, tenth, depth, bare]) await side.close()
