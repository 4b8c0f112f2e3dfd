// A ring to its brief: over HTTP for numbers of one person, of a family and of a profile with a long history; and in process.
import { type Brief, readFacts, wordLimitOf, writeBrief } from '@rapport/assistant'
import type { ProfileId } from '@rapport/core'
import type { ReceivedRequest } from '@rapport/engine'
import { randomNumbers } from '../support/random.ts'
import { Client, type ClientResult, expectOnly, type RequestSpec } from './harness/client.ts'
import { readOptions } from './harness/options.ts'
import { listenHello } from './harness/peers.ts'
import { Report } from './harness/report.ts'
import { openServed, prepareServed } from './harness/served.ts'
import { quantile } from './harness/statistics.ts'
import { history, personOf, traffic, trafficCondition } from './harness/traffic.ts'
import { storeFolder } from './harness/workspace.ts'

const { numbers, json, store } = readOptions('brief', {
  profiles: 1_000_000,
  rings: 3000,
  rate: 100,
  deep: 100_000,
  orders: 500,
  traffic: 2000,
})
const { profiles, rings, rate, deep, orders, traffic: eventsPerSecond } = numbers
const durability = 'normal'
const FAMILIES = 200
const GROUP = 100
const CONNECTIONS = 16
const EVENTS_PER_GROUP = 200
/** Whose history is the long one; nobody's number but theirs. */
const DEEP = 2

const report = new Report('brief', json)
const data = await prepareServed(storeFolder(store), profiles, durability, report)
const served = await openServed(data, durability)
const { workspace } = served
const hello = await listenHello()
const client = new Client()
const draw = randomNumbers(Date.now())
const key = served.key('read', 'write', 'sensitive')
const RIGHTS = { sensitive: true }
const familyLine = (family: number) => `+331${String(40_000_000 + family).padStart(8, '0')}`

await addFamilies()
const deepId = await deepProfile()

const ring = (from: string): RequestSpec => ({
  method: 'POST',
  path: '/v1/calls',
  headers: { ...key, 'content-type': 'application/json' },
  body: JSON.stringify({ from, queue: 'after-sales' }),
})
const phoneOf = (person: number) => personOf(person).phone ?? ''
/** Every second person has a number. */
const anybody = () => ring(phoneOf(Math.floor((draw() * profiles) / 2) * 2))

interface Rung {
  readonly brief: Brief | null
  readonly id: string
  readonly candidates: readonly { readonly id: string }[]
}

/** With what the thread that serves needed for each, besides. */
interface Rang extends ClientResult {
  readonly cpuMs: number
}

/** Rings as they come, whatever the answers take. */
async function ringing(requests: readonly RequestSpec[], status: number, keepBodies = false): Promise<Rang> {
  await client.load(requests)
  const count = requests.length
  const cpu = process.threadCpuUsage()
  const result = await client.run({ port: served.port, connections: CONNECTIONS, count, perSecond: rate, keepBodies })
  const { user, system } = process.threadCpuUsage(cpu)
  expectOnly(status, result)
  return { ...result, cpuMs: (user + system) / 1000 / count }
}

/** What nobody would time: an answer without a brief. @throws Error for one without */
function expectBriefs(result: ClientResult): void {
  for (const body of result.bodies) {
    const { brief } = JSON.parse(body) as Rung
    if (!brief || brief.sentences.length === 0) throw new Error('a call was answered without a brief')
  }
}

report.progress('the first rings compile; they do not count')
await ringing(Array.from({ length: 300 }, anybody), 201)
expectBriefs(await ringing([ring(phoneOf(DEEP)), anybody()], 201, true))

const alone = await ringing(Array.from({ length: rings }, anybody), 201)
report.progress(`one person's number: p99 ${quantile(alone.latenciesMs, 0.99).toFixed(1)} ms`)
const long = await ringing(
  Array.from({ length: Math.ceil(rings / 5) }, () => ring(phoneOf(DEEP))),
  201,
)
report.progress(`the long history's number: p99 ${quantile(long.latenciesMs, 0.99).toFixed(1)} ms`)

