/**
 * How often each disagreement happens, of the cases in which it can. One table, read by the generator, checked by the
 * tests, printed in the world's README. `household` and `person` rates shape the truth, the others one system's record.
 */
export const RATES = {
  household: {
    moved: 0.14,
    'fixed-line': 0.42,
    'couple-email': 0.14,
    'family-device': 0.3,
    'shared-tablet': 0.06,
  },
  person: {
    'changed-surname': 0.12,
    'former-email': 0.3,
    'former-mobile': 0.15,
    mobile: 0.94,
  },
  'crm/contacts': {
    nickname: 0.1,
    'typo-name': 0.025,
    'accents-dropped': 0.06,
    'swapped-names': 0.006,
    'initial-only': 0.015,
    'native-script': 0.25,
    'birth-name': 0.3,
    'former-address': 0.3,
    'former-email': 0.25,
    'former-mobile': 0.25,
    'family-phone': 0.25,
    'couple-email': 0.6,
    'typo-email': 0.012,
    'missing-email': 0.16,
    'missing-mobile': 0.14,
    'missing-birth-date': 0.35,
    'missing-address': 0.12,
    'placeholder-email': 0.012,
    'placeholder-phone': 0.015,
    'impossible-birth-date': 0.012,
    'wrong-birth-date': 0.03,
    duplicate: 0.05,
    'duplicate-merged': 0.25,
    deleted: 0.02,
    'test-record': 0.006,
    'late-version': 0.1,
  },
  'shop/customers': {
    nickname: 0.05,
    'typo-name': 0.04,
    'accents-dropped': 0.6,
    'swapped-names': 0.02,
    'initial-only': 0.03,
    'native-script': 0.1,
    'birth-name': 0.5,
    'former-address': 0.45,
    'former-email': 0.3,
    'former-mobile': 0.3,
    'family-phone': 0.3,
    'couple-email': 0.6,
    'typo-email': 0.015,
    'missing-email': 0.12,
    'missing-mobile': 0.2,
    'missing-birth-date': 0.5,
    'missing-address': 0.15,
    'placeholder-email': 0.02,
    'placeholder-phone': 0.025,
    'impossible-birth-date': 0.02,
    'wrong-birth-date': 0.05,
    duplicate: 0.07,
    'test-record': 0.008,
  },
  'support/requesters': {
    nickname: 0.2,
    'typo-name': 0.04,
    'accents-dropped': 0.4,
    'swapped-names': 0.04,
    'initial-only': 0.06,
    'native-script': 0.1,
    'birth-name': 0.4,
    'former-email': 0.45,
    'former-mobile': 0.3,
    'family-phone': 0.15,
    'couple-email': 0.6,
    'typo-email': 0.01,
    'missing-email': 0.03,
    'missing-mobile': 0.45,
    'placeholder-email': 0.004,
    'placeholder-phone': 0.02,
    duplicate: 0.04,
    'test-record': 0.006,
  },
  'shop/orders': {
    'several-versions': 0.3,
    'moved-customer': 0.015,
    'late-version': 0.12,
    returned: 0.06,
    'late-delivery': 0.12,
  },
  'web/events': { redelivered: 0.01, 'out-of-order': 0.03 },
} as const

export type PartyStream = 'crm/contacts' | 'shop/customers' | 'support/requesters'

/** Where planted disagreements are counted, and noted against the record they were planted in. */
export class Ledger {
  readonly counts: Map<string, { eligible: number; planted: number }>
  readonly notes: string[] = []

  constructor(counts: Map<string, { eligible: number; planted: number }> = new Map()) {
    this.counts = counts
  }

  /** One occasion on which `kind` could have been planted in `stream`. */
  count(stream: string, kind: string, isPlanted: boolean): void {
    const name = `${stream}:${kind}`
    let entry = this.counts.get(name)
    if (entry === undefined) {
      entry = { eligible: 0, planted: 0 }
      this.counts.set(name, entry)
    }
    entry.eligible++
    if (isPlanted) entry.planted++
  }
}
