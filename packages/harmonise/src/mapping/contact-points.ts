import { type ContactPoint, entities, type Json, type Targets } from '@rapport/core'
import { addressLine, cleanAddress } from '../address.ts'
import { type Cleaned, isRefused, PLACEHOLDER, textOf, UNREADABLE } from '../cleaned.ts'
import { cleanEmail } from '../email.ts'
import { cleanPhoneNumber, isDoubtfulPhone } from '../phone.ts'
import { isPlaceholderIdentifier } from '../placeholders.ts'
import { compileAddressParts, type MappedAddress } from './address-target.ts'
import { compileMember } from './attribute.ts'
import { compileElements, type Gather } from './elements.ts'
import { type Frame, invalid, within } from './expression.ts'
import { elementOf, membersOf, wordsOf } from './fields.ts'
import type { RowNotes } from './row-notes.ts'
import {
  checkMembers,
  compileValue,
  type Group,
  isGroup,
  isHandList,
  member,
  type Target,
  type TargetScope,
  usableOne,
  type Write,
} from './target.ts'

type PointKind = ContactPoint['kind']

/** Attributes of a party that are short for contact points. */
export const shorthands = ['email', 'phone', 'address'] as const

const pointMembers = membersOf(elementOf(entities.person.schema.shape.contactPoints))
const pointKinds = wordsOf(pointMembers.kind as never) as readonly PointKind[]
/** What a contact point may say of itself, in the schema's order. */
const qualities = ['purpose', 'verified', 'bounced', 'validFrom', 'validTo'] as const

/**
 * Compiles a party's contact points: those that `contactPoints` lists and those that `email`, `phone` and `address` are
 * short for. Each keeps `raw`; `normal` is made of it; the first of two equal ones stays.
 */
export function compileContactPoints(targets: Readonly<Partial<Record<string, Target>>>, scope: TargetScope): Write {
  const gathers: Gather[] = []
  const { contactPoints, email, phone, address } = targets
  if (contactPoints !== undefined) {
    gathers.push(compileElements(contactPoints, member(scope, 'contactPoints'), { group: compilePoint }))
  }
  if (email !== undefined) gathers.push(compileShort(email, member(scope, 'email'), 'email', severalEmails))
  if (phone !== undefined) gathers.push(compileShort(phone, member(scope, 'phone'), 'phone', severalPhones))
  if (address !== undefined) gathers.push(compilePost(address, member(scope, 'address')))
  return (item, frame, notes) => {
    const points: Json[] = []
    for (const gather of gathers) gather(item, frame, notes, points)
    if (points.length === 0) return undefined
    return points.length === 1 ? points : distinct(points as unknown as ContactPoint[])
  }
}

/** The comparable form of what a contact point holds. */
function normalOf(kind: PointKind, raw: string, country: string | undefined): Cleaned<string> {
  if (kind === 'email') return cleanEmail(raw)
  if (kind === 'phone') return cleanPhoneNumber(raw, country)
  if (kind === 'post') return cleanAddress({ street: raw }, country)?.normal
  return isPlaceholderIdentifier(raw) ? PLACEHOLDER : raw
}

function distinct(points: readonly ContactPoint[]): Json {
  const kept: ContactPoint[] = []
  for (const point of points) {
    if (!kept.some(({ kind, normal }) => kind === point.kind && normal === point.normal)) kept.push(point)
  }
  return kept as unknown as Json
}

function compileShort(
  target: Target,
  scope: TargetScope,
  kind: 'email' | 'phone',
  several: (text: string) => readonly string[],
): Gather {
  const { country } = scope.source.settings
  const { field } = scope
  return compileElements(target, scope, {
    value: (received, _frame, notes) => {
      const text = textOf(received)
      if (typeof text !== 'string') {
        if (isRefused(text)) notes.flag(field, text.refused, received)
        return undefined
      }
      const parts = several(text)
      if (parts.length === 1) return pointOf(kind, text, country, field, notes)
      return parts.map((part) => pointOf(kind, part, country, field, notes)).filter((point) => point !== undefined)
    },
  })
}

function pointOf(
  kind: PointKind,
  raw: string,
  country: string | undefined,
  field: string,
  notes: RowNotes,
): Json | undefined {
  const normal = normalOf(kind, raw, country)
  if (normal === undefined) return undefined
  if (isRefused(normal)) {
    notes.flag(field, normal.refused, raw)
    return undefined
  }
  if (kind === 'phone' && isDoubtfulPhone(raw, country)) notes.flag(field, 'doubtful', raw)
  return { kind, raw, normal }
}

const emailSeparators = /[;,|\s]+/
const phoneSeparators = /\s*(?:[;|]|\s\/\s|\s(?:or|ou|oder)\s)\s*/

/** `a@x.fr; b@x.fr` holds two. */
function severalEmails(text: string): readonly string[] {
  if (text.indexOf('@') === text.lastIndexOf('@')) return [text]
  return text.split(emailSeparators).filter((part) => part.includes('@'))
}

