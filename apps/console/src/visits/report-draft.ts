import { localDay } from '../ui/days.ts'

/** A report as it is being written. */
export interface ReportDraft {
  /** How it ended, in a few words. */
  readonly outcome: string
  readonly text: string
  readonly steps: readonly {
    /** Its own, so that a row keeps its fields when another goes. */
    readonly key: string
    readonly subject: string
    /** `2026-11-24`, or nothing. */
    readonly dueOn: string
  }[]
}

/** A report as the server takes it. */
export interface ReportBody {
  readonly key: string
  /** Its row: `crm/visits/00U5…`. */
  readonly visit: string
  readonly plannedFor?: string
  readonly status: 'done'
  readonly outcome?: string
  readonly text?: string
  readonly tasks?: readonly { readonly kind: 'promise'; readonly subject: string; readonly dueAt?: string }[]
}

/** Next steps are due at the end of the day, where the writer is. */
const DUE_AT = 'T18:00'

export function bodyOf({ outcome, text, steps }: ReportDraft): Pick<ReportBody, 'outcome' | 'text' | 'tasks'> {
  const tasks = steps.flatMap(({ subject, dueOn }) => {
    if (subject.trim() === '') return []
    const due = dueOn === '' ? {} : { dueAt: new Date(dueOn + DUE_AT).toISOString() }
    return [{ kind: 'promise' as const, subject: subject.trim(), ...due }]
  })
  return {
    ...(outcome.trim() !== '' && { outcome: outcome.trim() }),
    ...(text.trim() !== '' && { text: text.trim() }),
    ...(tasks.length > 0 && { tasks }),
  }
}

/** What was written, to be changed: of one that was refused. */
export function draftFrom({ outcome = '', text = '', tasks = [] }: Partial<ReportBody>): ReportDraft {
  const steps = tasks.map(({ subject, dueAt }, index) => ({
    key: String(index),
    subject,
    dueOn: dueAt === undefined ? '' : localDay(dueAt),
  }))
  return { outcome, text, steps }
}

const empty: ReportDraft = { outcome: '', text: '', steps: [] }
const name = (visit: string): string => `rapport.report ${visit}`

// A page that is loaded anew in a tunnel loses nothing; signing out clears it.

export function draftOf(visit: string): ReportDraft {
  try {
    return { ...empty, ...(JSON.parse(sessionStorage.getItem(name(visit)) ?? '{}') as Partial<ReportDraft>) }
  } catch {
    return empty
  }
}

export const keepDraft = (visit: string, draft: ReportDraft): void =>
  sessionStorage.setItem(name(visit), JSON.stringify(draft))

export const forgetDraft = (visit: string): void => sessionStorage.removeItem(name(visit))
