import { ProblemError } from '@rapport/client'
import { useMemo, useSyncExternalStore } from 'react'
import type { Appointment } from '../api/agenda.ts'
import { isUnreachable } from './kept.ts'

/** Something written that the server is to keep. It lies here until the server has it, however long the tunnel. */
export interface Letter {
  /** The writer's own: the same sent twice is kept once. */
  readonly key: string
  /** Who wrote it; it is sent in nobody else's name. */
  readonly owner: string
  readonly kind: 'report' | 'answer'
  readonly profile: string
  /** What it is about, where a profile has several: a visit's row, an action's name. */
  readonly about: string
  /** Of a report: the visit that it is of, since the agenda has it no more. */
  readonly item?: Appointment
  readonly writtenAt: string
  readonly state: 'waiting' | 'refused' | 'sent'
  /** Where it goes, and what it says; gone once it is there. */
  readonly request: { readonly path: string; readonly body: object } | null
  readonly problem: { readonly code: string; readonly text: string } | null
}

type Send = (request: NonNullable<Letter['request']>) => Promise<void>

const STORE = 'rapport.outbox'
const AGAIN_MS = 30_000
/** What was reported stays in its day's list until the day is over. */
const DAY_MS = 86_400_000

let letters: readonly Letter[] = read()
let isSending = false
const watchers = new Set<() => void>()

/** Somebody's letters, oldest first; drawn anew when one is written, sent or refused. */
export function useOutbox(owner: string | undefined): readonly Letter[] {
  const all = useSyncExternalStore(watch, () => letters)
  return useMemo(() => all.filter((one) => one.owner === owner), [all, owner])
}

/** How many of somebody's the server does not have. */
export const unsentLetters = (owner: string): number =>
  letters.filter((one) => one.owner === owner && one.state !== 'sent').length

/** Puts a letter in; one of the same key is replaced, as when a refused one was mended. */
export function write(letter: Omit<Letter, 'state' | 'problem' | 'writtenAt'>): void {
  const written: Letter = { ...letter, state: 'waiting', problem: null, writtenAt: new Date().toISOString() }
  replace([...letters.filter(({ key }) => key !== letter.key), written])
}

/** Takes a letter out for good. */
export function discard(key: string): void {
  replace(letters.filter((one) => one.key !== key))
}

/**
 * Forgets what was sent; what was not is its writer's, and stays.
 * @param writtenBeforeMs only what is older; absent: all
 */
export function forgetSent(writtenBeforeMs: number = Number.POSITIVE_INFINITY): void {
  const left = letters.filter(({ state, writtenAt }) => state !== 'sent' || Date.parse(writtenAt) >= writtenBeforeMs)
  if (left.length < letters.length) replace(left)
}

/**
 * Sends what waits, in order, as its owner. What cannot get through waits on; what is refused says why.
 * @param onSent told of each letter that the server now has
 */
export async function sendWaiting(owner: string, send: Send, onSent: (letter: Letter) => void): Promise<void> {
  const run = async () => {
    letters = read()
    for (const letter of letters.filter((one) => one.state === 'waiting' && one.owner === owner)) {
      if (letter.request === null) continue
      try {
        await send(letter.request)
        change(letter.key, { state: 'sent', request: null })
        onSent(letter)
      } catch (error) {
        if (!isRefusal(error)) return
        const { code, problem } = error
        change(letter.key, { state: 'refused', problem: { code, text: `${problem.title} ${problem.detail}` } })
      }
    }
  }
  if (isSending) return
  isSending = true
  try {
    // Several tabs of one browser: one of them sends. Where there are no locks the keys keep what is sent twice one.
    if ('locks' in navigator) await navigator.locks.request(STORE, run)
    else await run()
  } finally {
    isSending = false
  }
}

/** While it is called for: sends at once, when the network is back, when one looks again, and every now and then. */
export function keepSending(sendAll: () => Promise<void>): () => void {
  const sendNow = () => {
    if (document.visibilityState === 'visible' && letters.some(({ state }) => state === 'waiting'))
      void sendAll().catch(() => {})
  }
  const timer = setInterval(sendNow, AGAIN_MS)
  const unwatch = watch(sendNow)
  window.addEventListener('online', sendNow)
  document.addEventListener('visibilitychange', sendNow)
  forgetSent(Date.now() - DAY_MS)
  sendNow()
  return () => {
    clearInterval(timer)
    unwatch()
    window.removeEventListener('online', sendNow)
    document.removeEventListener('visibilitychange', sendNow)
  }
}

/** A server that is down, asks for the key anew or has too much to do refuses nothing. */
const isRefusal = (error: unknown): error is ProblemError =>
  error instanceof ProblemError &&
  error.status < 500 &&
  ![401, 408, 429].includes(error.status) &&
  !isUnreachable(error)

function change(key: string, to: Partial<Letter>): void {
  replace(letters.map((one) => (one.key === key ? { ...one, ...to } : one)))
}

function replace(next: readonly Letter[]): void {
  letters = next
  if (next.length === 0) localStorage.removeItem(STORE)
  else localStorage.setItem(STORE, JSON.stringify(next))
  for (const watcher of watchers) watcher()
}

function read(): readonly Letter[] {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? '[]') as readonly Letter[]
  } catch {
    return []
  }
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  const onStorage = (event: StorageEvent) => {
    if (event.key !== STORE) return
    letters = read()
    watcher()
  }
  window.addEventListener('storage', onStorage)
  return () => {
    watchers.delete(watcher)
    window.removeEventListener('storage', onStorage)
  }
}
