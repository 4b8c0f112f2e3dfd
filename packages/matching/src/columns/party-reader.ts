import {
  canonicalEmail,
  cleanAddress,
  cleanEmail,
  cleanPartialDate,
  foldCode,
  foldText,
  isPlaceholderIdentifier,
  isRefused,
  peelSuffixes,
  splitName,
} from '@rapport/harmonise'
import type { Kind } from '../kinds.ts'
import type { Party } from '../party.ts'
import { comparedAddress } from '../party-of.ts'
import { textOf } from './guess-columns.ts'
import type { ColumnMeaning, ColumnsDocument, Meaning } from './meaning.ts'

/** A row of a file as it is compared, and what it is. */
export interface ReadParty {
  readonly id: string
  readonly kind: Kind
  readonly party: Party
}

type Row = Readonly<Record<string, unknown>>

/** Reads rows of files whose columns' meanings are known. */
export class PartyReader {
  readonly #kind: Kind
  readonly #columns: ReadonlyMap<Meaning, readonly (readonly [string, ColumnMeaning])[]>

  constructor({ kind, columns }: ColumnsDocument) {
    this.#kind = kind
    this.#columns = Map.groupBy(Object.entries(columns), ([, { as }]) => as)
  }

  /** @param place what stands for an id where no column is one, and for a source where no column says it */
  read(row: Row, place: { readonly id: string; readonly source: string }): ReadParty {
    const name = this.#first(row, 'name')
    const full = this.#first(row, 'fullName')
    const split = full === '' ? {} : splitName(full)
    const given = peelSuffixes(this.#first(row, 'givenName').split(' '))
    const family = peelSuffixes(this.#first(row, 'familyName').split(' '))
    const givenName = folded(given.rest.join(' ') || split.givenName)
    const familyName = folded(family.rest.join(' ') || split.familyName || (split.givenName ? '' : full))
    const isPerson = givenName !== undefined || familyName !== undefined
    const kind: Kind = this.#kind === 'organization' || (name !== '' && !isPerson) ? 'organization' : 'person'
    return {
      id: this.#first(row, 'id') || place.id,
      kind,
      party: {
        source: this.#first(row, 'source') || place.source,
        givenName,
        middleName: folded(this.#first(row, 'middleName') || split.middleName),
        familyName,
        suffix: folded(this.#first(row, 'suffix') || (family.suffix ?? given.suffix ?? split.suffix)),
        name: (name || (kind === 'organization' ? full : '')).slice(0, MAX_TEXT) || undefined,
        birthDate: this.#birthDate(row),
        emails: this.#all(row, 'email').flatMap((value) => {
          const email = cleanEmail(value)
          if (typeof email === 'string') return [canonicalEmail(email)]
          // Of a mistyped address (gmail.con) the mailbox still says something.
          return value.includes('@') ? [value.toLowerCase()] : []
        }),
        phones: this.#all(row, 'phone'),
        addresses: this.#addresses(row),
        identifiers: (this.#columns.get('identifier') ?? []).flatMap(([column, { namespace = column }]) => {
          const value = textOf(row[column])
          return value === '' || isPlaceholderIdentifier(value) ? [] : [{ namespace, value: foldCode(value) }]
        }),
      },
    }
  }

  #first(row: Row, meaning: Meaning): string {
    for (const [column] of this.#columns.get(meaning) ?? []) {
      const value = textOf(row[column])
      if (value !== '') return value
    }
    return ''
  }

  #all(row: Row, meaning: Meaning): readonly string[] {
    return (this.#columns.get(meaning) ?? []).map(([column]) => textOf(row[column])).filter((value) => value !== '')
  }

  #birthDate(row: Row): string | undefined {
    for (const [column, { dateOrder = 'dmy' }] of this.#columns.get('birthDate') ?? []) {
      const date = cleanPartialDate(textOf(row[column]) || undefined, { dateOrder, latestYear: LATEST_BIRTH_YEAR })
      if (date !== undefined && !isRefused(date)) return date
    }
    return undefined
  }

  #addresses(row: Row): Party['addresses'] {
    // A second line holds a floor, a building, a hamlet, as often as not: it would only blur the first.
    const parts = [this.#first(row, 'houseNumber'), this.#first(row, 'street')].filter((part) => part !== '')
    const rest = {
      postalCode: this.#first(row, 'postalCode') || undefined,
      city: this.#first(row, 'city') || undefined,
      region: this.#first(row, 'region') || undefined,
      country: this.#first(row, 'country') || undefined,
    }
    const told = parts.length > 0 || Object.values(rest).some((part) => part !== undefined)
    const lines = this.#all(row, 'address')
    return [
      ...(told ? [{ street: parts.join(' ') || undefined, ...rest }] : []),
      ...lines.map((street) => ({ street })),
    ].flatMap((received) => {
      const cleaned = cleanAddress(received)
      return cleaned === undefined ? [] : [comparedAddress(cleaned.address)]
    })
  }
}

const MAX_TEXT = 300

/** Two digits of a year mean the past: nobody is born later. */
const LATEST_BIRTH_YEAR = new Date().getUTCFullYear()

function folded(value: string | undefined): string | undefined {
  // A name is no book: what is longer than this tells nobody apart, and would only cost time.
  const text = value === undefined ? '' : foldText(value.slice(0, MAX_TEXT))
  return text === '' ? undefined : text
}
