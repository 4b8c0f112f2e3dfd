import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanAddress } from './address.ts'
import { acceptedValue, isRefused } from './cleaned.ts'
import { cleanCountry } from './country.ts'
import { cleanBirthDate, cleanDate, cleanInstant, cleanPartialDate, wallClockOfSerial } from './dates.ts'
import { canonicalEmail, cleanEmail } from './email.ts'
import { foldText } from './fold.ts'
import { cleanIban } from './iban.ts'
import { cleanIdentifier } from './identifiers.ts'
import { cleanLanguage } from './language.ts'
import { cleanMoney, withReporting } from './money.ts'
import { cleanFullName, cleanNamePart, cleanOrganizationName, splitName } from './names.ts'
import { cleanBoolean, cleanNumber } from './numbers.ts'
import { cleanPhone, cleanPhoneNumber } from './phone.ts'
import { cleanPostalCode } from './postal-code.ts'
import { cleanUrl } from './url.ts'
import { cleanVat } from './vat.ts'

const nowMs = Date.UTC(2026, 10, 24, 12)
const told = (cleaned: unknown): unknown => (isRefused(cleaned) ? `! ${cleaned.refused}` : cleaned)

/** Every cleaner of a single text. */
const cleaners: Readonly<Record<string, (received: unknown) => unknown>> = {
  email: cleanEmail,
  phone: (value) => cleanPhoneNumber(value, 'FR'),
  phoneAnywhere: (value) => cleanPhoneNumber(value),
  country: cleanCountry,
  language: cleanLanguage,
  given: (value) => cleanNamePart(value, 'given'),
  family: (value) => cleanNamePart(value, 'family'),
  fullName: cleanFullName,
  organization: cleanOrganizationName,
  date: (value) => cleanDate(value, { zone: 'Europe/Paris' }),
  partialDate: (value) => cleanPartialDate(value),
  birthDate: (value) => cleanBirthDate(value, nowMs),
  instant: (value) => cleanInstant(value, { zone: 'America/New_York' }),
  number: (value) => cleanNumber(value),
  boolean: cleanBoolean,
  vat: (value) => cleanVat(value, 'DE'),
  iban: cleanIban,
  url: cleanUrl,
  postalCode: (value) => cleanPostalCode(value, 'GB'),
  identifier: (value) => cleanIdentifier('userId', value),
}

/** What sources really send where a value belongs. */
const zoo = [
  null,
  undefined,
  '',
  ' ',
  '\u0000',
  '\u200b',
  'null',
  'NULL',
  'undefined',
  '[object Object]',
  'NaN',
  'n/a',
  'N/A',
  '-',
  '--',
  '.',
  '?',
  'none',
  'unknown',
  0,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e21,
  123456789012345680000,
  true,
  false,
  [],
  {},
  [null],
  { a: 1 },
  [[]],
  '0',
  '00000',
  '0000000000',
  '1234567890',
  'test@test.com',
  'noreply@shop.example',
  'a@b',
  '@',
  'a@@b.fr',
  '<script>alert(1)</script>',
  "Robert'); DROP TABLE Students;--",
  '👩‍👩‍👧',
  'İ',
  'ß',
  'ﬃ',
  'e\u0301',
  '٣٤',
  '31/02/2025',
  '2025-02-30',
  '0000-00-00',
  '/Date(1234567890000)/',
  '9999-99-99',
  '1e999',
  '--5',
  '1,2,3',
  '$',
  '€',
  '+',
  '+33',
  '00',
  '+33 6 12 34 56 78',
  'x'.repeat(10_000),
  '1'.repeat(10_000),
  '{"a":1}',
  '\ud800',
  '__proto__',
  'constructor',
  'toString',
  new Date(Number.NaN),
  new Date(0),
  10n,
]

