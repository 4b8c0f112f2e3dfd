import type { Json } from '@rapport/core'
import { z } from 'zod'
import { type Cleaned, isRefused, textOf, UNREADABLE } from './cleaned.ts'
import { cleanCountry } from './country.ts'
import { cleanDate, cleanInstant, cleanPartialDate, wallClockOfSerial } from './dates.ts'
import { cleanEmail } from './email.ts'
import { foldText } from './fold.ts'
import { textOfHtml } from './html.ts'
import { cleanIban } from './iban.ts'
import { cleanLanguage } from './language.ts'
import { cleanCurrency, cleanMoney } from './money.ts'
import { repairCase } from './name-case.ts'
import { cleanFullName } from './names.ts'
import { cleanBoolean, cleanInteger, cleanNumber } from './numbers.ts'
import { cleanPhoneNumber } from './phone.ts'
import type { CleaningSettings } from './settings.ts'
import { cleanVat } from './vat.ts'

/** A transform with its argument and the mapping's settings bound: one value in, one out. Never throws. */
export type BoundTransform = (value: unknown) => unknown

/** What a mapping can name in `use`. */
export interface Transform {
  readonly name: string
  /** One sentence for the docs' table. */
  readonly docs: string
  /** What `with` must be; `undefined`: it takes no argument. A schema that takes `undefined` makes it optional. */
  readonly argument: z.ZodType | undefined
  /** How the argument looks in a mapping, for the docs' table. */
  readonly example: string
  /** Whether a list is handed over whole; other transforms are applied to each of its elements. */
  readonly takesList: boolean
  /** Whether it wants to see absent values. */
  readonly takesAbsent: boolean
  readonly bind: (argument: unknown, settings: CleaningSettings) => BoundTransform
}

interface Definition<A extends z.ZodType | undefined> {
  readonly docs: string
  readonly argument?: A
  readonly example?: string
  readonly takesList?: boolean
  readonly takesAbsent?: boolean
  readonly bind: (argument: A extends z.ZodType ? z.output<A> : undefined, settings: CleaningSettings) => BoundTransform
}

function transform<A extends z.ZodType | undefined = undefined>(name: string, definition: Definition<A>): Transform {
  const { docs, argument, example = name, takesList = false, takesAbsent = false, bind } = definition
  return { name, docs, argument, example, takesList, takesAbsent, bind: bind as Transform['bind'] }
}

/** Text transforms see numbers as they print, and let lists' and objects' refusals pass. */
const onText = (change: (text: string) => unknown): BoundTransform => {
  return (value) => {
    const text = typeof value === 'string' ? value : textOf(value)
    return typeof text === 'string' ? change(text) : text
  }
}

const decimal = z.strictObject({ decimal: z.enum(['.', ',']) }).optional()
const dates = z
  .strictObject({ order: z.enum(['dmy', 'mdy', 'ymd']), latestYear: z.int().min(1900).max(2200), zone: z.string() })
  .partial()
  .optional()
const country = z.string().length(2).optional()

const dateSettings = (argument: z.output<typeof dates>, settings: CleaningSettings) => ({
  zone: argument?.zone ?? settings.zone,
  dateOrder: argument?.order ?? settings.dateOrder,
  latestYear: argument?.latestYear,
})

