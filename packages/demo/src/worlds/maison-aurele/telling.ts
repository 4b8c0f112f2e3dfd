import type { HouseholdTelling } from '../../household-world.ts'
import type { Person } from '../../people/households.ts'
import { type PartySystem, type PartyVersion, plant, tellParty as tellPartyOf } from '../../people/telling.ts'
import type { Life } from './life.ts'
import { type PartyStream, RATES } from './rates.ts'

/** What every system needs to tell its version of a household's life. */
export type Telling = HouseholdTelling<Life>

const SYSTEMS: Readonly<Record<PartyStream, PartySystem>> = {
  'crm/contacts': {
    stream: 'crm/contacts',
    rates: RATES['crm/contacts'],
    country: 'FR',
    phonesAtHome: ['international', 'e164', 'national', 'international'],
    phonesAbroad: ['international', 'e164'],
    hasBirthDate: true,
    hasAddress: true,
  },
  'shop/customers': {
    stream: 'shop/customers',
    rates: RATES['shop/customers'],
    country: 'FR',
    phonesAtHome: ['national', 'bare', 'national', 'bare', 'zeros'],
    phonesAbroad: ['zeros', 'international', 'e164'],
    hasBirthDate: true,
    hasAddress: true,
  },
  'support/requesters': {
    stream: 'support/requesters',
    rates: RATES['support/requesters'],
    country: 'FR',
    phonesAtHome: ['e164', 'national', 'bare'],
    phonesAbroad: ['e164', 'international', 'zeros'],
    hasBirthDate: false,
    hasAddress: false,
  },
}

/** Tells a person the way one system has them, with the disagreements of its rates. */
export function tellParty(telling: Telling, stream: PartyStream, key: string, person: Person): PartyVersion {
  return tellPartyOf({ ...telling, household: telling.life.household }, SYSTEMS[stream], key, person)
}

/** Whether this household's visit left a test record in that system. */
export function leavesTestRecord(telling: Telling, stream: PartyStream, key: string): boolean {
  return plant({ ...telling, household: telling.life.household }, SYSTEMS[stream], key, 'test-record', true)
}