describe('cleaners', () => {
  it('never throw on what sources really send, nor on any JSON', () => {
    for (const [name, clean] of Object.entries(cleaners)) {
      for (const one of zoo)
        expect(() => clean(one), `${name} of ${String(JSON.stringify(String(one)).slice(0, 40))}`).not.toThrow()
    }
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.string()), (value) => {
        for (const clean of Object.values(cleaners)) clean(value)
        cleanMoney(value, 'EUR')
        cleanAddress({ street: value, city: value, postalCode: value, region: value, country: value })
      }),
      { numRuns: 500 },
    )
  })

  it('change nothing when they are applied to their own result', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.emailAddress(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.double({ noNaN: true }).map(String),
      fc.constantFrom(...zoo.filter((one): one is string => typeof one === 'string')),
      fc.constantFrom(
        'DE LA FONTAINE',
        "D'ESTAING",
        'mcdonald',
        'MACDONALD',
        'İPEK',
        'ǅ',
        'MARIE-CLAIRE',
        'o’brien',
        'ﬃ SMITH',
        '(12,5)',
        '1.234,5',
        'www.x.fr',
        'X.fr/A',
        'fr_FR',
        '06 12 34 56 78',
        'SW1A1AA',
      ),
    )
    for (const [name, clean] of Object.entries(cleaners)) {
      fc.assert(
        fc.property(texts, (text) => {
          const once = clean(text)
          if (once === undefined || isRefused(once)) return
          expect(clean(once), `${name} of ${JSON.stringify(text)}`).toEqual(once)
        }),
        { numRuns: 1000 },
      )
    }
  })

  it('let no placeholder identify anybody', () => {
    const nobody = [
      'n/a',
      'N/A',
      '-',
      'none',
      'unknown',
      'null',
      'undefined',
      '[object Object]',
      '0',
      '0000000000',
      '1234567890',
      '1111111',
      '00000000-0000-0000-0000-000000000000',
      true,
      'true',
    ]
    expect(nobody.map((value) => told(cleanIdentifier('userId', value)))).toEqual(nobody.map(() => '! placeholder'))
    for (const email of ['test@test.com', 'noreply@maison.example', 'no-reply@x.fr', 'n/a', 'none']) {
      expect(told(cleanIdentifier('email', email)), email).toBe('! placeholder')
    }
    for (const phone of ['0000000000', '1234567890', '99999999', '00 00 00 00 00']) {
      expect(told(cleanIdentifier('phone', phone, 'FR')), phone).toBe('! placeholder')
    }
    expect([7, '12345', 'A-17'].map((value) => told(cleanIdentifier('userId', value)))).toEqual(['7', '12345', 'A-17'])
  })
})

describe('e-mail', () => {
  it.each([
    ['Ana <Ana@X.fr>', 'ana@x.fr'],
    ['mailto:ana@x.fr?subject=Hello', 'ana@x.fr'],
    [' "ana@x.fr" ;', 'ana@x.fr'],
    ['ana@müller.de', 'ana@xn--mller-kva.de'],
    ["o'brien@x.ie", "o'brien@x.ie"],
    ['ana@gmail.con', '! impossible'],
    ['a@b.fr; c@d.fr', '! ambiguous'],
    ['a b@x.fr', '! unreadable'],
    ['fraydadowsing@example.com', 'fraydadowsing@example.com'],
  ])('%s is %s', (received, expected) => expect(told(cleanEmail(received))).toBe(expected))

  it('has one canonical form for all spellings of a Gmail address, and keeps dots elsewhere', () => {
    expect(canonicalEmail('a.n.a+shop@googlemail.com')).toBe('ana@gmail.com')
    expect(canonicalEmail('a.na+shop@outlook.com')).toBe('a.na@outlook.com')
    expect(canonicalEmail('a.na+shop@maison.example')).toBe('a.na+shop@maison.example')
  })
})

