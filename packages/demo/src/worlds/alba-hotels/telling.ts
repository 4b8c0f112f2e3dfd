import type { HouseholdTelling } from '../../household-world.ts'
import type { Person } from '../../people/households.ts'
import { type PartySystem, type PartyVersion, plant, tellParty as tellPartyOf, writeAs } from '../../people/telling.ts'
import type { Life } from './life.ts'
import { type PartyStream, RATES } from './rates.ts'

/** What every system needs to tell its version of a household's life. */
export type Telling = HouseholdTelling<Life>

const SYSTEMS: Readonly<Record<PartyStream, PartySystem>> = {
  'pms/profiles': {
    stream: 'pms/profiles',
    rates: RATES['pms/profiles'],
    country: 'IT',
    phonesAtHome: ['national', 'bare', 'international'],
    phonesAbroad: ['zeros', 'international', 'e164'],
    hasBirthDate: true,
    hasAddress: true,
  },
  'crm/members': {
    stream: 'crm/members',
    rates: RATES['crm/members'],
    country: 'IT',
    phonesAtHome: ['e164', 'international', 'national'],
    phonesAbroad: ['e164', 'international'],
    hasBirthDate: true,
    hasAddress: true,
  },
  'email/subscribers': {
    stream: 'email/subscribers',
    rates: RATES['email/subscribers'],
    country: 'IT',
    phonesAtHome: ['e164'],
    phonesAbroad: ['e164'],
    hasBirthDate: false,
    hasAddress: false,
  },
  'desk/callers': {
    stream: 'desk/callers',
    rates: RATES['desk/callers'],
    country: 'IT',
    phonesAtHome: ['e164', 'bare'],
    phonesAbroad: ['e164', 'zeros'],
    hasBirthDate: false,
    hasAddress: false,
  },
}

/** Tells a person the way one system has them, with the disagreements of its rates. */
export function tellParty(telling: Telling, stream: PartyStream, key: string, person: Person): PartyVersion {
  return tellPartyOf({ ...telling, household: telling.life.household }, SYSTEMS[stream], key, person)
}

/** Decides by a stream's rate whether `kind` happens to the record. */
export function happens(
  telling: Telling,
  stream: PartyStream,
  key: string,
  kind: string,
  isPossible: boolean = true,
): boolean {
  return plant({ ...telling, household: telling.life.household }, SYSTEMS[stream], key, kind, isPossible)
}

/**
 * Somebody else's mobile as a system writes it: that of the guest who booked, which front desks copy to whoever comes
 * along. Null when they have none.
 */
export function mobileOf(telling: Telling, stream: PartyStream, { mobile }: Person): string | null {
  const { life, random } = telling
  return mobile === null ? null : writeAs(SYSTEMS[stream], life.household.country, mobile, random)
}
