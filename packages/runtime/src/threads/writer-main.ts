import { parentPort, workerData } from 'node:worker_threads'
import { createLogger } from '../telemetry/log.ts'
import { dataOf } from './failure-data.ts'
import { openWriter } from './open-writer.ts'
import { serveRole } from './rpc.ts'
import type { RoleSetup } from './setup.ts'
import type { FromWriter } from './writer-thread.ts'

/** The file that the writer's thread runs; see `WriterThread` for the other end. */
const port = parentPort
if (!port) throw new Error('This file runs as a worker thread.')
const setup = workerData as RoleSetup
const tell = (message: FromWriter) => port.postMessage(message)
try {
  const role = await openWriter(setup, { log: createLogger({ level: setup.logLevel }), now: Date.now })
  const stop = serveRole(role, port)
  port.on('message', (message: unknown) => {
    if (message !== 'close') return
    void role
      .close()
      .then(
        () => tell({ closed: null }),
        (error: unknown) => tell({ closed: dataOf(error) }),
      )
      .finally(() => {
        stop()
        port.close()
      })
  })
  tell({ opened: null })
} catch (error) {
  tell({ opened: dataOf(error) })
  port.close()
}