// What the machine and the loop themselves take: the same arrivals at a bare hello in this process.
await client.load([{ path: '/hello' }])
const bare = await client.run({ port: hello.port, connections: CONNECTIONS, count: rings, perSecond: rate })
expectOnly(200, bare)

// A family's line: the ring gives candidates, the pick the brief.
const shared = await ringing(
  Array.from({ length: Math.ceil(rings / 5) }, () => ring(familyLine(Math.floor(draw() * FAMILIES)))),
  201,
  true,
)
const picks = shared.bodies.map((body): RequestSpec => {
  const { id, candidates } = JSON.parse(body) as Rung
  const [first] = candidates
  if (candidates.length < 2 || !first) throw new Error('a family has fewer than two candidates')
  return {
    method: 'POST',
    path: `/v1/calls/${id}/pick`,
    headers: { ...key, 'content-type': 'application/json' },
    body: JSON.stringify({ profile: first.id }),
  }
})
const picked = await ringing(picks, 200, true)
expectBriefs(picked)
const wholeMs = picked.latenciesMs.map((ms, at) => ms + (shared.latenciesMs[at] ?? Number.NaN))
report.progress(`ring, candidates, pick, brief: p99 ${quantile(wholeMs, 0.99).toFixed(1)} ms`)

// The same while events come in.
const sender = new Client()
const seconds = Math.ceil(rings / rate)
await sender.load(tracking(eventsPerSecond * seconds))
await client.load(Array.from({ length: rings }, anybody))
const sent = Math.floor((eventsPerSecond * seconds) / 4)
const [busy] = await Promise.all([
  client.run({ port: served.port, connections: CONNECTIONS, count: rings, perSecond: rate }),
  sender.run({ port: served.port, connections: 16, count: sent, perSecond: sent / seconds }),
])
expectOnly(201, busy)
sender.close()
await workspace.commands.settle()

// In process: facts and words alone.
const within = { anybody: [] as number[], long: [] as number[] }
let words = 0
for (let at = 0; at < rings; at++) {
  const isLong = at % 5 === 0
  const found = isLong ? deepId : await idOf(`phone:${phoneOf(Math.floor((draw() * profiles) / 2) * 2)}`)
  const began = performance.now()
  const facts = await readFacts(workspace.queries, found, { rights: RIGHTS, nowMs: Date.now() })
  if (!facts) throw new Error('a profile without facts')
  const brief = writeBrief(facts, { occasion: 'call' })
  within[isLong ? 'long' : 'anybody'].push(performance.now() - began)
  const text = [...brief.sentences.map((one) => one.text), brief.left.text].join(' ')
  words = Math.max(words, text.match(/\S*[\p{L}\p{N}]\S*/gu)?.length ?? 0)
}
if (words > wordLimitOf('call')) throw new Error(`a brief of ${words} words`)

report.condition(
  `${profiles.toLocaleString('en')} profiles; one of them with ${deep.toLocaleString('en')} events and ${orders} orders`,
)
report.condition(
  `an open loop of ${rate} rings/s from when a ring was due, ${CONNECTIONS} connections; each ring is kept (durability ${durability}) before it is answered`,
)
report.condition('peer: a bare Hono hello in the same process, at the same arrivals')
report.condition(
  `people drawn evenly, so that most are read for the first time since the start; the longest brief has ${words} words`,
)
report.condition(`under load: ${eventsPerSecond} events/s as tracking calls. ${trafficCondition}`)
const goal = { of: 'value', atMost: 20 } as const
add('ring to brief, one match', alone.latenciesMs, true, bare.latenciesMs)
add('ring to brief, the long history', long.latenciesMs, true, bare.latenciesMs)
report.add({ name: 'CPU of the serving thread, one match', value: alone.cpuMs, unit: 'ms a ring' })
report.add({ name: 'CPU of the serving thread, the long history', value: long.cpuMs, unit: 'ms a ring' })
add('ring to candidates, a family', shared.latenciesMs, false)
add('pick to brief', picked.latenciesMs, false)
add('ring, candidates, pick and brief', wholeMs, true)
add('ring to brief while events come in', busy.latenciesMs, true)
add('facts and brief in process', within.anybody, true)
add('facts and brief in process, the long history', within.long, true)
report.finish()
client.close()
hello.close()
await served.close()

