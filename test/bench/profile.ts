// Reading one profile by an identifier over HTTP: again, at random, cold, and while the writer works; beside a bare hello.
import { execFileSync } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { randomNumbers } from '../support/random.ts'
import { Client, type ClientResult, expectOnly, perSecond, type RequestSpec } from './harness/client.ts'
import { readOptions } from './harness/options.ts'
import { listenHello } from './harness/peers.ts'
import { Report } from './harness/report.ts'
import { openServed, prepareServed } from './harness/served.ts'
import { median, quantile } from './harness/statistics.ts'
import { personOf, traffic, trafficCondition } from './harness/traffic.ts'
import { storeFolder } from './harness/workspace.ts'

const { numbers, json, store } = readOptions('profile', {
  profiles: 1_000_000,
  requests: 20_000,
  rounds: 5,
  connections: 32,
  again: 1000,
  load: 15,
})
const { profiles, requests, rounds, connections, again, load } = numbers
const durability = 'normal'
const COLD_READS = 2000
const READS_PER_SECOND_UNDER_LOAD = 1000
const CAPACITY_EVENTS = 60_000
const EVENTS_PER_GROUP = 500

const report = new Report('profile', json)
const data = await prepareServed(storeFolder(store), profiles, durability, report)
let served = await openServed(data, durability)
const hello = await listenHello()
const reader = new Client()
const draw = randomNumbers(Date.now())

/** By e-mail, and every fourth by phone where there is one. */
function reads(count: number, headers: RequestSpec['headers'], among = profiles): readonly RequestSpec[] {
  return Array.from({ length: count }, (_, at) => {
    const { email, phone } = personOf(Math.floor(draw() * among))
    const reference = at % 4 === 0 && phone !== undefined ? `phone:${encodeURIComponent(phone)}` : `email:${email}`
    return { path: `/v1/profiles/${reference}`, ...(headers && { headers }) }
  })
}

/** What the thread that serves needed for a request, besides. */
interface Measured extends ClientResult {
  readonly cpuMicroseconds: number
}

async function timed(port: number, count: number): Promise<Measured> {
  const cpu = process.threadCpuUsage()
  const result = await reader.run({ port, connections, count })
  const { user, system } = process.threadCpuUsage(cpu)
  expectOnly(200, result)
  return { ...result, cpuMicroseconds: (user + system) / count }
}

/** Reads the file once, so that the page cache has what it can hold of it. */
async function warm(file: string): Promise<void> {
  for await (const _ of createReadStream(file, { highWaterMark: 4 << 20 }));
}

await warm(served.file)
report.progress('the file is in the page cache as far as memory allows')
let key = served.key('read', 'sensitive')
const hot = reads(again, key)
const rates = { hello: [] as number[], again: [] as number[], random: [] as number[] }
const cpu = { hello: [] as number[], again: [] as number[], random: [] as number[] }
const busy: number[] = []
let bytes = 0
// The first round compiles and fills caches; it does not count.
for (let round = 0; round <= rounds; round++) {
  await reader.load([{ path: '/hello' }])
  const measured = { hello: await timed(hello.port, requests) } as Record<keyof typeof rates, Measured>
  await reader.load(hot)
  measured.again = await timed(served.port, requests)
  await reader.load(reads(requests, key))
  measured.random = await timed(served.port, requests)
  report.progress(
    `round ${round} of ${rounds}: ${Object.entries(measured)
      .map(([name, one]) => `${name} ${perSecond(one).toFixed(0)}/s, ${one.cpuMicroseconds.toFixed(0)} µs of CPU`)
      .join('; ')}`,
  )
  if (round === 0) continue
  bytes = measured.again.bytes / requests
  for (const name of Object.keys(measured) as (keyof typeof rates)[]) {
    rates[name].push(perSecond(measured[name]))
    cpu[name].push(measured[name].cpuMicroseconds)
    busy.push(measured[name].cpuSeconds / measured[name].seconds)
  }
}

