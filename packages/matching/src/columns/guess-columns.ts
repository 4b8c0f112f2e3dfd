import { cleanPartialDate, foldText } from '@rapport/harmonise'
import type { ColumnMeaning, ColumnsDocument, Meaning } from './meaning.ts'

/** Rows that are looked at. */
export const SAMPLE_ROWS = 5000

type Row = Readonly<Record<string, unknown>>

/** Words of headers, in the order in which they are tried: the first whose words are all there wins. */
const byName: readonly (readonly [Meaning, string])[] = [
  ['source', 'data source|source system|datasource|quelle|system'],
  [
    'birthDate',
    'birth|dob|born|birthday|naissance|geburt|geboren|geburtsdatum|nacimiento|nascita|birthdate|date of birth',
  ],
  ['email', 'email|emailaddress|e mail|mail|courriel|correo'],
  ['phone', 'phone|phonenumber|telephone|mobile|cell|tel|telefon|telefono|handy|portable|fax'],
  [
    'postalCode',
    'postcode|postal code|postalcode|zip|zipcode|zip code|plz|code postal|cap|codigo postal|addr postal code|pincode',
  ],
  ['city', 'city|town|suburb|ville|stadt|ort|ciudad|citta|locality|municipality|commune'],
  ['region', 'state|region|province|county|bundesland|departement'],
  ['country', 'country|pays|land|pais|paese|nation'],
  [
    'houseNumber',
    'street number|house number|streetnumber|housenumber|hausnummer|numero rue|street no|house no|civico',
  ],
  ['address', 'addr full|address full|full address|complete address|adresse complete'],
  [
    'street',
    'street|addr line1|addr line 1|address line 1|address1|address 1|address line|addr1|addr line|rue|strasse|calle|via|address|addr|adresse|anschrift|direccion|indirizzo',
  ],
  ['suffix', 'suffix|name suffix|generation'],
  ['middleName', 'middle name|middlename|name middle|second name|middle'],
  [
    'givenName',
    'first name|firstname|given name|givenname|fname|forename|prenom|vorname|nombre|nome|name first|given|forenames',
  ],
  [
    'familyName',
    'last name|lastname|family name|familyname|surname|lname|nachname|nom de famille|apellido|cognome|name last|family|sur name',
  ],
  [
    'name',
    'company|companyname|company name|organization|organisation|org name|name org|business name|legal name|firma|societe|raison sociale|trading name|account name|hotel|restaurant|shop|store name',
  ],
  [
    'fullName',
    'full name|fullname|name full|person name|contact name|customer name|client name|nom complet|native name full',
  ],
]

/** Numbers that name one party, by the words of their headers. */
const identifierWords =
  /\b(ssn|soc sec id|social security|passport|national id|nin|nino|siret|siren|vat|tva|tax id|tin|ein|duns|lei|license|licence|drivers license|loyalty|member|membership|customer number|account number|registration|company number|isin|fiscal|nif|rpps|finess|npi|imo)\b/

/** What says what rows were matched to, not what they are; or what every row has its own of. */
const neverWords =
  /\b(cluster|entity|label|truth|match|group|type|category|status|gender|sex|amount|date|time|created|updated|url|comment|note|latitude|longitude|lat|lon)\b/

/**
 * Guesses what columns of a file mean, from their names and their values. What it cannot tell is left out (`ignore`), so that
 * nothing is matched by a column that nobody understands.
 */
export function guessColumns(
  rows: readonly Row[],
  given: { readonly id?: string | undefined; readonly source?: string | undefined } = {},
): ColumnsDocument {
  const sample = rows.slice(0, SAMPLE_ROWS)
  const names = [...new Set(sample.flatMap((row) => Object.keys(row)))]
  const columns: Record<string, ColumnMeaning> = {}
  for (const name of names) columns[name] = guessOne(name, sample)
  if (given.id !== undefined) columns[given.id] = { as: 'id' }
  else chooseId(columns, names, sample)
  if (given.source !== undefined) columns[given.source] = { as: 'source' }
  settleNames(columns, names, sample)
  const has = (meaning: Meaning) => names.some((name) => columns[name]?.as === meaning)
  const isPerson = has('givenName') || has('familyName') || has('fullName') || has('birthDate')
  return { kind: isPerson || !has('name') ? 'person' : 'organization', columns }
}