describe('phones', () => {
  it.each([
    ['+33 (0)6 12 34 56 78', undefined, '+33612345678'],
    ['06 12 34 56 78', 'FR', '+33612345678'],
    ['0033612345678', 'US', '+33612345678'],
    [612345678, 'FR', '+33612345678'],
    ['33612345678.0', 'FR', '+33612345678'],
    ['622734567', undefined, '! ambiguous'],
    ['196-794-6794', 'US', '! impossible'],
    ['3.36E+11', 'FR', '! unreadable'],
    ['call me', 'FR', '! unreadable'],
  ])('%s in %s is %s', (received, country, expected) =>
    expect(told(cleanPhoneNumber(received, country))).toBe(expected),
  )

  it('keeps the extension apart', () => {
    expect(cleanPhone('702-919-1300 ext. 12', 'US')).toEqual({ normal: '+17029191300', extension: '12', country: 'US' })
  })
})

describe('names', () => {
  it.each([
    ['MONTFERRAND Helene', { givenName: 'Helene', familyName: 'Montferrand' }],
    ['Valéry GISCARD D’ESTAING', { givenName: 'Valéry', familyName: 'Giscard d’Estaing' }],
    ['M. Jean DUPONT', { honorific: 'M.', givenName: 'Jean', familyName: 'Dupont' }],
    ['Dr. Anna von der Heide', { honorific: 'Dr', givenName: 'Anna', familyName: 'von der Heide' }],
    ['Robert E. Smith Sr', { givenName: 'Robert', middleName: 'E.', familyName: 'Smith', suffix: 'Sr' }],
    ['Smith Jr., Robert', { givenName: 'Robert', familyName: 'Smith', suffix: 'Jr' }],
    ['M Night Shyamalan', { givenName: 'M', middleName: 'Night', familyName: 'Shyamalan' }],
    ['RONALD MCDONALD', { givenName: 'Ronald', familyName: 'McDonald' }],
    ['王小明', { givenName: '小明', familyName: '王' }],
    ['김철수', { givenName: '철수', familyName: '김' }],
    ['Herr Mayer', { honorific: 'Herr', familyName: 'Mayer' }],
    ['Ana', {}],
  ])('%s is %o', (name, parts) => expect(splitName(name)).toEqual(parts))

  it('repairs capitals and small letters only, and leaves a mixed name to its owner', () => {
    const family = [
      'DE LA FONTAINE',
      "O'BRIEN",
      "d'estaing",
      'JEAN-PIERRE',
      'MACHADO',
      'MACDONALD',
      'McDONALD',
      'di Caprio',
      'eBay',
    ]
    expect(family.map((name) => cleanNamePart(name, 'family'))).toEqual([
      'de la Fontaine',
      "O'Brien",
      "d'Estaing",
      'Jean-Pierre',
      'Machado',
      'MacDonald',
      'McDONALD',
      'di Caprio',
      'eBay',
    ])
    expect(cleanNamePart('JP', 'given')).toBe('JP')
  })

  it('knows Mr Null from null', () => {
    expect(['Null', 'null', 'NULL', 'Guest'].map((name) => told(cleanNamePart(name, 'family')))).toEqual([
      'Null',
      '! placeholder',
      '! placeholder',
      'Guest',
    ])
  })
})

