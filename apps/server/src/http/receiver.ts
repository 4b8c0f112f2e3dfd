import type { Commands, ReceivedRequest, ReceiveOutcome } from '@rapport/engine'

interface Waiting {
  readonly resolve: (outcome: ReceiveOutcome) => void
  readonly reject: (error: unknown) => void
}

/**
 * Hands tracking requests to the writer in groups: all that arrived in one turn of the event loop cross the thread in one
 * message and are flushed in one commit. No timer: a lone request leaves at once.
 */
export class Receiver {
  readonly #commands: Pick<Commands, 'receive'>
  #requests: ReceivedRequest[] = []
  #waiting: Waiting[] = []

  constructor(commands: Pick<Commands, 'receive'>) {
    this.#commands = commands
  }

  /** Resolves once the request is on disk, or with why it was refused. */
  submit(request: ReceivedRequest): Promise<ReceiveOutcome> {
    if (this.#requests.length === 0) setImmediate(this.#flush)
    this.#requests.push(request)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
    })
  }

  readonly #flush = (): void => {
    const requests = this.#requests
    const waiting = this.#waiting
    this.#requests = []
    this.#waiting = []
    this.#commands.receive(requests).then(
      (outcomes) => {
        for (let index = 0; index < waiting.length; index++)
          (waiting[index] as Waiting).resolve(outcomes[index] as ReceiveOutcome)
      },
      (error: unknown) => {
        for (const one of waiting) one.reject(error)
      },
    )
  }
}
