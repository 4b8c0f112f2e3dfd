import { Apart } from './apart.ts'
import { type BlockingRule, personBlocking, siteBlocking } from './blocking/rules.ts'
import { AddressComparison } from './comparisons/address.ts'
import { BirthDate } from './comparisons/birth-date.ts'
import type { Comparison } from './comparisons/comparison.ts'
import { Email } from './comparisons/email.ts'
import { FamilyName } from './comparisons/family-name.ts'
import { GivenName, PersonNames } from './comparisons/given-name.ts'
import { IdentifierComparison } from './comparisons/identifier.ts'
import { MiddleName } from './comparisons/middle-name.ts'
import { OrganizationName } from './comparisons/organization-name.ts'
import { Phone } from './comparisons/phone.ts'
import type { Party } from './party.ts'
import { TextPool } from './text/text-pool.ts'

/** What is matched: people, companies and other bodies, or places. */
export type Kind = 'person' | 'organization'

/** Records of one kind in columns, ready to be compared. */
export class Table {
  readonly kind: Kind
  readonly comparisons: readonly Comparison[]
  readonly blocking: readonly BlockingRule[]
  readonly apart: Apart
  readonly #names: PersonNames | undefined
  #size = 0

  constructor(kind: Kind, uniqueSources: ReadonlySet<string> = new Set()) {
    this.kind = kind
    this.apart = new Apart(uniqueSources)
    if (kind === 'person') {
      this.#names = new PersonNames(new TextPool())
      this.comparisons = [
        new GivenName(this.#names),
        new FamilyName(this.#names),
        new BirthDate(),
        new Email(),
        new Phone(),
        new AddressComparison(),
        new IdentifierComparison(),
        new MiddleName(),
      ]
    } else {
      this.comparisons = [
        new OrganizationName(),
        new Email(),
        new Phone(),
        new AddressComparison(),
        new IdentifierComparison(),
      ]
    }
    this.blocking = kind === 'person' ? personBlocking() : siteBlocking()
  }

  get size(): number {
    return this.#size
  }

  /** Adds a record and answers its place. */
  add(party: Party): number {
    this.#names?.add(party)
    this.apart.add(party)
    for (const comparison of this.comparisons) comparison.add(party)
    for (const rule of this.blocking) rule.add(party)
    this.#size += 1
    return this.#size - 1
  }
}