function severalPhones(text: string): readonly string[] {
  const parts = text.split(phoneSeparators).filter((part) => part !== '')
  return parts.length === 0 ? [text] : parts
}

function compilePost(target: Target, scope: TargetScope): Gather {
  if (isHandList(target)) {
    const gathers = target.map((one, index) =>
      compilePost(one, { ...scope, source: within(scope.source, String(index)) }),
    )
    return (item, frame, notes, into) => {
      for (const gather of gathers) gather(item, frame, notes, into)
    }
  }
  const address = compileAddressParts(target, scope)
  return (item, frame, notes, into) => {
    const found = address(item, frame, notes)
    const point = found === undefined ? undefined : postPoint(found)
    if (point !== undefined) into.push(point)
  }
}

/** A country alone is where somebody is, not where a letter arrives. */
function postPoint({
  cleaned,
  raw,
}: MappedAddress): { kind: 'post'; raw: string; normal: string; address: Json } | undefined {
  const { address, normal } = cleaned
  if (address.street === undefined && address.city === undefined && address.postalCode === undefined) return undefined
  return { kind: 'post', raw: raw === '' ? addressLine(address) : raw, normal, address: address as Json }
}

/** One contact point as `contactPoints` lists it: `kind`, `raw` (or `address`), and what it says of itself. */
function compilePoint(targets: Targets, scope: TargetScope): Write {
  checkMembers(targets, ['kind', 'raw', 'address', ...qualities], scope)
  const { kind: kindTarget, raw: rawTarget, address: addressTarget } = targets
  if (kindTarget === undefined) throw invalid(scope.source, `kind is missing: one of ${pointKinds.join(', ')}`)
  const kind = compileMember('kind', kindTarget, pointMembers.kind, scope)
  const raw = rawTarget === undefined ? undefined : compileValue(rawTarget, member(scope, 'raw'))
  const address = addressTarget === undefined ? undefined : compileAddressParts(addressTarget, member(scope, 'address'))
  if (raw === undefined && address === undefined)
    throw invalid(scope.source, 'raw is missing: where the address or number is')
  const rest = qualities.flatMap((name) => {
    const target = targets[name]
    return target === undefined ? [] : [{ name, write: compileMember(name, target, pointMembers[name], scope) }]
  })
  const { country } = scope.source.settings
  const base = (item: unknown, frame: Frame, notes: RowNotes): Json | undefined => {
    const found = kind(item, frame, notes) as PointKind | undefined
    if (found === undefined) return undefined
    if (found === 'post' && address !== undefined) {
      const mapped = address(item, frame, notes)
      return mapped === undefined ? undefined : postPoint(mapped)
    }
    const received = raw === undefined ? undefined : usableOne(raw(item, frame), scope.field, notes)
    if (received === undefined) return undefined
    const text = textOf(received)
    if (found === 'post' && typeof text === 'string') {
      const cleaned = cleanAddress({ street: text }, country)
      return cleaned === undefined ? undefined : postPoint({ cleaned, raw: text })
    }
    if (typeof text === 'string') return pointOf(found, text, country, scope.field, notes)
    notes.flag(scope.field, isRefused(text) ? text.refused : UNREADABLE.refused, received)
    return undefined
  }
  if (rest.length === 0) return base
  return (item, frame, notes) => {
    const point = base(item, frame, notes)
    if (point === undefined) return undefined
    for (const { name, write } of rest) {
      const value = write(item, frame, notes)
      if (value !== undefined) (point as Record<string, Json>)[name] = value
    }
    return point
  }
}

/** Whether a party's `set` names contact points, listed or in short. */
export function namesContactPoints(set: Readonly<Partial<Record<string, Target>>>): boolean {
  return set.contactPoints !== undefined || shorthands.some((name) => set[name] !== undefined)
}

/** The contact point that a consent is about: its `normal` is made from what is mapped to it. */
export function compileConsentPoint(target: Target, scope: TargetScope): Write {
  if (!isGroup(target)) throw invalid(scope.source, 'contactPoint is { kind, normal }')
  checkMembers(target, ['kind', 'normal'], scope)
  const { kind: kindTarget, normal: normalTarget } = target as Group
  if (kindTarget === undefined || normalTarget === undefined)
    throw invalid(scope.source, 'contactPoint is { kind, normal }')
  const kind = compileMember('kind', kindTarget, pointMembers.kind, scope)
  const value = compileValue(normalTarget, member(scope, 'normal'))
  const { country } = scope.source.settings
  return (item, frame, notes) => {
    const received = usableOne(value(item, frame), scope.field, notes)
    if (received === undefined) return undefined
    const found = kind(item, frame, notes) as PointKind | undefined
    const text = textOf(received)
    if (found === undefined || typeof text !== 'string') return undefined
    const normal = normalOf(found, text, country)
    if (typeof normal === 'string') return { kind: found, normal }
    if (normal !== undefined) notes.flag(scope.field, normal.refused, received)
    return undefined
  }
}
