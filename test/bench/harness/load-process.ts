// Loads people into a new store in a process of its own, so that its memory is its own: `load-process.ts FILE PEOPLE`. Prints one line of JSON.
import { rmSync } from 'node:fs'
import { addPeople } from './load.ts'
import { Report } from './report.ts'
import { START_MS } from './traffic.ts'
import { openBenchWorkspace } from './workspace.ts'

/** What the process prints. Times are from the first sign-up on: what starting costs is left out. */
export interface LoadMeasured {
  readonly seconds: number
  /** Resident memory at every tenth of the way, MiB. */
  readonly memory: readonly number[]
}

const [file = '', people = ''] = process.argv.slice(2)
const count = Number(people)
const workspace = await openBenchWorkspace(file, 'normal', START_MS)
const memory: number[] = []
const began = performance.now()
await addPeople(workspace, 0, count, new Report('load', undefined), (done) => {
  if (done / count >= (memory.length + 1) / 10) memory.push(process.memoryUsage.rss() / 2 ** 20)
})
await workspace.store.write.checkpoint()
process.stdout.write(
  `${JSON.stringify({ seconds: (performance.now() - began) / 1000, memory } satisfies LoadMeasured)}\n`,
)
await workspace.close()
for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