describe('dates', () => {
  it.each([
    ['2025-12-31', '2025-12-31'],
    ['20251231', '2025-12-31'],
    [20251231, '2025-12-31'],
    ['31/12/2025', '2025-12-31'],
    ['12/31/2025', '2025-12-31'],
    ['03.04.2025', '2025-04-03'],
    ['03/04/2025', '! ambiguous'],
    ['1/2/18', '! ambiguous'],
    ['/Date(1767139200000)/', '2025-12-31'],
    ['Wed, 31 Dec 2025 10:00:00 +0000', '2025-12-31'],
    ['1er janvier 1980', '1980-01-01'],
    ['2025-02-29', '! impossible'],
    ['0000-00-00', '! placeholder'],
    ['soon', '! unreadable'],
    [45_000, '! ambiguous'],
  ])('%s is %s', (received, expected) => expect(told(cleanDate(received))).toBe(expected))

  it('reads ambiguous ones in the order it is told, and two digits when told how far they reach', () => {
    expect(cleanDate('03/04/2025', { dateOrder: 'dmy' })).toBe('2025-04-03')
    expect(cleanDate('03/04/2025', { dateOrder: 'mdy' })).toBe('2025-03-04')
    expect(cleanDate('20/8/1991', { dateOrder: 'mdy' })).toBe('1991-08-20')
    expect(cleanDate('8/20/1991', { dateOrder: 'dmy' })).toBe('1991-08-20')
    expect(told(cleanDate('20/13/1991', { dateOrder: 'dmy' }))).toBe('! impossible')
    expect(cleanDate('1/2/18', { dateOrder: 'mdy', latestYear: 2030 })).toBe('2018-01-02')
    expect(cleanDate('1/2/31', { dateOrder: 'mdy', latestYear: 2030 })).toBe('1931-01-02')
  })

  it('of an instant is the day where the mapping is, midnight in UTC being a date', () => {
    expect(cleanDate('1985-03-01T23:00:00Z', { zone: 'Europe/Paris' })).toBe('1985-03-02')
    expect(cleanDate('1985-03-01T00:00:00.000Z', { zone: 'America/New_York' })).toBe('1985-03-01')
  })

  it('places a wall clock in its zone, over the hours that clocks skip and repeat', () => {
    const paris = { zone: 'Europe/Paris' }
    expect(cleanInstant('2025-07-01T12:00:00', paris)).toBe('2025-07-01T10:00:00.000Z')
    expect(cleanInstant('2025-03-30T02:30:00', paris)).toBe('2025-03-30T01:30:00.000Z')
    expect(cleanInstant('2025-10-26T02:30:00', paris)).toBe('2025-10-26T00:30:00.000Z')
    expect(cleanInstant('2025-10-26T03:00:00', paris)).toBe('2025-10-26T02:00:00.000Z')
    expect(cleanInstant('2025-11-02T01:30:00', { zone: 'America/New_York' })).toBe('2025-11-02T05:30:00.000Z')
    expect(cleanInstant('2025-10-05T02:15:00', { zone: 'Australia/Lord_Howe' })).toBe('2025-10-04T15:45:00.000Z')
  })

  it('of birth are refused in the future, before 1900, and as a system’s zero', () => {
    const births = ['2042-05-03', '1850-01-01', '1900-01-01', '1970-01-01', '1980', '1980-05', '2026-11-24', '2027']
    expect(births.map((date) => told(cleanBirthDate(date, nowMs)))).toEqual([
      '! impossible',
      '! impossible',
      '! placeholder',
      '! placeholder',
      '1980',
      '1980-05',
      '2026-11-24',
      '! impossible',
    ])
  })

  it('come from spreadsheets’ serials only when asked to', () => {
    expect(wallClockOfSerial(45_000.5)).toBe('2023-03-15T12:00:00')
    expect(told(wallClockOfSerial(12))).toBe('! impossible')
  })
})

describe('numbers and money', () => {
  it.each([
    ['1 234,56', 1234.56],
    ['1.234.567,8', 1234567.8],
    ['1,234', '! ambiguous'],
    ['1.234', 1.234],
    ['4374,13', 4374.13],
    ['12-', -12],
    ['(5)', -5],
    ["1'000.50", 1000.5],
    ['1.2.3', '! unreadable'],
  ])('%s is %s', (received, expected) => expect(told(cleanNumber(received))).toBe(expected))

  it('are settled by the decimal mark', () => {
    expect([cleanNumber('1,234', ','), cleanNumber('1,234', '.'), cleanNumber('1.234', ',')]).toEqual([
      1.234, 1234, 1234,
    ])
  })

  it.each([
    ['1 234,56 €', 123456, 'EUR'],
    ['USD 4999', 499900, 'USD'],
    ['-€5', -500, 'EUR'],
    ["CHF 1'000.-", 100000, 'CHF'],
    ['¥1200', 1200, 'JPY'],
    ['1.0055 BHD', 1006, 'BHD'],
    ['1.005', 101, 'EUR'],
  ])('%s is %d minor units of %s', (received, amountMinor, currency) => {
    expect(cleanMoney(received, 'EUR')).toMatchObject({ amountMinor, currency })
  })

  it('take the rate of their date into the reporting currency', () => {
    const yen = { amountMinor: 1000, currency: 'JPY', exponent: 0 }
    const rateOn = (_: string, date: string) => (date < '2025' ? 0.0062 : 0.006)
    expect(withReporting(yen, { currency: 'EUR', rateOn }, '2024-12-31').reportingMinor).toBe(620)
    expect(withReporting(yen, { currency: 'EUR', rateOn }, '2025-01-01').reportingMinor).toBe(600)
    expect(withReporting(yen, { currency: 'EUR', rateOn: () => undefined }, '2025-01-01')).toEqual(yen)
  })

  it('need a currency', () => expect(told(cleanMoney('12'))).toBe('! ambiguous'))
})

