import type { AnchorId } from '@rapport/core'

/** One thing a device told: somebody logged in, or whoever it was left. */
export type DeviceSignal =
  | { readonly at: number; readonly kind: 'login'; readonly user: AnchorId }
  | { readonly at: number; readonly kind: 'reset' }

/** A stretch of time in which one party used a device. The first begins at -Infinity: what came before the first login is that user's. */
export interface Epoch {
  readonly from: number
  readonly user: AnchorId | null
}

/**
 * Cuts a device's time into epochs by its logins and resets, in order of occurrence, whatever order they arrived in.
 * A login of the same user goes on; of another opens an epoch; a reset opens one that belongs to nobody yet.
 */
export function cutEpochs(signals: readonly DeviceSignal[]): readonly Epoch[] {
  const ordered = [...signals].sort(
    (a, b) =>
      a.at - b.at ||
      (a.kind === b.kind
        ? a.kind === 'login' && b.kind === 'login'
          ? a.user - b.user
          : 0
        : a.kind === 'reset'
          ? -1
          : 1),
  )
  const epochs: { from: number; user: AnchorId | null }[] = [{ from: Number.NEGATIVE_INFINITY, user: null }]
  for (const signal of ordered) {
    const current = epochs[epochs.length - 1] as { from: number; user: AnchorId | null }
    if (signal.kind === 'reset') {
      if (current.user !== null) epochs.push({ from: signal.at, user: null })
    } else if (current.user === null) {
      current.user = signal.user
    } else if (current.user !== signal.user) {
      epochs.push({ from: signal.at, user: signal.user })
    }
  }
  return epochs
}

/** The epoch that holds a time. */
export function epochAt(epochs: readonly Epoch[], at: number): Epoch {
  let found = epochs[0] as Epoch
  for (const epoch of epochs) if (epoch.from <= at) found = epoch
  return found
}

/** The key of an epoch's anchor: the device for the first, `device#from` for later ones. */
export function epochKey(device: string, epoch: Epoch): string {
  return epoch.from === Number.NEGATIVE_INFINITY ? device : `${device}#${epoch.from}`
}

/** Stretches whose anchor changes when epochs are cut anew: what lies in `[since, until)` moves from one key to another. */
export function epochMoves(
  device: string,
  before: readonly Epoch[],
  after: readonly Epoch[],
): readonly { readonly from: string; readonly to: string; readonly since: number; readonly until: number }[] {
  const edges = [...new Set([...before, ...after].map((epoch) => epoch.from))].sort((a, b) => a - b)
  return edges.flatMap((since, index) => {
    const from = epochKey(device, epochAt(before, since))
    const to = epochKey(device, epochAt(after, since))
    return from === to ? [] : [{ from, to, since, until: edges[index + 1] ?? Number.POSITIVE_INFINITY }]
  })
}

const HOUR_MS = 3_600_000

/**
 * Adds signals, keeping of each user (and of resets) the first in every UTC hour: a set function, so any order of arrival
 * keeps the same, and a device that tells who uses it with every event stays short. Switches back and forth within
 * one hour are therefore cut at the first of each. `undefined`: nothing changed.
 */
export function addSignals(
  known: readonly DeviceSignal[],
  fresh: readonly DeviceSignal[],
): readonly DeviceSignal[] | undefined {
  // Nearly every message of a session repeats what its first one told: a device of years must not pay for its history then.
  if (fresh.every((signal) => isTold(known, signal))) return undefined
  let isChanged = false
  const first = new Map<string, DeviceSignal>(known.map((signal) => [hourOf(signal), signal]))
  for (const signal of fresh) {
    const hour = hourOf(signal)
    const there = first.get(hour)
    if (there && there.at <= signal.at) continue
    first.set(hour, signal)
    isChanged = true
  }
  return isChanged ? [...first.values()].sort((a, b) => a.at - b.at) : undefined
}

/** Whether a signal of the same hour, at the same time or before, says the same. Looks back from the newest. */
function isTold(known: readonly DeviceSignal[], signal: DeviceSignal): boolean {
  const hourMs = Math.floor(signal.at / HOUR_MS) * HOUR_MS
  for (let at = known.length - 1; at >= 0; at--) {
    const there = known[at] as DeviceSignal
    if (there.at < hourMs) return false
    if (there.at > signal.at || there.kind !== signal.kind) continue
    if (there.kind === 'reset' || there.user === (signal as { readonly user: AnchorId }).user) return true
  }
  return false
}

function hourOf(signal: DeviceSignal): string {
  return `${signal.kind === 'login' ? signal.user : 'reset'}/${Math.floor(signal.at / HOUR_MS)}`
}
