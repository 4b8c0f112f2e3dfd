import { randomBytes } from 'node:crypto'
import { type Answer, type Brief, rulesOnly } from '@rapport/assistant'
import { requireProfileId } from '@rapport/core'
import type { Commands, Entry } from '@rapport/engine'
import type { Workspace } from '@rapport/runtime'
import type { Principal } from '../auth/principal.ts'
import { type AuditRecord, auditEntryType, type Told, toldByAnswer, toldByBrief, type Written } from './record.ts'

/** Who is told something, and when. */
export interface Hearer {
  readonly workspace: Workspace
  readonly principal: Principal
  readonly nowMs: number
  readonly call?: { readonly id: string } | undefined
}

/** So long the same to the same key counts as one: a page that is loaded again. */
const REPEAT_MS = 10 * 60_000
/** What may be repeated at a time, in a workspace. */
const MAX_RECENT = 1000

const byRules: Written = { writer: rulesOnly, prompts: [] }

/**
 * Keeps that a reader gets a brief. A record of it is on disk once this resolves: answer then. What is being written by a model is kept before
 * anything leaves, and again at its end.
 * @param id - of the record that this is more of, as an earlier call answered it
 * @returns the record's id
 * @throws RapportError `STORE_FULL`, `STORE_FAILED`: what cannot be kept is not told
 */
export function keepBrief(hearer: Hearer, brief: Brief, written: Written = byRules, id?: string): Promise<string> {
  return trailOf(hearer.workspace).keep(hearer, toldByBrief(brief, written), id)
}

/** Keeps that a reader gets an answer to a question; else as {@link keepBrief}. */
export function keepAnswer(
  hearer: Hearer,
  answer: Answer,
  question: string,
  written: Written = byRules,
  id?: string,
): Promise<string> {
  return trailOf(hearer.workspace).keep(hearer, toldByAnswer(answer, question, written), id)
}

/** Before the trail is read: how often was told what was told again. */
export const flushTrail = (workspace: Workspace): Promise<void> => trailOf(workspace).flush()

/** One a workspace, so that a repetition is seen whichever way it comes, and all share their commits. */
const trails = new WeakMap<Workspace, AuditTrail>()

function trailOf(workspace: Workspace): AuditTrail {
  const known = trails.get(workspace)
  if (known) return known
  const trail = new AuditTrail(workspace.commands)
  trails.set(workspace, trail)
  return trail
}

/** What a workspace's readers were told, as entries of its store. */
export class AuditTrail {
  readonly #commands: Pick<Commands, 'putEntries'>
  /** The newest records by rules, by what makes another one a repetition; the oldest first. */
  readonly #recent = new Map<string, Recent>()
  /** The next commit's, by id. */
  #waiting = new Map<string, AuditRecord>()
  /** Those on disk of which only the count is newer. */
  #again = new Map<string, AuditRecord>()
  #next: Promise<void> | undefined
  #running: Promise<unknown> = Promise.resolve()

  constructor(commands: Pick<Commands, 'putEntries'>) {
    this.#commands = commands
  }

  /** Resolves when it is on disk, or when a record of the very same is: that it was told again is written with the next one. */
  async keep({ principal, nowMs, call }: Omit<Hearer, 'workspace'>, told: Told, id?: string): Promise<string> {
    const now = new Date(nowMs).toISOString()
    const by = { key: principal.id, title: principal.title }
    const named = { at: now, lastAt: now, count: 1, by, call: call?.id ?? null, ...told }
    // What left for a model left each time anew.
    if (id !== undefined || told.writer === null || told.prompts.length > 0)
      return this.#put({ id: id ?? recordId(nowMs), ...named })
    const { kind, content, profile, question } = told
    const key = JSON.stringify([kind, content, profile, by.key, named.call, question])
    const known = this.#recent.get(key)
    if (!known || nowMs - Date.parse(known.record.at) >= REPEAT_MS) {
      const record = { id: recordId(nowMs), ...named }
      return this.#remember(key, { record, kept: this.#put(record) })
    }
    const record = { ...known.record, lastAt: now, count: known.record.count + 1 }
    this.#again.set(record.id, record)
    return this.#remember(key, { record, kept: known.kept })
  }

  /** Writes how often was told what was told again. */
  async flush(): Promise<void> {
    if (this.#again.size > 0) await this.#commit()
    else await this.#running
  }

  #remember(key: string, recent: Recent): Promise<string> {
    this.#recent.delete(key)
    this.#recent.set(key, recent)
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= MAX_RECENT) break
      this.#recent.delete(oldest)
    }
    // One that could not be kept is tried anew.
    recent.kept.catch(() => {
      if (this.#recent.get(key)?.kept === recent.kept) this.#recent.delete(key)
    })
    return recent.kept
  }

  #put(record: AuditRecord): Promise<string> {
    this.#waiting.set(record.id, record)
    return this.#commit().then(() => record.id)
  }

  /** One at a time: what comes while one runs is the next, together. */
  #commit(): Promise<void> {
    if (!this.#next) {
      this.#next = this.#running.then(() => {
        const records = new Map([...this.#again, ...this.#waiting])
        this.#waiting = new Map()
        this.#again = new Map()
        this.#next = undefined
        return this.#commands.putEntries([...records.values()].map(entryOf))
      })
      this.#running = this.#next.catch(() => undefined)
    }
    return this.#next
  }
}

/** What was told lately, and when it is on disk. */
interface Recent {
  readonly record: AuditRecord
  readonly kept: Promise<string>
}

const entryOf = (record: AuditRecord): Entry => ({
  type: auditEntryType,
  name: record.id,
  profile: requireProfileId(record.profile),
  at: Date.parse(record.at),
  body: JSON.stringify(record),
})

/** Grows with time, so that what is written together lies together. */
const recordId = (nowMs: number): string =>
  `aud_${nowMs.toString(36).padStart(9, '0')}${randomBytes(6).toString('hex')}`
