// Loads people into a new store in a process of its own, so that its memory is its own: `load-process.ts FILE PEOPLE PARTS`. Each part when told to.
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { addPeople } from './load.ts'
import { Report } from './report.ts'
import { START_MS } from './traffic.ts'
import { openBenchWorkspace } from './workspace.ts'

/** What the process says after each part. */
export interface PartLoaded {
  readonly seconds: number
  readonly cpuSeconds: number
  /** Resident memory now, MiB. */
  readonly memory: number
}

const [file = '', people = '', parts = ''] = process.argv.slice(2)
const [count, partCount] = [Number(people), Number(parts)]
const workspace = await openBenchWorkspace(file, 'normal', START_MS)
const report = new Report('load', undefined)
process.send?.('ready')
for (let part = 0; part < partCount; part++) {
  await once(process, 'message')
  const began = performance.now()
  const cpu = process.cpuUsage()
  await addPeople(
    workspace,
    Math.round((count * part) / partCount),
    Math.round((count * (part + 1)) / partCount),
    report,
  )
  await workspace.store.write.checkpoint()
  const { user, system } = process.cpuUsage(cpu)
  process.send?.({
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: (user + system) / 1e6,
    memory: process.memoryUsage.rss() / 2 ** 20,
  } satisfies PartLoaded)
}
await workspace.close()
for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
process.disconnect()
