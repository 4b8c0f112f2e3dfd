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
 * Keeps that a reader gets a brief. It is on disk once this resolves: answer then. What is being written by a model is kept before
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
  readonly #recent = new Map<string, AuditRecord>()
  /** The next commit's, by name. */
  #waiting = new Map<string, Entry>()
  #next: Promise<void> | undefined
  #running: Promise<unknown> = Promise.resolve()

  constructor(commands: Pick<Commands, 'putEntries'>) {
    this.#commands = commands
  }

  async keep({ principal, nowMs, call }: Omit<Hearer, 'workspace'>, told: Told, id?: string): Promise<string> {
    const now = new Date(nowMs).toISOString()
    const by = { key: principal.id, title: principal.title }
    const named = { at: now, lastAt: now, count: 1, by, call: call?.id ?? null, ...told }
    // What left for a model left each time anew.
    const isRepeatable = id === undefined && told.writer !== null && told.prompts.length === 0
    const record = isRepeatable ? this.#counted(named, nowMs) : { id: id ?? recordId(nowMs), ...named }
    await this.#put({
      type: auditEntryType,
      name: record.id,
      profile: requireProfileId(record.profile),
      at: Date.parse(record.at),
      body: JSON.stringify(record),
    })
    return record.id
  }

  #counted(told: Omit<AuditRecord, 'id'>, nowMs: number): AuditRecord {
    const { kind, content, profile, by, call, question } = told
    const key = JSON.stringify([kind, content, profile, by.key, call, question])
    const known = this.#recent.get(key)
    const record =
      known && nowMs - Date.parse(known.at) < REPEAT_MS
        ? { ...known, lastAt: told.at, count: known.count + 1 }
        : { id: recordId(nowMs), ...told }
    this.#recent.delete(key)
    this.#recent.set(key, record)
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= MAX_RECENT) break
      this.#recent.delete(oldest)
    }
    return record
  }

  /** One commit at a time: what comes while one runs is the next, together. */
  #put(entry: Entry): Promise<void> {
    this.#waiting.set(entry.name, entry)
    if (!this.#next) {
      this.#next = this.#running.then(() => {
        const entries = [...this.#waiting.values()]
        this.#waiting = new Map()
        this.#next = undefined
        return this.#commands.putEntries(entries)
      })
      this.#running = this.#next.catch(() => undefined)
    }
    return this.#next
  }
}

/** Grows with time, so that what is written together lies together. */
const recordId = (nowMs: number): string =>
  `aud_${nowMs.toString(36).padStart(9, '0')}${randomBytes(6).toString('hex')}`
