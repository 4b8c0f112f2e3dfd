// Searching while somebody types, over HTTP: how long each letter waits, and how many mistyped names are found.
import { createReadStream } from 'node:fs'
import { randomNumbers } from '../support/random.ts'
import { Client, expectOnly, type RequestSpec } from './harness/client.ts'
import { readOptions } from './harness/options.ts'
import { listenHello } from './harness/peers.ts'
import { Report } from './harness/report.ts'
import { openServed, orderNumber, PEOPLE_PER_ORDER, prepareServed } from './harness/served.ts'
import { quantile } from './harness/statistics.ts'
import { personOf } from './harness/traffic.ts'
import { slip, slips } from './harness/typos.ts'
import { storeFolder } from './harness/workspace.ts'

const { numbers, json, store } = readOptions('search', {
  profiles: 1_000_000,
  people: 300,
  typos: 400,
  rate: 200,
  connections: 8,
})
const { profiles, people, typos, rate, connections } = numbers
const LIMIT = 10

const report = new Report('search', json)
const data = await prepareServed(storeFolder(store), profiles, 'normal', report)
const served = await openServed(data, 'normal')
for await (const _ of createReadStream(served.file, { highWaterMark: 4 << 20 }));
report.progress('the file is in the page cache as far as memory allows')
const client = new Client()
const hello = await listenHello()
const headers = served.key('read', 'sensitive')
const draw = randomNumbers(7)
const somebody = () => Math.floor(draw() * profiles)

const asked = (typed: string): RequestSpec => ({
  path: `/v1/search?q=${encodeURIComponent(typed)}&limit=${LIMIT}`,
  headers,
})
/** Everything that is in the field while it is typed, from `from` letters on. */
const typing = (text: string, from: number): readonly string[] =>
  Array.from({ length: Math.max(0, text.length - from + 1) }, (_, at) => text.slice(0, from + at))

const kinds: Record<string, (person: number) => readonly string[]> = {
  name: (person) => typing(`${personOf(person).firstName} ${personOf(person).lastName}`, 1),
  'family name first': (person) => typing(`${personOf(person).lastName} ${personOf(person).firstName}`, 1),
  'e-mail': (person) => typing(personOf(person).email, 1),
  phone: (person) => typing(`0${personOf(person - (person % 2)).phone?.slice(3)}`, 3),
  'end of a phone': (person) =>
    [4, 5, 6, 7, 8].map((digits) => String(personOf(person - (person % 2)).phone).slice(-digits)),
  'order number': (person) => typing(orderNumber(person - (person % PEOPLE_PER_ORDER)), 1),
}
const typedByKind = Object.entries(kinds).map(([kind, of]) => ({
  kind,
  typed: Array.from({ length: people }, somebody).flatMap((person) => of(person).filter((text) => text.trim() !== '')),
}))
const all = typedByKind.flatMap(({ kind, typed }) => typed.map((text) => ({ kind, text })))
// Mixed up, so that no kind has a time of its own.
for (let at = all.length - 1; at > 0; at--) {
  const other = Math.floor(draw() * (at + 1))
  const moved = all[at] as (typeof all)[number]
  all[at] = all[other] as (typeof all)[number]
  all[other] = moved
}
await client.load(all.slice(0, 500).map(({ text }) => asked(text)))
await client.run({ port: served.port, connections, count: 500 })
await client.load(all.map(({ text }) => asked(text)))
// Beside it, as often: what a bare hello waits on a machine that does other things too.
const beside = new Client()
await beside.load([{ path: '/hello' }])
const run = { connections, count: all.length, perSecond: rate }
const [typed, greeted] = await Promise.all([
  client.run({ ...run, port: served.port }),
  beside.run({ ...run, port: hello.port }),
])
expectOnly(200, typed)
expectOnly(200, greeted)
report.progress(`${all.length} searches at ${rate} a second`)
const atOnce = await client.run({ port: served.port, connections, count: all.length })
expectOnly(200, atOnce)
report.progress(`${(atOnce.count / atOnce.seconds).toFixed(0)} searches a second at most`)

// Whole names with one slip in one of their words.
const mistyped = Object.keys(slips).flatMap((kind) =>
  Array.from({ length: typos }, () => {
    const { firstName, lastName, email } = personOf(somebody())
    const isFirst = draw() < 0.5
    const words = [firstName, lastName]
    words[isFirst ? 0 : 1] = slip(kind as keyof typeof slips, isFirst ? firstName : lastName, draw)
    return { kind, email, text: words.join(' ') }
  }),
)
await client.load(mistyped.map(({ text }) => asked(text)))
const answered = await client.run({ port: served.port, connections, count: mistyped.length, keepBodies: true })
expectOnly(200, answered)
const isFound = mistyped.map(({ email }, at) => {
  const { items } = JSON.parse(answered.bodies[at] as string) as { items: { attributes: { email?: string } }[] }
  return items.some(({ attributes }) => attributes.email === email)
})

report.condition(
  `${profiles.toLocaleString('en')} profiles, every tenth with an order; the file read through once before`,
)
report.condition(
  `each letter of ${people} names, names family first, e-mails, phones, their ends, order numbers: ${all.length.toLocaleString('en')} searches, ${rate} a second, an open loop over ${connections} connections: from when a search was due; peer: a bare hello, as often at the same time, from the same process`,
)
report.condition(
  `typing errors: ${mistyped.length} whole names with one slip in one word (a letter other, more, less, two swapped), seeded; found: the very person among ${LIMIT}`,
)
report.add({
  name: 'p99 of a letter',
  value: quantile(typed.latenciesMs, 0.99),
  unit: 'ms',
  peer: quantile(greeted.latenciesMs, 0.99),
  goal: { of: 'value', atMost: 30 },
})
report.add({
  name: 'p50 of a letter',
  value: quantile(typed.latenciesMs, 0.5),
  unit: 'ms',
  peer: quantile(greeted.latenciesMs, 0.5),
})
for (const { kind } of typedByKind) {
  const own = typed.latenciesMs.filter((_, at) => all[at]?.kind === kind)
  report.add({ name: `p99, ${kind}`, value: quantile(own, 0.99), unit: 'ms' })
}
report.add({ name: 'searches/s, one after the other', value: atOnce.count / atOnce.seconds, unit: 'searches/s' })
report.add({
  name: 'p99, mistyped names, one after the other',
  value: quantile(answered.latenciesMs, 0.99),
  unit: 'ms',
})
const share = (of: readonly boolean[]) => of.filter(Boolean).length / of.length
report.add({ name: 'mistyped names found', value: share(isFound), unit: 'of 1', goal: { of: 'value', atLeast: 0.9 } })
for (const kind of Object.keys(slips))
  report.add({
    name: `found, ${kind}`,
    value: share(isFound.filter((_, at) => mistyped[at]?.kind === kind)),
    unit: 'of 1',
  })
report.finish()
client.close()
beside.close()
hello.close()
await served.close()
