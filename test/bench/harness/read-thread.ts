// Looks profiles up at random by an identifier, on a connection of its own, for as long as it lives: what goes on while `live` measures.
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { identifierKey } from '@rapport/engine'
import { openSqliteReader } from '@rapport/store-sqlite'
import { randomNumbers } from '../../support/random.ts'
import { userId } from './traffic.ts'

export interface ReadThreadData {
  readonly file: string
  readonly people: number
  /** Profiles read in a row, then a millisecond's rest. */
  readonly burst: number
}

const { file, people, burst } = workerData as ReadThreadData
const reader = await openSqliteReader({ file })
const draw = randomNumbers(4711)
let reads = 0
parentPort?.on('message', () => parentPort?.postMessage(reads))
for (;;) {
  for (let at = 0; at < burst; at++) {
    const [owners = []] = await reader.profilesByKey([identifierKey('userId', userId(Math.floor(draw() * people)))])
    reads += (await reader.profiles(owners.slice(0, 1))).length
  }
  await sleep(1)
}
