import type { Address } from '@rapport/core'
import { type Cleaned, isRefused, PLACEHOLDER, type Refused, textOf } from './cleaned.ts'
import { cleanCountry } from './country.ts'
import { foldCode, foldText } from './fold.ts'
import { isPlaceholderText } from './placeholders.ts'
import { cleanPostalCode } from './postal-code.ts'

/** An address as received, in parts; `street` may hold the whole of it. */
export interface ReceivedAddress {
  readonly street?: unknown
  readonly postalCode?: unknown
  readonly city?: unknown
  readonly region?: unknown
  readonly country?: unknown
}

/** A cleaned address, and which of its parts were refused and why. */
export interface CleanedAddress {
  readonly address: Address
  /** The form two writings of one address share; see {@link comparableAddress}. */
  readonly normal: string
  readonly refused: Readonly<Partial<Record<keyof Address, Refused>>> | undefined
}

const whitespace = /\s+/g
const edges = /^[\s,;]+|[\s,;]+$/g

/**
 * An address with its parts tidied: country to alpha-2 (else `country`, the mapping's), postal code as that country
 * writes it. Words are left as they are written; only {@link comparableAddress} folds `Boulevard` and `bd`.
 * When there is nothing but a street, it is read as a whole line. `undefined` when nothing usable is left.
 */
export function cleanAddress(received: ReceivedAddress, country?: string): CleanedAddress | undefined {
  let refused: Partial<Record<keyof Address, Refused>> | undefined
  const keep = (part: keyof Address, cleaned: Cleaned<string>): string | undefined => {
    if (!isRefused(cleaned)) return cleaned
    refused ??= {}
    refused[part] = cleaned
    return undefined
  }
  const street = keep('street', words(received.street))
  const city = keep('city', words(received.city))
  const region = keep('region', words(received.region))
  const ownCountry = keep('country', cleanCountry(received.country))
  const isWhole = street !== undefined && city === undefined && isBlank(received.postalCode)
  if (isWhole) {
    const read = splitAddress(street, ownCountry ?? country)
    const address = addressOf(
      read.street,
      read.postalCode,
      read.city,
      read.region ?? region,
      ownCountry ?? read.country ?? country,
    )
    return { address, normal: comparableAddress(address), refused }
  }
  const postalCode = keep('postalCode', cleanPostalCode(received.postalCode, ownCountry ?? country))
  if (street === undefined && city === undefined && postalCode === undefined && region === undefined) {
    if (ownCountry === undefined) return refused === undefined ? undefined : { address: {}, normal: '', refused }
  }
  const address = addressOf(street, postalCode, city, region, ownCountry ?? country)
  return { address, normal: comparableAddress(address), refused }
}

/**
 * An address as matching compares it: country, postal code (else city), street; folded, street types and directions in
 * one spelling each: `fr|75116|12 av foch`.
 */
export function comparableAddress({ street, postalCode, city, country }: Address): string {
  const place = postalCode === undefined ? foldText(city ?? '') : foldCode(postalCode)
  return `${country?.toLowerCase() ?? ''}|${place}|${street === undefined ? '' : comparableStreet(street)}`
}

/** A street folded, its words in one spelling each: `12, Avenue Foch` and `12 av. Foch` are equal. */
function comparableStreet(street: string): string {
  const folded = foldText(street.replace(numberSign, ' '))
  let result = ''
  for (const word of folded.split(' ')) {
    const known = streetWords.get(word) ?? germanStreet(word)
    if (known !== '') result = result === '' ? known : `${result} ${known}`
  }
  return result
}

/** An address in one line, as it would stand on an envelope. */
export function addressLine({ street, postalCode, city, region, country }: Address): string {
  return [street, [postalCode, city].filter((part) => part !== undefined).join(' '), region, country]
    .filter((part) => part !== undefined && part !== '')
    .join(', ')
}

/**
 * Reads an address written in one line: country at the end, postal code and city in the orders of Europe, the United
 * States, Canada and Britain. What it can't tell stays in `street`.
 */
