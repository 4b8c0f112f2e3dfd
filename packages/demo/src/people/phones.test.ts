import { describe, expect, it } from 'vitest'
import type { Country } from './names.ts'
import { fixedPhone, formerMobilePhone, internationalPhone, mobilePhone, nationalPhone, writePhone } from './phones.ts'

const COUNTRIES: readonly Country[] = ['FR', 'GB', 'US', 'JP', 'IT', 'CN', 'AE']

/** Ranges kept for fiction, and blocks that a plan gives to no subscriber. */
const NOBODYS = {
  FR: /^\+33(63998\d{4}|70[0-4]\d{6}|19900\d{4}|26191\d{4}|35301\d{4}|46571\d{4}|53649\d{4})$/,
  GB: /^\+44(7700900\d{3}|1632\d{6}|1(1[3-8]|21|31|41|51|61)4960\d{3}|1914980\d{3}|2079460\d{3}|2920180\d{3}|2896496\d{3})$/,
  US: /^\+1\d{3}555(01\d{2}|[5-9]\d{3})$/,
  JP: /^\+81(900\d{7}|30\d{7})$/,
  IT: /^\+39(301\d{7}|0200\d{6})$/,
  CN: /^\+86154\d{8}$/,
  AE: /^\+97159\d{7}$/,
} as const

describe('phone numbers', () => {
  it.each(COUNTRIES)('of %s ring nobody', (country) => {
    for (let serial = 0; serial < 300_000; serial += 997) {
      expect(mobilePhone(country, serial).e164).toMatch(NOBODYS[country])
      expect(formerMobilePhone(country, serial).e164).toMatch(NOBODYS[country])
      const line = fixedPhone(country, serial)
      if (line !== null) expect(line.e164).toMatch(NOBODYS[country])
    }
  })

  it('come from the range for fiction while it lasts', () => {
    for (let serial = 0; serial < 10_000; serial++) {
      const { e164 } = mobilePhone('FR', serial)
      if (!e164.startsWith('+3363998')) expect(mobilePhone('FR', serial).e164).toMatch(/^\+3370/) // one of the story's own
    }
    expect(mobilePhone('GB', 999).e164).toMatch(/^\+447700900/)
    expect(mobilePhone('US', 13_000).e164).toMatch(/^\+1\d{3}55501/)
  })

  it.each(COUNTRIES)('of %s are one to one', (country) => {
    const serials = Array.from({ length: 60_000 }, (_, serial) => serial)
    expect(new Set(serials.map((serial) => mobilePhone(country, serial).e164)).size).toBe(serials.length)
  })

  it('are written as each country writes them', () => {
    expect(nationalPhone({ e164: '+33639980417', country: 'FR' })).toBe('06 39 98 04 17')
    expect(nationalPhone({ e164: '+447700900123', country: 'GB' })).toBe('07700 900123')
    expect(nationalPhone({ e164: '+12125550123', country: 'US' })).toBe('(212) 555-0123')
    expect(internationalPhone({ e164: '+33639980417', country: 'FR' })).toBe('+33 6 39 98 04 17')
    expect(writePhone({ e164: '+33639980417', country: 'FR' }, 'zeros')).toBe('0033639980417')
    expect(writePhone({ e164: '+33639980417', country: 'FR' }, 'bare')).toBe('0639980417')
  })
})