// While the writer works: its capacity first, then half of it.
const events = traffic({
  seed: Math.floor(draw() * 2 ** 31),
  people: profiles,
  startMs: Date.now(),
  millisecondsPerEvent: 1 / 20,
  groupEvents: EVENTS_PER_GROUP,
  sessions: 400,
})
const writeKey = served.key('track')
function calls(wanted: number): { readonly requests: RequestSpec[]; readonly events: number } {
  const all: RequestSpec[] = []
  let got = 0
  while (got < wanted) {
    const group = events.next().value
    got += group.rows.length
    for (const { path, headers, body } of group.requests)
      all.push({ method: 'POST', path, headers: { ...headers, ...writeKey }, body })
  }
  return { requests: all, events: got }
}
const sender = new Client()
const full = calls(CAPACITY_EVENTS)
await sender.load(full.requests)
const began = performance.now()
expectOnly(200, await sender.run({ port: served.port, connections: 64, count: full.requests.length }))
await served.workspace.commands.settle()
const capacity = (full.events / (performance.now() - began)) * 1000
report.progress(`the writer takes ${capacity.toFixed(0)} events/s over HTTP`)
const half = calls((capacity / 2) * load)
await Promise.all([
  sender.load(half.requests),
  reader.load([...reads(READS_PER_SECOND_UNDER_LOAD * load, key), ...hot]),
])
// Beside them, as often: what a bare hello waits on a machine that does other things too.
const beside = new Client()
await beside.load([{ path: '/hello' }])
const [underLoad, greeted, sent] = await Promise.all([
  reader.run({
    port: served.port,
    connections: 16,
    count: READS_PER_SECOND_UNDER_LOAD * load,
    perSecond: READS_PER_SECOND_UNDER_LOAD,
  }),
  beside.run({
    port: hello.port,
    connections: 16,
    count: READS_PER_SECOND_UNDER_LOAD * load,
    perSecond: READS_PER_SECOND_UNDER_LOAD,
  }),
  sender.run({
    port: served.port,
    connections: 64,
    count: half.requests.length,
    perSecond: half.requests.length / load,
  }),
])
expectOnly(200, underLoad)
expectOnly(200, greeted)
beside.close()
expectOnly(200, sent)
sender.close()

// Cold: neither this process nor the page cache knows the file.
await served.close()
execFileSync('dd', [`if=${served.file}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' })
served = await openServed(data, durability)
key = served.key('read', 'sensitive')
await reader.load(reads(COLD_READS, key))
const cold = await reader.run({ port: served.port, connections, count: COLD_READS })
expectOnly(200, cold)

report.condition(
  `${profiles.toLocaleString('en')} profiles, each of 20 insights and 20 segments; a profile answers with ${bytes.toFixed(0)} bytes`,
)
report.condition(
  `closed loop, ${connections} keep-alive connections of a client process of its own, which was busy for ${(median(busy) * 100).toFixed(0)} % of the time`,
)
report.condition(
  `${rounds} interleaved rounds of ${requests.toLocaleString('en')} requests each, medians; peer: a bare Hono hello in the same process`,
)
report.condition(
  `again: ${again.toLocaleString('en')} profiles in turn; random: e-mails and phones drawn evenly, the file read through once before; cold: the server opened anew, the file's pages dropped (posix_fadvise), ${COLD_READS} reads`,
)
report.condition(
  `under load: ${READS_PER_SECOND_UNDER_LOAD} random reads/s and ${(half.events / load).toFixed(0)} events/s as tracking calls for ${load} s, an open loop: from when a request was due; peer: a bare hello, as often at the same time, from the same process; durability ${durability}. ${trafficCondition}`,
)
for (const [name, least] of [
  ['again', 0.7],
  ['random', 0.4],
] as const) {
  const title = name === 'again' ? 'read again' : 'at random'
  report.add({
    name: `profiles/s, ${title}`,
    value: median(rates[name]),
    unit: 'requests/s',
    peer: median(rates.hello),
    goal: { of: 'ratio', atLeast: least },
  })
  report.add({
    name: `CPU of the serving thread, ${title}`,
    value: median(cpu[name]),
    unit: 'µs a request',
    peer: median(cpu.hello),
  })
}
report.add({ name: 'profiles/s, cold', value: perSecond(cold), unit: 'requests/s', peer: median(rates.hello) })
report.add({ name: 'p99, cold', value: quantile(cold.latenciesMs, 0.99), unit: 'ms' })
report.add({ name: "the writer's capacity over HTTP", value: capacity, unit: 'events/s' })
report.add({
  name: 'p50, the writer at half of it',
  value: quantile(underLoad.latenciesMs, 0.5),
  unit: 'ms',
  peer: quantile(greeted.latenciesMs, 0.5),
})
report.add({
  name: 'p99, the writer at half of it',
  value: quantile(underLoad.latenciesMs, 0.99),
  unit: 'ms',
  peer: quantile(greeted.latenciesMs, 0.99),
  goal: { of: 'value', atMost: 10 },
})
report.add({ name: 'p99 of the tracking calls meanwhile', value: quantile(sent.latenciesMs, 0.99), unit: 'ms' })
report.finish()
reader.close()
hello.close()
await served.close()