const list: readonly Transform[] = [
  transform('trim', { docs: 'Takes the white space off both ends.', bind: () => onText((text) => text.trim()) }),
  transform('lower', { docs: 'Small letters.', bind: () => onText((text) => text.toLowerCase()) }),
  transform('upper', { docs: 'Capital letters.', bind: () => onText((text) => text.toUpperCase()) }),
  transform('title', {
    docs: 'Gives a text that is all capitals or all small the case of a name.',
    bind: () => onText((text) => repairCase(text, 'full')),
  }),
  transform('fold', {
    docs: 'Small ASCII letters and digits only, words apart by one space.',
    bind: () => onText((text) => foldText(text)),
  }),
  transform('stripHtml', {
    docs: 'The text of a piece of HTML: tags go, entities become characters, white space is one space.',
    bind: () => onText(textOfHtml),
  }),
  transform('digits', {
    docs: 'Only the digits of a text.',
    bind: () => onText((text) => text.replace(/\D+/g, '') || undefined),
  }),
  transform('replace', {
    docs: 'Replaces each occurrence of a text.',
    argument: z.strictObject({ from: z.string().min(1), to: z.string() }),
    example: "replace: { from: '_', to: ' ' }",
    bind: ({ from, to }) => onText((text) => text.replaceAll(from, () => to)),
  }),
  transform('slice', {
    docs: 'Characters from one position to before another; negative ones count from the end.',
    argument: z.strictObject({ from: z.int(), to: z.int().optional() }),
    example: 'slice: { from: 0, to: 10 }',
    bind: ({ from, to }) => onText((text) => text.slice(from, to)),
  }),
  transform('split', {
    docs: 'Cuts a text into a list of trimmed, non-empty parts.',
    argument: z.string().min(1),
    example: "split: ';'",
    bind: (by) => onText((text) => partsOf(text, by)),
  }),
  transform('join', {
    docs: 'Joins a list into a text.',
    argument: z.string().optional(),
    example: "join: ', '",
    takesList: true,
    bind:
      (by = ' ') =>
      (value) => {
        if (!Array.isArray(value)) return value
        return (
          value
            .map(textOf)
            .filter((text) => typeof text === 'string')
            .join(by) || undefined
        )
      },
  }),
  transform('at', {
    docs: 'One element of a list; negative positions count from the end.',
    argument: z.int(),
    example: 'at: 0',
    takesList: true,
    bind: (index) => (value) =>
      Array.isArray(value) ? value.at(index) : index === 0 || index === -1 ? value : undefined,
  }),
  transform('count', {
    docs: 'How many elements a list has; 0 when there is none.',
    takesList: true,
    takesAbsent: true,
    bind: () => (value) => (Array.isArray(value) ? value.length : value === undefined || value === null ? 0 : 1),
  }),
  transform('json', { docs: 'Parses a text that holds JSON.', bind: () => onText(parseJson) }),
  transform('default', {
    docs: 'A value where there is none.',
    argument: z.json(),
    example: "default: 'unknown'",
    takesList: true,
    takesAbsent: true,
    bind: (value) => (received) => (isBlank(received) ? value : received),
  }),
  transform('nullIf', {
    docs: 'Takes one of these texts for no value.',
    argument: z.array(z.string()).min(1),
    example: "nullIf: ['none', '9999']",
    bind: (nothings) => {
      const known = new Set(nothings)
      return (value) => (known.has(String(value).trim()) ? undefined : value)
    },
  }),
  transform('number', {
    docs: 'A number, whatever its grouping; `decimal` settles which mark is the decimal one.',
    argument: decimal,
    example: "number: { decimal: ',' }",
    bind: (argument, settings) => (value) => cleanNumber(value, argument?.decimal ?? settings.decimal),
  }),
  transform('integer', {
    docs: 'A whole number; one with a fraction is unreadable.',
    bind: (_, settings) => (value) => cleanInteger(value, settings.decimal),
  }),
  transform('scale', {
    docs: 'Multiplies a number: `-1` turns a sign, `0.01` cents to units.',
    argument: z.number(),
    example: 'scale: -1',
    bind: (factor, settings) => (value) => {
      const number = cleanNumber(value, settings.decimal)
      // Twelve digits after the mark: 1999 × 0.01 is 19.99, not 19.990000000000002.
      return typeof number === 'number' ? Number((number * factor).toFixed(12)) : number
    },
  }),
  transform('boolean', { docs: 'A yes or a no, in the words of six languages; 1 and 0.', bind: () => cleanBoolean }),
  transform('money', {
    docs: 'An amount with its currency, which the text, the argument or the mapping names.',
    argument: z.string().length(3).optional(),
    example: 'money: EUR',
    bind: (currency, settings) => (value) => cleanMoney(value, currency ?? settings.currency, settings.decimal),
  }),
  transform('currency', {
    docs: 'An ISO 4217 code from a code or sign.',
    bind: (_, settings) => (value) => cleanCurrency(value, settings.currency),
  }),
  transform('date', {
    docs: 'A date; the argument says in which order ambiguous ones are and the latest year of two digits.',
    argument: dates,
    example: 'date: { order: dmy, latestYear: 2030 }',
    bind: (argument, settings) => {
      const how = dateSettings(argument, settings)
      return (value) => cleanDate(value, how)
    },
  }),
  transform('partialDate', {
    docs: 'A date of which day and month may be missing.',
    argument: dates,
    example: 'partialDate',
    bind: (argument, settings) => {
      const how = dateSettings(argument, settings)
      return (value) => cleanPartialDate(value, how)
    },
  }),
  transform('instant', {
    docs: 'An instant in UTC; a time without an offset is of the zone.',
    argument: dates,
    example: 'instant: { zone: Europe/Paris }',
    bind: (argument, settings) => {
      const how = dateSettings(argument, settings)
      return (value) => cleanInstant(value, how)
    },
  }),
  transform('excelDate', {
    docs: "A spreadsheet's serial day as a date and time without a zone.",
    bind: () => wallClockOfSerial,
  }),
  transform('phone', {
    docs: 'A phone number in E.164; the argument is the country of numbers without one.',
    argument: country,
    example: 'phone: FR',
    bind: (code, settings) => (value) => cleanPhoneNumber(value, code ?? settings.country),
  }),
  transform('email', { docs: 'An e-mail address in normal form.', bind: () => cleanEmail }),
  transform('name', { docs: "A person's name, tidied, its case repaired.", bind: () => cleanFullName }),
  transform('country', { docs: 'ISO 3166-1 alpha-2, from a name or code.', bind: () => cleanCountry }),
  transform('language', { docs: 'BCP 47, from a name or code.', bind: () => cleanLanguage }),
  transform('vat', {
    docs: 'A VAT number with its prefix, verified.',
    argument: country,
    example: 'vat: FR',
    bind: (code, settings) => (value) => cleanVat(value, code ?? settings.country),
  }),
  transform('iban', { docs: 'An IBAN without spaces, verified.', bind: () => cleanIban }),
]

/** Every transform, by name, in the order of the docs' table. */
export const transforms: ReadonlyMap<string, Transform> = new Map(list.map((one) => [one.name, one]))

/** Applies a bound transform as mappings do: nothing stays nothing, a refusal stays, lists are taken one by one. */
export function applied(one: Transform, bound: BoundTransform): BoundTransform {
  if (one.takesAbsent) return (value) => (isRefused(value) ? value : bound(value))
  const single: BoundTransform = (value) =>
    value === undefined || value === null || isRefused(value) ? value : bound(value)
  if (one.takesList) return single
  return (value) => (Array.isArray(value) ? value.map(single) : single(value))
}

/** A text cut at a separator into trimmed, non-empty parts. */
export function partsOf(text: string, by: string): readonly string[] {
  return text
    .split(by)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

function parseJson(text: string): Cleaned<Json> {
  try {
    return JSON.parse(text) as Json
  } catch {
    return UNREADABLE
  }
}
