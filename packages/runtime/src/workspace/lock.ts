import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { RapportError } from '@rapport/core'

/** Who holds a data directory. */
export interface LockHolder {
  readonly pid: number
  readonly host: string
  /** When the process began, in the system's ticks; tells a process from a later one with the same number. Null where unknown. */
  readonly startTicks: string | null
  /** Where its API answers, once it does. */
  readonly url: string | null
}

export interface DirectoryLock {
  /** Says where the API answers, so that commands beside this server can talk to it. */
  announce(url: string): void
  release(): void
}

const BEAT_MS = 5_000
/** A holder on another machine cannot be looked at; it is gone when its file was not touched for so long. */
const FOREIGN_STALE_MS = 30_000

const held = new Set<string>()
const fileIn = (directory: string) => join(directory, 'rapport.lock')

/**
 * Takes a data directory for this process, so that two servers never write the same files. What a killed process left
 * is recognised and taken over.
 * @throws RapportError `DATA_DIRECTORY_LOCKED`, `DATA_DIRECTORY_UNUSABLE`
 */
export function lockDirectory(directory: string): DirectoryLock {
  const file = fileIn(directory)
  const me: LockHolder = { pid: process.pid, host: hostname(), startTicks: startTicksOf(process.pid), url: null }
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    for (let attempt = 0; !tryWrite(file, me); attempt++) {
      const holder = readHolder(file)
      if (attempt > 3 || (holder && isAlive(holder, directory)))
        throw new RapportError('DATA_DIRECTORY_LOCKED', { directory, pid: holder?.pid ?? 0 })
      rmSync(file, { force: true })
    }
  } catch (cause) {
    if (RapportError.is(cause)) throw cause
    const problem = (cause as NodeJS.ErrnoException).code ?? 'it cannot be written'
    throw new RapportError('DATA_DIRECTORY_UNUSABLE', { directory, problem }, { cause })
  }
  held.add(directory)
  const beat = setInterval(() => touch(file), BEAT_MS).unref()
  return {
    announce: (url) => {
      writeFileSync(`${file}.${me.pid}`, JSON.stringify({ ...me, url } satisfies LockHolder), { mode: 0o600 })
      renameSync(`${file}.${me.pid}`, file)
    },
    release: () => {
      clearInterval(beat)
      if (held.delete(directory)) rmSync(file, { force: true })
    },
  }
}

/** The live server on a data directory, if there is one. */
export function findHolder(directory: string): LockHolder | undefined {
  const holder = readHolder(fileIn(directory))
  return holder && isAlive(holder, directory) ? holder : undefined
}

/** Writes the whole file under a name of its own, then links it: nobody ever reads half of it, and one of two wins. */
function tryWrite(file: string, me: LockHolder): boolean {
  const own = `${file}.${me.pid}`
  writeFileSync(own, JSON.stringify(me), { mode: 0o600 })
  try {
    linkSync(own, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(own, { force: true })
  }
}

function readHolder(file: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockHolder
  } catch {
    return undefined
  }
}

function isAlive(holder: LockHolder, directory: string): boolean {
  if (holder.host !== hostname()) return Date.now() - modifiedAt(fileIn(directory)) < FOREIGN_STALE_MS
  if (holder.pid === process.pid && holder.startTicks === startTicksOf(process.pid)) return held.has(directory)
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it lives, under another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return holder.startTicks === startTicksOf(holder.pid)
}

/** Field 22 of /proc/PID/stat, counted after the command's closing bracket (it may hold spaces). */
function startTicksOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function touch(file: string): void {
  const now = new Date()
  try {
    utimesSync(file, now, now)
  } catch {
    // Somebody removed it by hand; the next server will find out by itself.
  }
}

function modifiedAt(file: string): number {
  try {
    return statSync(file).mtimeMs
  } catch {
    return 0
  }
}
