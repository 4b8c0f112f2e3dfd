import { RapportError } from '@rapport/core'
import type { Commands, EmitOutcome, ReceiveOutcome } from '@rapport/engine'
import type { Link } from './link.ts'

/** Every command, so that both ends agree and a stranger's method name reaches nothing else of the engine. */
const names: Record<keyof Commands, true> = {
  receive: true,
  emit: true,
  settle: true,
  tick: true,
  saveDocuments: true,
  removeDocument: true,
  preview: true,
  decide: true,
  withdrawDecision: true,
  erase: true,
  claimErasures: true,
  settleErasures: true,
  replayRejected: true,
  dropRejected: true,
  putEntries: true,
  removeEntries: true,
  claimDeliveries: true,
  settleDeliveries: true,
  requeue: true,
  backup: true,
}

export const isCommand = (method: string): method is keyof Commands => Object.hasOwn(names, method)

/** A workspace's commands over a link: plain calls, but for the two that answer refusals as data. */
export function commandsOver(link: Link, workspace: string): Commands {
  const call =
    <Name extends keyof Commands>(name: Name) =>
    (...args: Parameters<Commands[Name]>): ReturnType<Commands[Name]> =>
      link.call(workspace, name, args) as ReturnType<Commands[Name]>
  return {
    async receive(requests) {
      const bytes = requests.reduce((sum, { body }) => sum + body.length, 0)
      try {
        return (await link.call(workspace, 'receive', [requests], { bytes })) as readonly ReceiveOutcome[]
      } catch (error) {
        const failure = refusal(error)
        return requests.map(() => failure)
      }
    },
    async emit(batch) {
      try {
        return (await link.call(workspace, 'emit', [batch], { bytes: batch.body.length })) as EmitOutcome
      } catch (error) {
        return refusal(error)
      }
    },
    settle: call('settle'),
    tick: call('tick'),
    saveDocuments: call('saveDocuments'),
    removeDocument: call('removeDocument'),
    preview: call('preview'),
    decide: call('decide'),
    withdrawDecision: call('withdrawDecision'),
    erase: call('erase'),
    claimErasures: call('claimErasures'),
    settleErasures: call('settleErasures'),
    replayRejected: call('replayRejected'),
    dropRejected: call('dropRejected'),
    putEntries: call('putEntries'),
    removeEntries: call('removeEntries'),
    claimDeliveries: call('claimDeliveries'),
    settleDeliveries: call('settleDeliveries'),
    requeue: call('requeue'),
    backup: call('backup'),
  }
}

/** A call that did not get through is refused like one that the engine refused; senders then retry. */
function refusal(error: unknown): { readonly ok: false } & Pick<RapportError, 'code' | 'details'> {
  const { code, details } = RapportError.from(error, 'STORE_FAILED')
  return { ok: false, code, details }
}
