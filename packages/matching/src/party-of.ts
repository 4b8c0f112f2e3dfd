import type { Address, JsonObject, RecordView } from '@rapport/core'
import { canonicalEmail, comparableAddress, foldCode, foldText, splitName } from '@rapport/harmonise'
import type { ComparedAddress, Party } from './party.ts'

/** Identifiers that are ways of reaching somebody, or of naming them in one system only, say nothing by differing. */
const reach: ReadonlySet<string> = new Set(['email', 'phone', 'mobile'])

/** A record as the platform keeps it, in the form in which it is compared. */
export function partyOf({ stream, attributes, identifiers }: RecordView): Party {
  const text = (name: string): string | undefined => folded(attributes[name])
  const whole =
    attributes.givenName === undefined && attributes.familyName === undefined ? attributes.fullName : undefined
  const split = typeof whole === 'string' ? splitName(whole) : undefined
  const points = (Array.isArray(attributes.contactPoints) ? attributes.contactPoints : []) as readonly JsonObject[]
  const of = (kind: string) => points.filter((point) => point.kind === kind)
  return {
    source: stream,
    givenName: text('givenName') ?? folded(split?.givenName),
    middleName: text('middleName') ?? folded(split?.middleName),
    familyName: text('familyName') ?? folded(split?.familyName),
    suffix: text('suffix') ?? folded(split?.suffix),
    name: typeof attributes.name === 'string' ? attributes.name : (attributes.legalName as string | undefined),
    birthDate: typeof attributes.birthDate === 'string' ? attributes.birthDate : undefined,
    emails: of('email').map(({ normal }) => canonicalEmail(String(normal))),
    phones: of('phone').map(({ normal }) => String(normal)),
    addresses: of('post').map(({ address }) => comparedAddress((address ?? {}) as Address)),
    identifiers: identifiers
      .filter(({ namespace }) => !reach.has(namespace))
      .map(({ namespace, value }) => ({ namespace, value: foldCode(value) })),
  }
}

/** An address in the parts that are compared. */
export function comparedAddress(address: Address): ComparedAddress {
  const [, , street = ''] = comparableAddress(address).split('|')
  return {
    street: street === '' ? undefined : street,
    postalCode: address.postalCode === undefined ? undefined : foldCode(address.postalCode),
    city: folded(address.city),
    region: folded(address.region),
    country: address.country?.toLowerCase(),
  }
}

function folded(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = foldText(value.slice(0, 300))
  return text === '' ? undefined : text
}
