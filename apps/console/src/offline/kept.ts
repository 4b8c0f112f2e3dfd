import { ProblemError } from '@rapport/client'

const STORE = 'rapport-kept'
const BASE = '/kept/'
/** What was read of customers does not lie on a phone for longer. */
const KEPT_MS = 3 * 24 * 3_600_000
/** With something kept, nobody waits longer for a network that answers nothing. */
const PATIENCE_MS = 6000
const AT = 'x-kept-at'
const FRESH_MS = 30_000
/** While the server cannot be reached it is asked so often. */
const AGAIN_MS = 20_000

/** Another each time that everything is forgotten. */
let era = 0

/** An answer of the server, or the same from when it could last be reached. */
export interface Kept<T> {
  readonly value: T
  /** When the server said it. */
  readonly at: string
  readonly isOffline: boolean
}

/**
 * Asks the server and keeps what it says; when it cannot be reached, what it said last.
 * @param name null: nothing is kept
 * @throws what asking throws: a refusal always, and an unreachable server where nothing is kept
 */
export async function askOrKept<T>(
  name: string | null,
  ask: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Promise<Kept<T>> {
  if (name === null) {
    const value = await ask(signal ?? new AbortController().signal)
    return { value, at: new Date().toISOString(), isOffline: false }
  }
  const began = era
  const before = await read<T>(name)
  const signals = [signal, before && AbortSignal.timeout(PATIENCE_MS)].filter((one) => one !== undefined)
  try {
    const value = await ask(AbortSignal.any(signals))
    // Who signed out meanwhile has nothing kept.
    const at = began === era ? await keep(name, value) : new Date().toISOString()
    return { value, at, isOffline: false }
  } catch (error) {
    if (before === undefined || signal?.aborted || !isUnreachable(error)) throw error
    return before
  }
}

/** How a query that may answer with what was kept behaves: it is asked without network too, and anew as soon as there is one. */
export const keptQuery = {
  networkMode: 'always',
  refetchOnReconnect: true,
  staleTime: (query: KeptState) => (query.state.data?.isOffline ? 0 : FRESH_MS),
  refetchInterval: (query: KeptState) => (query.state.data?.isOffline ? AGAIN_MS : (false as const)),
} as const
interface KeptState {
  readonly state: { readonly data: { readonly isOffline: boolean } | undefined }
}

/** Keeps an answer under a name. Answers with when. Where the browser keeps nothing, nothing happens. */
export async function keep(name: string, value: unknown): Promise<string> {
  const at = new Date().toISOString()
  if ('caches' in globalThis) {
    const headers = { 'content-type': 'application/json', [AT]: at }
    await (await caches.open(STORE)).put(address(name), new Response(JSON.stringify(value), { headers }))
  }
  return at
}

/** Forgets all that was kept: somebody signs out, or their key opens nothing any more. */
export async function forgetKept(): Promise<void> {
  era += 1
  if ('caches' in globalThis) await caches.delete(STORE)
}

/** Forgets what has lain too long. */
export async function forgetOld(nowMs: number): Promise<void> {
  if (!('caches' in globalThis)) return
  const cache = await caches.open(STORE)
  for (const request of await cache.keys()) {
    const found = await cache.match(request)
    if (found && isOld(found, nowMs)) await cache.delete(request)
  }
}

async function read<T>(name: string): Promise<Kept<T> | undefined> {
  if (!('caches' in globalThis)) return undefined
  const found = await caches.match(address(name), { cacheName: STORE })
  if (!found || isOld(found, Date.now())) return undefined
  return { value: (await found.json()) as T, at: found.headers.get(AT) ?? '', isOffline: true }
}

const isOld = (response: Response, nowMs: number): boolean =>
  nowMs - Date.parse(response.headers.get(AT) ?? '') > KEPT_MS

const address = (name: string): string => BASE + encodeURIComponent(name)

/** Nobody answered, or only something between us and the server. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof ProblemError
    ? error.status >= 502 && error.status <= 504
    : error instanceof TypeError || error instanceof DOMException
