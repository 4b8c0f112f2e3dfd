import type { Money } from '@rapport/core'
import currencyCodes from 'currency-codes'
import {
  AMBIGUOUS,
  type Cleaned,
  IMPOSSIBLE,
  isRefused,
  PLACEHOLDER,
  type Refused,
  TYPE_CHANGED,
  textOf,
  UNREADABLE,
} from './cleaned.ts'
import { decimalText } from './numbers.ts'
import { isPlaceholderText } from './placeholders.ts'

/** The workspace's reporting currency, and how to reach it: rates are handed in, dated, never looked up. */
export interface ReportingCurrency {
  readonly currency: string
  /** How many units of the reporting currency one unit of `currency` was worth on that date (`2025-12-31`); `undefined`: unknown. */
  readonly rateOn: (currency: string, date: string) => number | undefined
}

/** How many decimals a currency has (EUR 2, JPY 0, BHD 3); `undefined` when ISO 4217 does not know it. */
export function currencyExponent(currency: string): number | undefined {
  return exponents.get(currency)
}

/** A currency as its ISO 4217 code, from a code or a sign. `local` decides whose dollar or yen a bare sign means. */
export function cleanCurrency(received: unknown, local?: string): Cleaned<string> {
  const text = textOf(received)
  if (typeof text !== 'string') return text
  if (exponents.has(text)) return text
  const upper = text.toUpperCase()
  if (exponents.has(upper)) return upper
  const sign = currencyOfSign(text, local)
  if (sign !== undefined) return sign
  return isPlaceholderText(text) ? PLACEHOLDER : UNREADABLE
}

/**
 * An amount in minor units. The currency is the one the text carries (`€`, `USD 4999`), else `currency`.
 * Decimals beyond the currency's are rounded half away from zero. `ambiguous` without any currency, `impossible` when
 * minor units leave the safe integers or two currencies contradict each other.
 */
export function cleanMoney(received: unknown, currency?: string, decimal?: '.' | ','): Cleaned<Money> {
  if (typeof received === 'boolean') return TYPE_CHANGED
  const text = textOf(received)
  if (typeof text !== 'string') return text
  // Mostly a bare number: digits at both ends.
  if (bareNumber.test(text)) return moneyOf(decimalText(text, decimal), currency)
  const parts = withCurrency.exec(text)
  if (parts === null) return moneyOf(decimalText(text, decimal), currency)
  const [, before = '', amount = '', after = ''] = parts
  const isNegative = minusBefore.test(before) || minusAfter.test(after) || (before.includes('(') && after.includes(')'))
  const sign = (before + after).replace(notSign, '')
  const named = sign === '' ? currency : cleanCurrency(sign, currency)
  if (isRefused(named)) return isPlaceholderText(text) ? PLACEHOLDER : UNREADABLE
  // Swiss prices end in `.-` for no cents.
  const plain = decimalText(amount.replace(bareMark, ''), decimal)
  return moneyOf(isNegative && typeof plain === 'string' ? `-${plain}` : plain, named)
}

/** An amount that is in minor units already. */
export function moneyOfMinor(received: unknown, currency: string | undefined): Cleaned<Money> {
  const amount = typeof received === 'number' ? received : Number(textOf(received) ?? Number.NaN)
  if (received === undefined || received === null || received === '') return undefined
  if (!Number.isSafeInteger(amount)) return UNREADABLE
  const exponent = currency === undefined ? undefined : exponents.get(currency)
  if (currency === undefined || exponent === undefined) return AMBIGUOUS
  return { amountMinor: amount, currency, exponent }
}

/**
 * The same amount with `reportingMinor` at the rate of its date; unchanged when the rate is unknown.
 * @param date - `2025-12-31`
 */
