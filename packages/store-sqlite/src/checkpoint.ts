import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { type Connection, emptyLog } from './connection.ts'

/** So few pages are moved by the writer's own thread: 8 MB, a few milliseconds beside the flush. */
const PAGES_MOVED_AT_ONCE = 2_000

/** What the thread is given. */
export interface MoveAside {
  readonly file: string
  /** It goes on until no more pages than this are left: commits add to the log while it moves it. */
  readonly pagesLeft: number
}

/** What the thread says when it is done: SQLite's code when it could not. */
export interface MovedAside {
  readonly code: string | null
}

/**
 * Moves the log into the main file. A long one is moved by a thread of its own, on a connection of its own, while commits go on:
 * most of a checkpoint is waiting for the disk. What was committed in the meantime is moved here afterwards, so that the
 * next commit begins the log anew. Called again while it runs, it answers when that is done.
 */
export class Checkpoints {
  readonly #connection: Connection
  #running: Promise<void> | undefined

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** @throws what SQLite throws, or an error with its code */
  run(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #run(): Promise<void> {
    const { db, log } = this.#connection
    const [{ log: logPages, checkpointed }] = db.pragma('wal_checkpoint(NOOP)') as [
      { log: number; checkpointed: number },
    ]
    if (!log.isToBeEmptied && logPages - checkpointed > PAGES_MOVED_AT_ONCE) await moveAside(db.name)
    if (!db.open) return
    // Somebody may have been erased since: what the log holds of them goes now.
    if (log.isToBeEmptied) emptyLog(this.#connection)
    else db.pragma('wal_checkpoint(PASSIVE)')
  }
}

function moveAside(file: string): Promise<void> {
  const script = new URL(`./checkpoint-thread${extname(fileURLToPath(import.meta.url))}`, import.meta.url)
  return new Promise((resolve, reject) => {
    const thread = new Worker(script, {
      workerData: { file, pagesLeft: PAGES_MOVED_AT_ONCE } satisfies MoveAside,
      name: 'rapport checkpoint',
    })
    let answer: MovedAside | undefined
    thread.once('message', (said: MovedAside) => {
      answer = said
    })
    thread.once('error', reject)
    thread.once('exit', () => {
      if (answer?.code === null) resolve()
      else reject(Object.assign(new Error('The log could not be moved.'), { code: answer?.code }))
    })
  })
}
