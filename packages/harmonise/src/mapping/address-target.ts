import type { Json } from '@rapport/core'
import { addressLine, type CleanedAddress, cleanAddress, type ReceivedAddress } from '../address.ts'
import type { Evaluate, Frame } from './expression.ts'
import type { RowNotes } from './row-notes.ts'
import {
  checkMembers,
  compileValue,
  type Group,
  isGroup,
  member,
  type Target,
  type TargetScope,
  usableOne,
  type Write,
} from './target.ts'

const parts = ['street', 'postalCode', 'city', 'region', 'country'] as const

/** An address and how it was received, in one line. */
export interface MappedAddress {
  readonly cleaned: CleanedAddress
  readonly raw: string
}

/** Makes an address of one item; refused parts are flagged. */
export type AddressWrite = (item: unknown, frame: Frame, notes: RowNotes) => MappedAddress | undefined

/** Compiles an address: `{ street, postalCode, city, region, country }`, or a value that holds all of it in one line. */
export function compileAddressParts(target: Target, scope: TargetScope): AddressWrite {
  const values: Partial<Record<(typeof parts)[number], Evaluate>> = {}
  if (isGroup(target)) {
    checkMembers(target, parts, scope)
    for (const part of parts) {
      const value = (target as Group)[part]
      if (value !== undefined) values[part] = compileValue(value, member(scope, part))
    }
  } else {
    values.street = compileValue(target, scope)
  }
  const { street, postalCode, city, region, country } = values
  const { field } = scope
  const { country: ours } = scope.source.settings
  return (item, frame, notes) => {
    const received: ReceivedAddress = {
      street: street && usableOne(street(item, frame), field, notes),
      postalCode: postalCode && usableOne(postalCode(item, frame), field, notes),
      city: city && usableOne(city(item, frame), field, notes),
      region: region && usableOne(region(item, frame), field, notes),
      country: country && usableOne(country(item, frame), field, notes),
    }
    const cleaned = cleanAddress(received, ours)
    if (cleaned === undefined) return undefined
    if (cleaned.refused !== undefined) {
      for (const part of parts) {
        const refused = cleaned.refused[part]
        if (refused !== undefined) notes.flag(`${field}.${part}`, refused.refused, received[part])
      }
    }
    const { address } = cleaned
    const isEmpty = address.street === undefined && address.city === undefined && address.postalCode === undefined
    if (isEmpty && address.region === undefined && address.country === undefined) return undefined
    return { cleaned, raw: rawLine(received) || addressLine(address) }
  }
}

/** Compiles an attribute that is an address. */
export function compileAddress(target: Target, scope: TargetScope): Write {
  const write = compileAddressParts(target, scope)
  return (item, frame, notes) => write(item, frame, notes)?.cleaned.address as Json | undefined
}

function rawLine(received: ReceivedAddress): string {
  let line = ''
  for (const part of parts) {
    const value = received[part]
    if (typeof value === 'string' || typeof value === 'number') line = line === '' ? String(value) : `${line}, ${value}`
  }
  return line
}