export function withReporting(money: Money, reporting: ReportingCurrency, date: string): Money {
  const exponent = exponents.get(reporting.currency)
  if (exponent === undefined) return money
  const rate = money.currency === reporting.currency ? 1 : reporting.rateOn(money.currency, date)
  if (rate === undefined || !(rate > 0)) return money
  const reportingMinor = Math.round(money.amountMinor * rate * 10 ** (exponent - money.exponent))
  if (!Number.isSafeInteger(reportingMinor)) return money
  const { amountMinor, currency, exponent: own } = money
  return { amountMinor, currency, exponent: own, reportingMinor: reportingMinor === 0 ? 0 : reportingMinor }
}

const exponents: ReadonlyMap<string, number> = new Map(currencyCodes.data.map(({ code, digits }) => [code, digits]))
const bareNumber = /^-?\d(?:[^\p{L}\p{Sc}]*[\d-])?$/u
const minusBefore = /[-−]/
const minusAfter = /^\s*-\s*(?:[^\d-]|$)/
const notSign = /[\s().+−–-]/g
const bareMark = /[.,]$/
const withCurrency = /^([^\d,.]*)([\d.,][\d.,\s\u00a0\u202f'’]*?)\s*([^\d]*)$/

const signs: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₽': 'RUB',
  '₺': 'TRY',
  '₩': 'KRW',
  '₪': 'ILS',
  '₫': 'VND',
  '฿': 'THB',
  '₴': 'UAH',
  '₦': 'NGN',
  '₱': 'PHP',
  '₡': 'CRC',
  zł: 'PLN',
  zl: 'PLN',
  kč: 'CZK',
  ft: 'HUF',
  lei: 'RON',
  fr: 'CHF',
  sfr: 'CHF',
  r$: 'BRL',
  us$: 'USD',
  usd$: 'USD',
  c$: 'CAD',
  ca$: 'CAD',
  a$: 'AUD',
  au$: 'AUD',
  nz$: 'NZD',
  hk$: 'HKD',
  s$: 'SGD',
  mx$: 'MXN',
  nt$: 'TWD',
  円: 'JPY',
  元: 'CNY',
  rmb: 'CNY',
  euro: 'EUR',
  euros: 'EUR',
  dh: 'AED',
  dhs: 'AED',
  rs: 'INR',
}
/** Signs that several countries use: the mapping's own currency when it is one of them, else the first. */
const sharedSigns: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD', 'MXN', 'TWD', 'CLP', 'COP', 'ARS'],
  '¥': ['JPY', 'CNY'],
  '￥': ['JPY', 'CNY'],
}
const crowns: readonly string[] = ['SEK', 'NOK', 'DKK', 'ISK']

function currencyOfSign(text: string, local: string | undefined): string | undefined {
  const sign = text.toLowerCase()
  const one = Object.hasOwn(signs, sign) ? signs[sign] : undefined
  if (one !== undefined) return one
  const several = Object.hasOwn(sharedSigns, sign) ? sharedSigns[sign] : undefined
  if (several !== undefined) return local !== undefined && several.includes(local) ? local : several[0]
  return sign === 'kr' && local !== undefined && crowns.includes(local) ? local : undefined
}

function moneyOf(plain: string | Refused, currency: string | undefined): Cleaned<Money> {
  if (typeof plain !== 'string') return plain
  if (currency === undefined) return AMBIGUOUS
  const exponent = exponents.get(currency)
  if (exponent === undefined) return UNREADABLE
  const amountMinor = minorUnits(plain, exponent)
  return Number.isSafeInteger(amountMinor) ? { amountMinor, currency, exponent } : IMPOSSIBLE
}

/** Cuts minor units out of the decimal text: 1.005 has no exact float, its text has. */
function minorUnits(plain: string, exponent: number): number {
  const isNegative = plain.charCodeAt(0) === 45
  const body = isNegative ? plain.slice(1) : plain
  const dot = body.indexOf('.')
  const whole = dot < 0 ? body : body.slice(0, dot)
  const fraction = dot < 0 ? '' : body.slice(dot + 1)
  let minor = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'))
  if (fraction.length > exponent && fraction.charCodeAt(exponent) >= 53) minor += 1
  return isNegative && minor !== 0 ? -minor : minor
}