describe('places and codes', () => {
  it('knows countries by code and by name in ten languages', () => {
    const names = [
      'FR',
      'fra',
      '250',
      'uk',
      'United States',
      'États-Unis',
      'Deutschland',
      'España',
      'フランス',
      '中国',
      'المغرب',
      'Côte d’Ivoire',
      'Atlantis',
    ]
    expect(names.map((name) => told(cleanCountry(name)))).toEqual([
      'FR',
      'FR',
      'FR',
      'GB',
      'US',
      'US',
      'DE',
      'ES',
      'FR',
      'CN',
      'MA',
      'CI',
      '! unreadable',
    ])
  })

  it('knows languages by tag and by name', () => {
    expect(
      ['FR', 'fr_FR', 'fre', 'Français', '日本語', 'pt-br', 'fr-FR,fr;q=0.9', 'Klingon?'].map((name) =>
        told(cleanLanguage(name)),
      ),
    ).toEqual(['fr', 'fr-FR', 'fr', 'fr', 'ja', 'pt-BR', 'fr-FR', '! unreadable'])
  })

  it('verifies VAT numbers and IBANs', () => {
    expect([cleanVat('FR 40 303265045'), cleanVat('40303265045', 'FR'), told(cleanVat('FR41303265045'))]).toEqual([
      'FR40303265045',
      'FR40303265045',
      '! impossible',
    ])
    expect([
      cleanIban('gb82 west 1234 5698 7654 32'),
      told(cleanIban('GB82WEST12345698765433')),
      told(cleanIban('hello')),
    ]).toEqual(['GB82WEST12345698765432', '! impossible', '! unreadable'])
  })

  it('compares addresses by place and street, however the street is written', () => {
    const normal = (street: string, postalCode: unknown, country = 'FR') =>
      cleanAddress({ street, postalCode, country })?.normal
    expect(normal('12, Avenue Foch', '75116')).toBe(normal('12 av. FOCH', 75116))
    expect(normal('Hauptstraße 5', '10115', 'DE')).toBe(normal('Hauptstr. 5', '10115', 'Germany'))
    expect(cleanAddress({ street: '123 Main Street, Las Vegas NV 89132' })?.address).toEqual({
      street: '123 Main Street',
      postalCode: '89132',
      city: 'Las Vegas',
      region: 'NV',
      country: 'US',
    })
  })

  it('writes postal codes as their country does', () => {
    expect([
      cleanPostalCode('sw1a1aa', 'GB'),
      cleanPostalCode(2134, 'US'),
      cleanPostalCode('1234ab', 'NL'),
      told(cleanPostalCode('ABC', 'FR')),
    ]).toEqual(['SW1A 1AA', '02134', '1234 AB', '! impossible'])
  })

  it('folds what search compares', () => {
    expect(['Aurélie', "O'Brien", 'Müller-Lüdenscheidt', 'STRASSE', 'Straße', '東京'].map(foldText)).toEqual([
      'aurelie',
      'obrien',
      'muller ludenscheidt',
      'strasse',
      'strasse',
      'dongjing',
    ])
    expect(acceptedValue(cleanUrl('WWW.Maison.FR'))).toBe('https://www.maison.fr')
  })
})
