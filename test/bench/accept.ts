// Taking tracking calls over HTTP, answered once they are on disk, beside an echo of the same bodies.
import { Client, type ClientResult, expectOnly, perSecond, type RequestSpec } from './harness/client.ts'
import { readOptions } from './harness/options.ts'
import { listenEcho } from './harness/peers.ts'
import { Report } from './harness/report.ts'
import { openServed, prepareServed } from './harness/served.ts'
import { median, quantile } from './harness/statistics.ts'
import { traffic, trafficCondition } from './harness/traffic.ts'
import { storeFolder } from './harness/workspace.ts'

const { numbers, json, store } = readOptions('accept', {
  profiles: 1_000_000,
  events: 20_000,
  rounds: 5,
  connections: 64,
  batch: 100,
})
const { profiles, events, rounds, connections, batch } = numbers
const durability = 'normal'
const EVENTS_PER_GROUP = 500

const report = new Report('accept', json)
const data = await prepareServed(storeFolder(store), profiles, durability, report)
const served = await openServed(data, durability)
const echo = await listenEcho()
const client = new Client()
const headers = served.key('track')
const source = traffic({
  seed: Math.floor(Date.now() / 1000) % 2 ** 31,
  people: profiles,
  startMs: Date.now(),
  millisecondsPerEvent: 1 / 20,
  groupEvents: EVENTS_PER_GROUP,
  sessions: 400,
})

interface Load {
  readonly requests: readonly RequestSpec[]
  readonly events: number
}

/** Calls as SDKs of browsers send them, a few events each. */
function calls(): Load {
  const requests: RequestSpec[] = []
  let got = 0
  while (got < events) {
    const group = source.next().value
    got += group.rows.length
    for (const { path, headers: own, body } of group.requests)
      requests.push({ method: 'POST', path, headers: { ...own, ...headers }, body })
  }
  return { requests, events: got }
}

/** The same events, so many in one body: one as pages send them that do not gather, many as a server's SDK does. */
function gathered(each: number): Load {
  const messages = calls().requests.flatMap(({ body }) => (JSON.parse(body as string) as { batch: object[] }).batch)
  const requests: RequestSpec[] = []
  for (let from = 0; from < messages.length; from += each)
    requests.push({
      method: 'POST',
      path: '/v1/batch',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ batch: messages.slice(from, from + each), sentAt: new Date().toISOString() }),
    })
  return { requests, events: messages.length }
}

const kinds = { single: () => gathered(1), calls, batches: () => gathered(batch) }
type Kind = keyof typeof kinds
const none = () => ({
  accepted: [] as number[],
  echoed: [] as number[],
  events: [] as number[],
  settled: [] as number[],
  cpu: [] as number[],
  echoCpu: [] as number[],
  latencies: [] as number[],
  bytes: 0,
})
const figures = { single: none(), calls: none(), batches: none() }

/** What the thread that serves needed for a request, besides. */
interface Sent extends ClientResult {
  readonly cpuMicroseconds: number
}

async function sent(port: number, count: number): Promise<Sent> {
  const cpu = process.threadCpuUsage()
  const result = await client.run({ port, connections, count })
  const { user, system } = process.threadCpuUsage(cpu)
  expectOnly(200, result)
  return { ...result, cpuMicroseconds: (user + system) / count }
}

// The first round compiles and fills caches; it does not count.
for (let round = 0; round <= rounds; round++) {
  for (const kind of Object.keys(kinds) as Kind[]) {
    const load = kinds[kind]()
    await client.load(load.requests)
    const echoed = await sent(echo.port, load.requests.length)
    const began = performance.now()
    const accepted = await sent(served.port, load.requests.length)
    await served.workspace.commands.settle()
    const settled = (load.events / (performance.now() - began)) * 1000
    report.progress(
      `round ${round} of ${rounds}, ${kind}: accepted ${perSecond(accepted).toFixed(0)}/s, echoed ${perSecond(echoed).toFixed(0)}/s; ${accepted.cpuMicroseconds.toFixed(0)} and ${echoed.cpuMicroseconds.toFixed(0)} µs of CPU in the serving thread; ${(load.events / accepted.seconds).toFixed(0)} events/s, ${settled.toFixed(0)} until they are in profiles`,
    )
    if (round === 0) continue
    const own = figures[kind]
    own.accepted.push(perSecond(accepted))
    own.echoed.push(perSecond(echoed))
    own.cpu.push(accepted.cpuMicroseconds)
    own.echoCpu.push(echoed.cpuMicroseconds)
    own.events.push(load.events / accepted.seconds)
    own.settled.push(settled)
    own.latencies.push(...accepted.latenciesMs)
    own.bytes = load.requests.reduce((sum, { body = '' }) => sum + body.length, 0) / load.requests.length
  }
}

report.condition(`${profiles.toLocaleString('en')} profiles; ${trafficCondition}`)
report.condition(
  `single: one event, ${figures.single.bytes.toFixed(0)} bytes on average; calls: 2 to 6, ${figures.calls.bytes.toFixed(0)} bytes; batches: ${batch}, ${(figures.batches.bytes / 1024).toFixed(0)} KiB`,
)
report.condition(
  `closed loop, ${connections} keep-alive connections of a client process of its own; ${rounds} interleaved rounds of ${events.toLocaleString('en')} events each, medians; worked off between the rounds`,
)
report.condition(
  `answered once on disk, durability ${durability}; peer: Node's own server reading the same bodies and sending them back, in the same process`,
)
for (const kind of Object.keys(kinds) as Kind[]) {
  const { accepted, echoed, events: taken, settled, latencies, cpu, echoCpu } = figures[kind]
  report.add({
    name: `${kind} accepted`,
    value: median(accepted),
    unit: 'requests/s',
    peer: median(echoed),
    goal: { of: 'ratio', atLeast: 0.4 },
  })
  report.add({
    name: `${kind}: CPU of the serving thread`,
    value: median(cpu),
    unit: 'µs a request',
    peer: median(echoCpu),
  })
  report.add({ name: `${kind}: events accepted`, value: median(taken), unit: 'events/s' })
  report.add({ name: `${kind}: until the events are in profiles`, value: median(settled), unit: 'events/s' })
  report.add({ name: `${kind}: p99 of an answer`, value: quantile(latencies, 0.99), unit: 'ms' })
}
report.finish()
client.close()
echo.close()
await served.close()