function add(name: string, latencies: readonly number[], isPromised: boolean, peer?: readonly number[]): void {
  for (const share of [0.5, 0.99])
    report.add({
      name: `${name}, p${share * 100}`,
      value: quantile(latencies, share),
      unit: 'ms',
      ...(peer && { peer: quantile(peer, share) }),
      ...(isPromised && share === 0.99 && { goal }),
    })
}

/** Pairs of relatives with a number between them; there already in a kept store. */
async function addFamilies(): Promise<void> {
  const messages = Array.from({ length: FAMILIES * 2 }, (_, at) => {
    const family = Math.floor(at / 2)
    const userId = `relative-${at}`
    const traits = {
      firstName: at % 2 === 0 ? 'Anne' : 'Louis',
      lastName: `Famille${family}`,
      email: `${userId}@famille.fr`,
      phone: familyLine(family),
    }
    return { type: 'identify', messageId: userId, userId, anonymousId: `device-${userId}`, traits }
  })
  for (let from = 0; from < messages.length; from += GROUP) await receive(messages.slice(from, from + GROUP))
  await workspace.commands.settle()
}

async function receive(batch: readonly object[]): Promise<void> {
  const outcomes = await workspace.commands.receive([
    {
      connection: 'web',
      path: '/v1/batch',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ batch }),
      receivedAt: Date.now(),
    },
  ])
  if (outcomes.some((one) => !one.ok)) throw new Error('a request was refused')
}

/** A profile with a history that no page holds; there already in a kept store. */
async function deepProfile(): Promise<ProfileId> {
  const id = await idOf(`email:${personOf(DEEP).email}`)
  const before = await workspace.queries.profile(id, RIGHTS)
  if (Number(before?.insights.events ?? 0) >= deep) return id
  let group: ReceivedRequest[] = []
  let done = 0
  const take = async () => {
    await workspace.commands.receive(group)
    await workspace.commands.settle()
    report.progress(`${(done * 5).toLocaleString('en')} events of the long history`)
    group = []
  }
  for (const { requests } of history(DEEP, 1, deep, Date.now())) {
    group.push(...requests)
    if (++done % 2000 === 0) await take()
  }
  await take()
  const rows = Array.from({ length: orders }, (_, at) => ({
    id: `deep-${at}`,
    version: 1,
    user: personOf(DEEP).userId,
    at: new Date(Date.now() - at * 86_400_000).toISOString(),
    total: 90 + at,
  }))
  const outcome = await workspace.commands.emit({
    connection: 'shop',
    stream: 'orders',
    body: JSON.stringify({ rows }),
  })
  if (!outcome.ok) throw new Error(`orders were refused: ${outcome.code}`)
  await workspace.commands.settle()
  const after = await workspace.queries.profile(id, RIGHTS)
  const events = Number(after?.insights.events ?? 0)
  if (events < deep) throw new Error(`the long history has ${events} events only`)
  return id
}

async function idOf(reference: string): Promise<ProfileId> {
  const found = await workspace.queries.lookup(reference, RIGHTS)
  if (found.status !== 'found') throw new Error(`somebody is ${found.status}`)
  return found.id
}

/** Tracking calls with at least so many events. */
function tracking(events: number): RequestSpec[] {
  const write = served.key('track')
  const options = { people: profiles, startMs: Date.now(), groupEvents: EVENTS_PER_GROUP, sessions: 400 }
  const groups = traffic({ ...options, seed: Math.floor(draw() * 2 ** 31), millisecondsPerEvent: 1 / 20 })
  const all: RequestSpec[] = []
  for (let got = 0; got < events; ) {
    const group = groups.next().value
    got += group.rows.length
    for (const { path, headers, body } of group.requests)
      all.push({ method: 'POST', path, headers: { ...headers, ...write }, body })
  }
  return all
}