function splitAddress(line: string, country?: string): Address {
  const parts = line
    .split(/[,\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  let found = country
  const last = parts.at(-1)
  if (parts.length > 1 && last !== undefined && !/\d/.test(last) && last.length > 2) {
    const named = cleanCountry(last)
    if (typeof named === 'string') {
      found = named
      parts.pop()
    }
  }
  for (let at = parts.length - 1; at >= 1; at -= 1) {
    const place = placeOf(parts[at] ?? '', found)
    if (place === undefined) continue
    const before = place.city === undefined ? parts.slice(0, at - 1) : parts.slice(0, at)
    const city = place.city ?? parts[at - 1]
    if (before.length === 0) break
    return addressOf(before.join(', '), place.postalCode, city, place.region ?? parts[at + 1], place.country ?? found)
  }
  return addressOf(parts.join(', ') || undefined, undefined, undefined, undefined, found)
}

interface Place {
  readonly postalCode: string
  readonly city: string | undefined
  readonly region: string | undefined
  readonly country: string | undefined
}

const american = /^(?:(.*\D)\s+)?([A-Z]{2})\s+(\d{5}(?:-\d{4})?)$/
const canadian = /^(?:(.*\D)\s+)?([A-Z]{2})\s+([A-Z]\d[A-Z] ?\d[A-Z]\d)$/
const british = /^(?:(.*?)\s+)?([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/
const european = /^(?:[A-Z]{1,2}-)?(\d{4,5}|\d{4} ?[A-Z]{2}|\d{3} \d{2}|\d{2}-\d{3})\s+(\p{L}.*)$/u

function placeOf(part: string, country: string | undefined): Place | undefined {
  const us = american.exec(part)
  if (us?.[3] !== undefined) return { city: us[1], region: us[2], postalCode: us[3], country: country ?? 'US' }
  const ca = canadian.exec(part)
  if (ca?.[3] !== undefined) return { city: ca[1], region: ca[2], postalCode: ca[3], country: country ?? 'CA' }
  const gb = british.exec(part)
  if (gb?.[2] !== undefined) return { city: gb[1], region: undefined, postalCode: gb[2], country: country ?? 'GB' }
  const eu = european.exec(part)
  return eu?.[1] === undefined ? undefined : { city: eu[2], region: undefined, postalCode: eu[1], country }
}

function addressOf(
  street: string | undefined,
  postalCode: string | undefined,
  city: string | undefined,
  region: string | undefined,
  country: string | undefined,
): Address {
  const address: { -readonly [K in keyof Address]: Address[K] } = {}
  if (street !== undefined) address.street = street
  if (postalCode !== undefined) {
    const code = cleanPostalCode(postalCode, country)
    if (typeof code === 'string') address.postalCode = code
  }
  if (city !== undefined) address.city = city
  if (region !== undefined) address.region = region
  if (country !== undefined) address.country = country
  return address
}

function words(received: unknown): Cleaned<string> {
  const text = textOf(received)
  if (typeof text !== 'string') return text
  if (isPlaceholderText(text)) return PLACEHOLDER
  const tidied = text.replace(edges, '').replace(whitespace, ' ')
  return tidied === '' ? undefined : tidied
}

function isBlank(received: unknown): boolean {
  return received === undefined || received === null || (typeof received === 'string' && received.trim() === '')
}

const numberSign = /\b(?:n[°º]|no\.|nr\.)\s*(?=\d)|#(?=\s*\d)/gi
const germanEnd = /^(.{3,}?)(?:strasse|str)$/

/** `Hauptstrasse` and `Hauptstr.`: the street type is the word's end. */
function germanStreet(word: string): string {
  if (!word.endsWith('str') && !word.endsWith('strasse')) return word
  const match = germanEnd.exec(word)
  return match === null ? word : `${match[1]}str`
}

/** Spellings of street types and directions → the one compared; '' drops the word. */
const streetWords: ReadonlyMap<string, string> = new Map(
  (
    'street=st str=str strasse=str road=rd avenue=av ave=av aven=av boulevard=bd blvd=bd boul=bd bld=bd drive=dr lane=ln court=ct place=pl pza=pl plaza=pl square=sq terrace=ter ' +
    'parkway=pkwy highway=hwy crescent=cres close=cl gardens=gdns circle=cir trail=trl way=wy junction=jct apartment=apt suite=ste building=bldg batiment=bat floor=fl ' +
    'north=n south=s east=e west=w northeast=ne northwest=nw southeast=se southwest=sw ' +
    'rue=r chemin=ch impasse=imp allee=all faubourg=fbg fg=fbg quai=q route=rte saint=st sainte=ste ' +
    'calle=c avenida=av avda=av carrer=c paseo=ps via=v viale=v corso=cso piazza=pza platz=pl gasse=g weg=wg de= du= des= la= le= les= the= l= d='
  )
    .split(' ')
    .map((pair) => {
      const [from = '', to = ''] = pair.split('=')
      return [from, to] as const
    }),
)
