// One side of `ingest` in a thread of its own: an engine over its store, or bare inserts. Takes a group when it is told to; see side.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { loadPeople } from './load.ts'
import { openBareInserts } from './peer.ts'
import { Report } from './report.ts'
import type { Ready, SideData, Taken, Turn } from './side.ts'
import { type Group, history, START_MS, traffic } from './traffic.ts'
import type { BenchWorkspace } from './workspace.ts'

const data = workerData as SideData
const durability = 'normal'

async function take(workspace: BenchWorkspace, { atMs, requests, orders }: Group): Promise<void> {
  workspace.clock.nowMs = atMs
  await workspace.ingest(requests)
  if (orders !== undefined) await workspace.emitOrders(orders)
}

async function open(): Promise<{
  ready: Ready
  work(group: Group): Promise<void> | void
  close(): Promise<void> | void
}> {
  if ('file' in data) {
    const bare = openBareInserts(data.file, durability)
    return { ready: { run: 0, startMs: 0 }, work: ({ rows }) => bare.insert(rows), close: () => bare.close() }
  }
  const { folder, name, people, histories } = data
  const report = new Report('ingest', undefined)
  const { workspace, run, startMs, seconds } = await loadPeople(
    folder,
    name,
    people,
    durability,
    report,
    async (made) => {
      for (const { from, people: many, events } of histories)
        for (const past of history(from, many, events, START_MS)) await take(made, past)
    },
  )
  return {
    ready: { run, startMs, ...(seconds === undefined ? {} : { seconds }) },
    work: (group) => take(workspace, group),
    close: () => workspace.close(),
  }
}

const { ready, work, close } = await open()
const traffics = new Map<string, Iterator<Group, never>>()
parentPort?.on('message', async (turn: Turn | 'close') => {
  if (turn === 'close') {
    await close()
    parentPort?.close()
    return
  }
  const groups = traffics.get(turn.name) ?? traffic(turn.traffic)
  traffics.set(turn.name, groups)
  const { value: group } = groups.next()
  const cpu = process.threadCpuUsage()
  const began = performance.now()
  await work(group)
  const milliseconds = performance.now() - began
  const { user, system } = process.threadCpuUsage(cpu)
  parentPort?.postMessage({ events: group.events, milliseconds, cpuMicroseconds: user + system } satisfies Taken)
})
parentPort?.postMessage(ready)
