import { comparableOrganization } from '@rapport/harmonise'
import { Column } from '../column.ts'
import { streetParts } from '../comparisons/address.ts'
import type { Party } from '../party.ts'
import { soundOf } from '../text/sound.ts'

/** Records that share a key of a rule are compared. Of each record a rule looks at two keys. They are kept as hashes: two that collide cost a comparison. */
export class BlockingRule {
  readonly name: string
  readonly #keysOf: (party: Party) => readonly (string | undefined)[]
  readonly #columns = [new Column(), new Column()] as const

  constructor(name: string, keysOf: (party: Party) => readonly (string | undefined)[]) {
    this.name = name
    this.#keysOf = keysOf
  }

  add(party: Party): void {
    const keys = [...new Set(this.#keysOf(party))].filter((key) => key !== undefined && key !== '')
    for (const [at, column] of this.#columns.entries()) {
      const key = keys[at]
      column.push(key === undefined ? 0 : hash(key))
    }
  }

  /** Keys by record, 0 where there is none. */
  get columns(): readonly [Int32Array, Int32Array] {
    return [this.#columns[0].values, this.#columns[1].values]
  }
}

/** FNV-1a, never 0. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  value ^= value >>> 15
  return value === 0 ? 1 : value | 0
}

/** Parts of a key, `undefined` when one is missing. */
function key(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.every((part) => part !== undefined && part !== '') ? parts.join('|') : undefined
}

const mailboxOf = (email: string): string => email.slice(0, email.lastIndexOf('@'))
const lastDigits = (phone: string): string => phone.replace(/\D/g, '').slice(-8)
const sound = (name: string | undefined): string => (name === undefined ? '' : soundOf(name))
const lineOf = (party: Party): readonly (string | undefined)[] =>
  party.addresses.map(({ street = '', postalCode, city }) => {
    const { number, name } = streetParts(street)
    return key(number, name.slice(0, 6), postalCode ?? city)
  })

/** From the surest to the widest: the first that two records share says why they were compared. */
export function personBlocking(): readonly BlockingRule[] {
  const rule = (name: string, keysOf: (party: Party) => readonly (string | undefined)[]) =>
    new BlockingRule(name, keysOf)
  return [
    rule('identifier', ({ identifiers }) => identifiers.map(({ namespace, value }) => key(namespace, value))),
    rule('e-mail', ({ emails }) => emails),
    rule('phone', ({ phones }) => phones.map(lastDigits)),
    rule('names in any order', ({ givenName = '', familyName = '' }) => [
      givenName && familyName && [givenName, familyName].sort().join('|'),
    ]),
    rule('family name and birth date', ({ familyName, birthDate }) => [key(sound(familyName), birthDate)]),
    rule('given name and birth date', ({ givenName, birthDate }) => [key(sound(givenName), birthDate)]),
    rule('mailbox', ({ emails }) => emails.map(mailboxOf).filter((mailbox) => mailbox.length > 4)),
    rule('address', lineOf),
    rule('names by sound', ({ givenName, familyName }) => [key(sound(givenName), sound(familyName))]),
    rule('birth date', ({ birthDate }) => [birthDate && birthDate.length === 10 ? birthDate : undefined]),
    rule('family name and postal code', ({ familyName, addresses }) =>
      addresses.map(({ postalCode }) => key(sound(familyName), postalCode)),
    ),
    rule('given name and postal code', ({ givenName, addresses }) =>
      addresses.map(({ postalCode }) => key(sound(givenName), postalCode)),
    ),
    rule('family name, initial and year', ({ familyName, givenName, birthDate }) => [
      key(sound(familyName), givenName?.charAt(0), birthDate?.slice(0, 4)),
    ]),
    rule('given name and birth year', ({ givenName, birthDate }) => [key(givenName, birthDate?.slice(0, 4))]),
    rule('family name', ({ familyName }) => [familyName]),
    rule('given name', ({ givenName }) => [givenName]),
    rule('postal code and street', ({ addresses }) =>
      addresses.map(({ postalCode, street = '' }) => key(postalCode, streetParts(street).name.slice(0, 4))),
    ),
  ]
}

/** Organisations and places. */
export function siteBlocking(): readonly BlockingRule[] {
  const rule = (name: string, keysOf: (party: Party) => readonly (string | undefined)[]) =>
    new BlockingRule(name, keysOf)
  const folded = ({ name = '' }: Party) => comparableOrganization(name)
  const longest = (party: Party) =>
    folded(party)
      .split(' ')
      .filter((word) => word.length > 3)
      .sort((a, b) => b.length - a.length)
  return [
    rule('identifier', ({ identifiers }) => identifiers.map(({ namespace, value }) => key(namespace, value))),
    rule('phone', ({ phones }) => phones.map(lastDigits)),
    rule('name', (party) => [folded(party)]),
    rule('e-mail', ({ emails }) => emails),
    rule('address', lineOf),
    rule('a word of the name and the place', (party) =>
      longest(party)
        .slice(0, 2)
        .map((word) => key(word, party.addresses[0]?.postalCode ?? party.addresses[0]?.city)),
    ),
    rule('a word of the name', (party) => longest(party).slice(0, 2)),
    rule('beginning of the name', (party) => [folded(party).replaceAll(' ', '').slice(0, 6)]),
  ]
}