function guessOne(name: string, sample: readonly Row[]): ColumnMeaning {
  const words = foldText(name.replace(/([a-z])([A-Z])/g, '$1 $2'))
  const values = sample.map((row) => textOf(row[name])).filter((value) => value !== '')
  const share = (test: (value: string) => boolean) =>
    values.length === 0 ? 0 : values.filter(test).length / values.length
  if (share(isEmail) > 0.6) return { as: 'email' }
  const named = byName.find(([, list]) => list.split('|').some((one) => hasWords(words, one)))?.[0]
  if (named === 'birthDate') return birthDate(values)
  if (identifierWords.test(words)) {
    // Where a passport is from and what kind of number it is says nothing of the holder.
    if (/\b(country|state|type|date|expiry|issuer)\b/.test(words)) return { as: 'ignore' }
    return { as: 'identifier', namespace: words.replaceAll(' ', '-') }
  }
  if (named === 'phone') return share(isPhone) > 0.5 ? { as: 'phone' } : { as: 'ignore' }
  if (named === 'email') return { as: share((value) => value.includes('@')) > 0.3 ? 'email' : 'ignore' }
  if (named !== undefined && !(neverWords.test(words) && named !== 'region')) return { as: named }
  return { as: 'ignore' }
}

/** Whether all words of `asked` stand in a header, in their order and together, or as its only word run together. */
function hasWords(words: string, asked: string): boolean {
  return ` ${words} `.includes(` ${asked} `) || words.replaceAll(' ', '') === asked.replaceAll(' ', '')
}

function birthDate(values: readonly string[]): ColumnMeaning {
  const parts = values.map((value) => /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}$/.exec(value))
  const dayFirst = parts.filter((part) => Number(part?.[1]) > 12).length
  const monthFirst = parts.filter((part) => Number(part?.[2]) > 12).length
  const dateOrder: 'dmy' | 'mdy' | undefined = dayFirst > monthFirst ? 'dmy' : monthFirst > 0 ? 'mdy' : undefined
  const settings = { dateOrder: dateOrder ?? 'dmy', latestYear: new Date().getUTCFullYear() }
  const read = values.filter((value) => typeof cleanPartialDate(value, settings) === 'string').length
  if (values.length > 0 && read / values.length < 0.5) return { as: 'ignore' }
  return dateOrder === undefined ? { as: 'birthDate' } : { as: 'birthDate', dateOrder }
}

/** The first column that is called like an id and has its own value in every row. */
function chooseId(columns: Record<string, ColumnMeaning>, names: readonly string[], sample: readonly Row[]): void {
  const isOwn = (name: string) => {
    const values = sample.map((row) => textOf(row[name]))
    return values.every((value) => value !== '') && new Set(values).size === values.length
  }
  const called = names.filter((name) =>
    /(^|\b)(id|key|uuid|[a-z]{3,}id)$/.test(foldText(name.replace(/([a-z])([A-Z])/g, '$1 $2'))),
  )
  const found = called.find((name) => columns[name]?.as === 'ignore' && isOwn(name))
  if (found !== undefined) columns[found] = { as: 'id' }
}

/** A column called just `name` is a person's where others say that rows are persons, else an organisation's. */
function settleNames(columns: Record<string, ColumnMeaning>, names: readonly string[], sample: readonly Row[]): void {
  const isPerson = Object.values(columns).some(
    ({ as }) => as === 'givenName' || as === 'familyName' || as === 'birthDate',
  )
  for (const name of names) {
    const folded = foldText(name)
    if (columns[name]?.as !== 'ignore' || !['name', 'nom', 'bezeichnung', 'nombre', 'title', 'label'].includes(folded))
      continue
    if (folded === 'label' && !sample.some((row) => /[a-z]{3}/i.test(textOf(row[name])))) continue
    columns[name] = { as: isPerson ? (folded === 'nom' ? 'familyName' : 'fullName') : 'name' }
  }
}

const isEmail = (value: string): boolean => /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(value)
const isPhone = (value: string): boolean =>
  /^\+?[\d\s()./-]{6,25}(?:\s*(?:x|ext)\.?\s*\d+)?$/i.test(value) && value.replace(/\D/g, '').length >= 6

/** A cell as text, without the spaces around it. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : ''
}
