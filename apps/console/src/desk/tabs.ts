import { useSyncExternalStore } from 'react'

/** Calls that this page has open, in the order of their tabs; kept over a reload, forgotten with the session. */
export interface DeskTab {
  readonly id: string
  /** It was answered here: somebody else who takes it over does not close it. */
  readonly isMine: boolean
}

const KEPT = 'rapport.desk.tabs'
/** More calls than these nobody has at once. */
const MAX_TABS = 9

const listeners = new Set<() => void>()
let tabs = read()

function read(): readonly DeskTab[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]')
    return Array.isArray(kept) ? (kept as readonly DeskTab[]).filter(({ id }) => typeof id === 'string') : []
  } catch {
    return []
  }
}

function write(next: readonly DeskTab[]): void {
  tabs = next
  if (next.length === 0) sessionStorage.removeItem(KEPT)
  else sessionStorage.setItem(KEPT, JSON.stringify(next))
  for (const listener of listeners) listener()
}

/** Opens a tab, or says of an open one that the call was answered here. */
export function openTab(id: string, isMine: boolean): void {
  const there = tabs.find((one) => one.id === id)
  if (there && (there.isMine || !isMine)) return
  if (there) write(tabs.map((one) => (one.id === id ? { id, isMine } : one)))
  else write([...tabs, { id, isMine }].slice(-MAX_TABS))
}

/** Closes a tab; answers the one beside it, which is shown then. */
export function closeTab(id: string): string | undefined {
  const at = tabs.findIndex((one) => one.id === id)
  if (at < 0) return undefined
  write(tabs.filter((one) => one.id !== id))
  return (tabs[at] ?? tabs[at - 1])?.id
}

export function useTabs(): readonly DeskTab[] {
  return useSyncExternalStore(subscribe, () => tabs)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  // Signing out empties what is kept.
  if (sessionStorage.getItem(KEPT) === null && tabs.length > 0) tabs = []
  return () => void listeners.delete(listener)
}
