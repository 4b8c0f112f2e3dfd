import type { Entity, FieldKind, Json } from '@rapport/core'
import type { z } from 'zod'
import { type Cleaned, PLACEHOLDER, textOf, UNREADABLE } from '../cleaned.ts'
import { cleanCountry } from '../country.ts'
import { cleanBirthDate, cleanDate, cleanInstant, cleanPartialDate, type DateSettings } from '../dates.ts'
import { cleanEmail } from '../email.ts'
import { foldCode } from '../fold.ts'
import { cleanIban } from '../iban.ts'
import { cleanLanguage } from '../language.ts'
import { cleanHonorific, cleanSuffix } from '../name-titles.ts'
import { cleanFullName, cleanNamePart, cleanOrganizationName } from '../names.ts'
import { cleanBoolean, cleanInteger, cleanNumber } from '../numbers.ts'
import { cleanPhoneNumber } from '../phone.ts'
import { isJunkText } from '../placeholders.ts'
import type { CleaningSettings } from '../settings.ts'
import { cleanUrl } from '../url.ts'
import { cleanVat } from '../vat.ts'
import type { Frame } from './expression.ts'

/** Cleans one value of a field. */
export type FieldCleaner = (value: unknown, frame: Frame) => Cleaned<Json>

/** A schema without what makes it optional. */
function unwrapped(schema: z.ZodType): z.ZodType {
  let inner = schema
  for (;;) {
    const { def } = inner as unknown as { def: { type: string; innerType?: z.ZodType } }
    if (def.innerType === undefined) return inner
    inner = def.innerType
  }
}

/** What a schema is of: `object`, `array`, `enum`, `string`, … */
export function typeOf(schema: z.ZodType): string {
  return (unwrapped(schema) as unknown as { def: { type: string } }).def.type
}

/** A list's element, an object's members, an enum's words. */
export function elementOf(schema: z.ZodType): z.ZodType {
  return (unwrapped(schema) as unknown as z.ZodArray<z.ZodType>).element
}
export function membersOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> {
  return (unwrapped(schema) as unknown as z.ZodObject).shape as Readonly<Record<string, z.ZodType>>
}
export function wordsOf(schema: z.ZodType): readonly string[] | undefined {
  if (typeOf(schema) !== 'enum') return undefined
  return (unwrapped(schema) as unknown as { options: readonly string[] }).options
}

/** Whether a row without this member is still one. */
export function isOptional(schema: z.ZodType): boolean {
  return schema.safeParse(undefined).success
}

/** A field's own kind (a list's is its element's business); of a schema without one, by its type. */
export function kindOf(schema: z.ZodType): FieldKind {
  const own = metaKind(schema) ?? metaKind(unwrapped(schema))
  if (own !== undefined) return own
  const type = typeOf(schema)
  if (type === 'string') {
    const { format } = unwrapped(schema) as unknown as { format?: string | null }
    return format === 'datetime'
      ? 'instant'
      : format === 'date' || format === 'email' || format === 'url'
        ? format
        : 'text'
  }
  if (type === 'number' || type === 'boolean') return type
  return type === 'enum' ? 'code' : 'json'
}

function metaKind(schema: z.ZodType): FieldKind | undefined {
  return (schema.meta() as { kind?: FieldKind } | undefined)?.kind
}

/**
 * The cleaner of a single-valued field, by its kind, bound to the mapping's settings.
 * @param name - the attribute's: names of persons and birth dates are cleaned as such
 */
export function fieldCleaner(
  schema: z.ZodType,
  name: string,
  entity: Entity,
  settings: CleaningSettings,
): FieldCleaner {
  const { country, decimal } = settings
  const dates: DateSettings = { zone: settings.zone, dateOrder: settings.dateOrder }
  switch (kindOf(schema)) {
    case 'name':
      return nameCleaner(name, entity)
    case 'code':
      return codeCleaner(wordsOf(schema), name)
    case 'email':
      return cleanEmail
    case 'phone':
      return (value) => cleanPhoneNumber(value, country)
    case 'country':
      return cleanCountry
    case 'language':
      return cleanLanguage
    case 'date':
      return (value) => cleanDate(value, dates)
    case 'partialDate':
      return name === 'birthDate'
        ? (value, frame) => cleanBirthDate(value, frame.nowMs, dates)
        : (value) => cleanPartialDate(value, dates)
    case 'instant':
      return (value) => cleanInstant(value, dates)
    case 'number':
      return (value) => cleanNumber(value, decimal)
    case 'integer':
      return (value) => cleanInteger(value, decimal)
    case 'boolean':
      return cleanBoolean
    case 'url':
      return cleanUrl
    case 'vat':
      return (value) => cleanVat(value, country)
    case 'iban':
      return cleanIban
    case 'json':
      return (value) => value as Json
    default:
      return name === 'honorific' ? titled(cleanHonorific) : name === 'suffix' ? titled(cleanSuffix) : cleanText
  }
}

const control = /(?![\t\n\r])\p{Cc}/gu
const hasControl = /(?![\t\n\r])\p{Cc}/u

/** A text or code: trimmed, without control characters; `null` and `undefined` written out are placeholders. */
function cleanText(received: unknown): Cleaned<string> {
  const text = textOf(received)
  if (typeof text !== 'string') return text
  if (isJunkText(text)) return PLACEHOLDER
  if (!hasControl.test(text)) return text
  const tidied = text.replace(control, '').trim()
  return tidied === '' ? undefined : tidied
}

function titled(clean: (text: string) => string): FieldCleaner {
  return (value) => {
    const text = cleanText(value)
    return typeof text === 'string' ? clean(text) : text
  }
}

function nameCleaner(name: string, entity: Entity): FieldCleaner {
  if (entity.name === 'organization' || !/given|middle|family|full|first|last/i.test(name)) return cleanOrganizationName
  if (/full/i.test(name)) return cleanFullName
  const part = /family|last/i.test(name) ? 'family' : 'given'
  return (value) => cleanNamePart(value, part)
}

/** One of a field's words, whatever their case and marks (`Credit Note` is `creditNote`); any text where it has none. */
function codeCleaner(words: readonly string[] | undefined, name: string): FieldCleaner {
  if (words === undefined) return name === 'gender' ? cleanGender : cleanText
  const known = new Map(words.flatMap((word) => [[word, word] as const, [foldCode(word), word] as const]))
  return (value) => {
    const text = cleanText(value)
    return typeof text === 'string' ? (known.get(text) ?? known.get(foldCode(text)) ?? UNREADABLE) : text
  }
}

const genders: ReadonlyMap<string, string> = new Map(
  'male=m man=m m=m homme=m masculin=m männlich=m mann=m hombre=m masculino=m uomo=m maschio=m female=f woman=f f=f femme=f féminin=f feminin=f weiblich=f frau=f w=f mujer=f femenino=f donna=f femmina=f'
    .split(' ')
    .map((pair) => [pair.slice(0, -2), pair.endsWith('m') ? 'male' : 'female']),
)

/** `male` and `female` in the words of five languages; another word stays as it is. */
function cleanGender(received: unknown): Cleaned<string> {
  const text = cleanText(received)
  return typeof text === 'string' ? (genders.get(text.toLowerCase()) ?? text) : text
}
