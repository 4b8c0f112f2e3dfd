import { type AnchorId, type ProfileId, RapportError } from '@rapport/core'
import type { Anchor, AnchorKey, StreamId, Writes } from '@rapport/engine'
import { addTo, compound, copied, removeFrom, type State } from './state.ts'

export function streams(state: State, names: readonly string[]): readonly StreamId[] {
  return names.map((name) => {
    const known = state.streams.get(name)
    if (known !== undefined) return known.id
    const id = (state.streams.size + 1) as StreamId
    state.streams.set(name, { id, name, cursor: null })
    return id
  })
}

export function allocateAnchors(state: State, count: number): AnchorId {
  const first = state.lastAnchor + 1
  state.lastAnchor += count
  return first as AnchorId
}

export function anchorsByKey(state: State, keys: readonly AnchorKey[]): readonly (Anchor | undefined)[] {
  return keys.map(({ stream, key }) => {
    const id = state.anchorByKey.get(compound(stream, key))
    return id === undefined ? undefined : anchorOf(state, id)
  })
}

export function anchorOf(state: State, id: AnchorId): Anchor | undefined {
  const anchor = state.anchors.get(id)
  return anchor === undefined ? undefined : copied(anchor)
}

export function anchorsOf(state: State, profile: ProfileId): readonly Anchor[] {
  return [...(state.anchorsOfProfile.get(profile) ?? [])]
    .sort((a, b) => a - b)
    .flatMap((id) => anchorOf(state, id) ?? [])
}

/** @throws RapportError `STORE_FAILED` when an anchor is already there */
export function checkAnchors(state: State, anchors: readonly Anchor[]): void {
  const ids = new Set<AnchorId>()
  const keys = new Set<string>()
  for (const { id, stream, key } of anchors) {
    const name = compound(stream, key)
    if (state.anchors.has(id) || ids.has(id) || state.anchorByKey.has(name) || keys.has(name))
      throw new RapportError('STORE_FAILED', {}, { cause: new Error(`anchor ${id} or its key exists`) })
    ids.add(id)
    keys.add(name)
  }
}

export function writeAnchors(state: State, writes: Writes): void {
  for (const anchor of writes.anchors ?? []) {
    state.anchors.set(anchor.id, copied(anchor))
    state.anchorByKey.set(compound(anchor.stream, anchor.key), anchor.id)
    addTo(state.anchorsOfProfile, anchor.profile, anchor.id)
    // Born whenever it was: before its first record nothing is known of it, so no time is needed.
    state.ties.set(anchor.id, [
      { profile: anchor.profile, from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY },
    ])
    revive(state, anchor.profile)
  }
  for (const { anchor: id, isGhost } of writes.ghosts ?? []) {
    const anchor = state.anchors.get(id)
    if (anchor !== undefined) state.anchors.set(id, { ...anchor, isGhost })
  }
  for (const { anchor: id, profile, at } of writes.ties ?? []) tie(state, id, profile, at)
}

function tie(state: State, id: AnchorId, profile: ProfileId, at: number): void {
  const anchor = state.anchors.get(id)
  if (anchor === undefined || anchor.profile === profile) return
  removeFrom(state.anchorsOfProfile, anchor.profile, id)
  addTo(state.anchorsOfProfile, profile, id)
  state.anchors.set(id, { ...anchor, profile })
  const history = state.ties.get(id) ?? []
  const present = history.at(-1)
  if (present !== undefined && at <= present.from) {
    present.profile = profile
  } else {
    if (present !== undefined) present.until = at
    history.push({ profile, from: at, until: Number.POSITIVE_INFINITY })
    state.ties.set(id, history)
  }
  revive(state, profile)
}

/** A profile that has anchors is alive, whatever it was absorbed into before. */
export function revive(state: State, profile: ProfileId): void {
  state.absorbed.delete(profile)
}

export function anchorsAt(state: State, profile: ProfileId, at: number): readonly AnchorId[] {
  const found: AnchorId[] = []
  for (const [anchor, history] of state.ties)
    if (history.some((tie) => tie.profile === profile && tie.from <= at && at < tie.until)) found.push(anchor)
  return found.sort((a, b) => a - b)
}

export function formerProfiles(state: State, anchors: readonly AnchorId[]): readonly ProfileId[] {
  const found = new Set<ProfileId>()
  for (const id of anchors) {
    const anchor = state.anchors.get(id)
    if (anchor) found.add(anchor.profile)
    for (const { profile } of state.ties.get(id) ?? []) found.add(profile)
  }
  return [...found].sort((a, b) => a - b)
}
