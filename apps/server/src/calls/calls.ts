import type { Workspace } from '@rapport/runtime'
import { callEntry, findCall, requireCall, type StoredCall } from './call.ts'
import { CallFeed } from './feed.ts'

/** The calls of a workspace, one change of each at a time; whoever follows hears of it once it is on disk. */
export class Calls {
  readonly feed: CallFeed = new CallFeed()
  readonly #workspace: Workspace
  /** The last change under way of each call. */
  readonly #changing = new Map<string, Promise<unknown>>()

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  /** Makes a call unless it is there. @param make the call, and what is answered with it */
  open<T>(
    id: string,
    known: (call: StoredCall) => Promise<T>,
    make: () => Promise<{ readonly call: StoredCall; readonly answer: Promise<T> }>,
  ): Promise<T> {
    return this.#alone(id, async () => {
      const there = await findCall(this.#workspace, id)
      if (there) return known(there)
      const { call, answer } = await make()
      // What is answered is read while the call is written: telephony waits for both.
      const [answered] = await Promise.all([answer, this.#save('ring', call)])
      return answered
    })
  }

  /**
   * Changes a call; answers it as it is then. Two who change it at once do so one after the other.
   * @throws RapportError `CALL_NOT_FOUND`
   */
  change(id: string, change: (call: StoredCall) => Promise<StoredCall> | StoredCall): Promise<StoredCall> {
    return this.#alone(id, async () => {
      const call = await requireCall(this.#workspace, id)
      const next = await change(call)
      if (next !== call) await this.#save('change', next)
      return next
    })
  }

  async #save(kind: 'ring' | 'change', call: StoredCall): Promise<void> {
    await this.#workspace.commands.putEntries([callEntry(call)])
    this.feed.tell(kind, call)
  }

  async #alone<T>(id: string, act: () => Promise<T>): Promise<T> {
    const before = this.#changing.get(id)
    const mine = (before ?? Promise.resolve()).then(act)
    const settled = mine.catch(() => {})
    this.#changing.set(id, settled)
    try {
      return await mine
    } finally {
      if (this.#changing.get(id) === settled) this.#changing.delete(id)
    }
  }
}
