import type { CanonicalRow, JsonObject } from '@rapport/core'
import { foldCode, foldText, zoneClock } from '@rapport/harmonise'
import { says } from '../status.ts'

/** What somebody may be due for on a day: a planned visit, the arrival of a guest, something to do. */
export const agendaKinds = ['visit', 'stay', 'task'] as const
export type AgendaKind = (typeof agendaKinds)[number]

/** Parts of an agenda value, which say in this order what is read together: `visit|2026-11-24|camille roux|14:30`. */
export interface Due {
  readonly kind: AgendaKind
  /** The local day. */
  readonly on: string
  /** Whose day it is in: a visit's author or a task's assignee, folded; a stay's location. Empty: nobody's. */
  readonly group: string
  /** Local time of that day; empty for a stay, which has none. */
  readonly time: string
}

const MARK = '|'
/** As a prefix of values: every one that begins so is less. */
const LAST = '\u{10ffff}'
const MAX_GROUP_SIGNS = 200
/** Beside what is cancelled or has ended: who is gone again, or never came. Statuses are the sources' codes. */
const gone = new Set(['noshow', 'checkedout', 'departed', 'parti'])

/**
 * Under what a row is due, or which planned row it reports on; null: neither. Of the row alone, so that any order of arrival gives the same.
 * @param zone - IANA zone of the mapping: where the row does not say in which its day is counted
 */
export function agendaOf({ entity, attributes, occurredAt }: CanonicalRow, zone: string): string | null {
  switch (entity) {
    case 'interaction':
      return reportOf(attributes) ?? visitOf(attributes, occurredAt, zone)
    case 'stay':
      return stayOf(attributes)
    case 'task':
      return taskOf(attributes, zone)
    default:
      return null
  }
}

/** Under what a report says that a planned row is one no longer, as long as that is planned for the same time. */
function reportedMark(stream: string, key: string, plannedForMs: number): string {
  return ['reported', stream, key, plannedForMs].join(MARK)
}

/** The values of a kind, of one day, or of one group on it: from the first of them up to before the second. */
export function agendaRange(
  kind: AgendaKind,
  on?: string,
  group?: string,
): { readonly from: string; readonly to: string } {
  const parts = [kind, ...(on === undefined ? [] : [on]), ...(on === undefined || group === undefined ? [] : [group])]
  const from = parts.join(MARK) + MARK
  return { from, to: from + LAST }
}

/** A stored value's parts. */
export function parseDue(agenda: string): Due {
  const [kind, on = '', group = '', time = ''] = agenda.split(MARK)
  return { kind: kind as AgendaKind, on, group, time }
}

/** How a group is named in values, however somebody writes it: people in any case and accents, locations as `stream/key`. */
export function groupOf(kind: AgendaKind, text: string): string {
  const group = kind === 'stay' ? text.replaceAll(MARK, '/') : foldText(text)
  return group.slice(0, MAX_GROUP_SIGNS)
}

function dueAs({ kind, on, group, time }: Due): string {
  return [kind, on, group, time].join(MARK)
}

function reportOf({ reports, plannedFor }: JsonObject): string | null {
  const { stream, key } = (reports ?? {}) as { readonly stream?: unknown; readonly key?: unknown }
  if (typeof stream !== 'string' || typeof key !== 'string' || typeof plannedFor !== 'string') return null
  return reportedMark(stream, key, Date.parse(plannedFor))
}

function visitOf(attributes: JsonObject, occurredAt: number | undefined, zone: string): string | null {
  const { kind, planned, status, author } = attributes
  if (kind !== 'visit' || planned !== true || occurredAt === undefined || hasEnded(status)) return null
  const local = localTime(occurredAt, typeof attributes.zone === 'string' ? attributes.zone : zone)
  return local && dueAs({ kind: 'visit', group: groupOf('visit', wordOf(author)), ...local })
}

function stayOf({ arrivalOn, status, location }: JsonObject): string | null {
  if (typeof arrivalOn !== 'string' || hasEnded(status)) return null
  if (typeof status === 'string' && gone.has(foldCode(status))) return null
  return dueAs({ kind: 'stay', on: arrivalOn.slice(0, 10), group: groupOf('stay', placeOf(location)), time: '' })
}

function taskOf({ dueAt, doneAt, status, assignee }: JsonObject, zone: string): string | null {
  if (typeof dueAt !== 'string' || typeof doneAt === 'string' || hasEnded(status)) return null
  const local = localTime(Date.parse(dueAt), zone)
  return local && dueAs({ kind: 'task', group: groupOf('task', wordOf(assignee)), ...local })
}

const hasEnded = (status: unknown): boolean =>
  typeof status === 'string' && (says(status, 'ended') || says(status, 'cancelled'))

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** As `stream/key`, or `namespace:value`. */
function placeOf(location: unknown): string {
  const { stream, key, namespace, value } = (location ?? {}) as Record<string, unknown>
  if (typeof stream === 'string' && typeof key === 'string') return `${stream}/${key}`
  return typeof namespace === 'string' && typeof value === 'string' ? `${namespace}:${value}` : ''
}

/** Day and time on the clocks of a zone; null for a year that has not four digits, and for a zone that nobody knows. */
function localTime(instantMs: number, zone: string): { readonly on: string; readonly time: string } | null {
  try {
    const local = new Date(instantMs + zoneClock(zone).offsetAt(instantMs)).toISOString()
    return local.indexOf('T') === 10 ? { on: local.slice(0, 10), time: local.slice(11, 16) } : null
  } catch {
    return null
  }
}
