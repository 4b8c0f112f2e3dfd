// How long after an event was accepted its profile can be read on another connection, while reads go on.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { ProfileId } from '@rapport/core'
import { type Durability, identifierKey } from '@rapport/engine'
import Database from 'better-sqlite3'
import { randomNumbers } from '../support/random.ts'
import { loadPeople } from './harness/load.ts'
import { readOptions } from './harness/options.ts'
import type { ReadThreadData } from './harness/read-thread.ts'
import { Report } from './harness/report.ts'
import { rulesCondition } from './harness/rules.ts'
import { quantile } from './harness/statistics.ts'
import { oneByOne, userId } from './harness/traffic.ts'
import { storeFolder } from './harness/workspace.ts'

const { numbers, json, store } = readOptions('live', { profiles: 1_000_000, events: 4_000, rate: 400 })
const { profiles, events, rate } = numbers
const VISITORS = 50
const EVENTS_A_VISIT = 5
/** Single calls as fast as they go, before any is measured: what has run for a second is compiled. */
const WARM_UP_EVENTS = 8_000

const report = new Report('live', json)
const folder = storeFolder(store)

interface Measured {
  /** Milliseconds from when the event was due until its profile was read. */
  readonly live: number[]
  /** Milliseconds of a bare commit of one row, flushed as the store's are. */
  readonly flush: number[]
  readonly readsPerSecond: number
}

async function measure(durability: Durability): Promise<Measured> {
  const { workspace, run, startMs } = await loadPeople(folder, `people-${profiles}`, profiles, durability, report)
  const bareFile = join(folder, `flush-${process.pid}.sqlite`)
  const bare = new Database(bareFile)
  bare.pragma('journal_mode = WAL')
  bare.pragma(`synchronous = ${durability === 'normal' ? 'NORMAL' : 'FULL'}`)
  bare.exec('CREATE TABLE event(id INTEGER PRIMARY KEY, body TEXT)')
  const insert = bare.prepare('INSERT INTO event(body) VALUES(?)')

  const workerData: ReadThreadData = { file: workspace.file, people: profiles, burst: 5 }
  const reading = new Worker(new URL('./harness/read-thread.ts', import.meta.url), { workerData })
  const readsSoFar = () =>
    new Promise<number>((resolve) => {
      reading.once('message', resolve)
      reading.postMessage('reads')
    })

  const draw = randomNumbers(run)
  const random = (count: number) => Array.from({ length: count }, () => Math.floor(draw() * profiles))
  const warmUp = { people: random(WARM_UP_EVENTS / EVENTS_A_VISIT), atOnce: VISITORS, eventsEach: EVENTS_A_VISIT }
  for (const { group } of oneByOne({ seed: run * 100 + 5, ...warmUp, startMs: startMs - 3_600_000, rate })) {
    workspace.clock.nowMs = group.atMs
    await workspace.ingest(group.requests)
  }
  const people = random(Math.ceil(events / EVENTS_A_VISIT) + VISITORS)
  const visits = oneByOne({ seed: run * 100 + 7, people, atOnce: VISITORS, eventsEach: EVENTS_A_VISIT, startMs, rate })
  const idOf = new Map<number, ProfileId>()
  const versions = new Map<ProfileId, number>()
  for (const person of people) {
    const [owners = []] = await workspace.reader.profilesByKey([identifierKey('userId', userId(person))])
    const [found] = await workspace.reader.profiles(owners.slice(0, 1))
    if (found?.status !== 'found') throw new Error('Somebody who signed up has no profile.')
    idOf.set(person, found.profile.id)
    versions.set(found.profile.id, found.profile.version)
  }
  const readsBefore = await readsSoFar()
  const began = performance.now()
  const live: number[] = []
  const flush: number[] = []
  for (let at = 0; at < events; at++) {
    const { person, group } = visits[at] as (typeof visits)[number]
    // Never due before the one before is done with, the bare commit included: that is ours, not the store's.
    const dueMs = Math.max(began + (at * 1000) / rate, performance.now())
    while (performance.now() < dueMs) await (dueMs - performance.now() > 1.5 ? sleep(1) : new Promise(setImmediate))
    const id = idOf.get(person) as ProfileId
    workspace.clock.nowMs = group.atMs
    await workspace.accept(group.requests)
    const [found] = await workspace.reader.profiles([id])
    const readAt = performance.now()
    const version = found?.status === 'found' ? found.profile.version : 0
    if (version <= (versions.get(id) ?? 0)) throw new Error('The profile that was read does not hold the event.')
    versions.set(id, version)
    // From when it was due, not from when the thread got round to it: a log that is being moved may keep it waiting.
    live.push(readAt - dueMs)
    await workspace.keepLogShort()
    const flushAt = performance.now()
    insert.run((group.rows[0] as { body: string }).body)
    flush.push(performance.now() - flushAt)
  }
  const seconds = (performance.now() - began) / 1000
  const readsPerSecond = ((await readsSoFar()) - readsBefore) / seconds
  await reading.terminate()
  bare.close()
  for (const end of ['', '-wal', '-shm']) rmSync(`${bareFile}${end}`, { force: true })
  await workspace.close()
  return { live, flush, readsPerSecond }
}

report.condition(`${profiles.toLocaleString('en')} profiles; ${rulesCondition}`)
report.condition(
  `${rate} single track calls a second through the web plugin, one at a time, lateness counts; ${events.toLocaleString('en')} of them after ${WARM_UP_EVENTS.toLocaleString('en')} that do not count; ${VISITORS} visitors at a time, ${EVENTS_A_VISIT} events each: one in ${EVENTS_A_VISIT} finds nothing of its visitor in memory`,
)
report.condition(
  'the profile is read by id on a connection of its own; another thread looks profiles up by user id all the time',
)
report.condition('peer: a bare commit of one row on the same disk, after each event; goals are for what is beyond it')
for (const durability of ['normal', 'full'] as const) {
  const { live, flush, readsPerSecond } = await measure(durability)
  for (const [name, share, atMost] of [
    ['p50', 0.5, 0.5],
    ['p99', 0.99, 2],
  ] as const) {
    const bare = quantile(flush, share)
    report.add({
      name: `${durability}: accepted to readable, ${name}`,
      value: quantile(live, share),
      unit: 'ms',
      peer: bare,
    })
    report.add({
      name: `${durability}: beyond the flush, ${name}`,
      value: quantile(live, share) - bare,
      unit: 'ms',
      goal: { of: 'value', atMost },
    })
  }
  report.add({ name: `${durability}: profiles looked up meanwhile`, value: readsPerSecond, unit: 'reads/s' })
  report.progress(`${durability} durability is measured`)
}
report.finish()
