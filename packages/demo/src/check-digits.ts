/** Numbers that end in a check digit. What is made here is valid by its form and belongs to nobody. */

/** The 13th digit that makes a 12-digit article number valid. */
export function withGtinDigit(twelve: string): string {
  let sum = 0
  for (let index = 0; index < 12; index++) sum += Number(twelve.charAt(index)) * (index % 2 === 0 ? 1 : 3)
  return twelve + ((10 - (sum % 10)) % 10)
}

/** The digits with the one behind them that Luhn's check wants: SIREN, SIRET, cards. */
export function withLuhnDigit(digits: string): string {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits.charAt(digits.length - 1 - at))
    const weighted = at % 2 === 0 ? digit * 2 : digit
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return digits + ((10 - (sum % 10)) % 10)
}

/** The French VAT number of a SIREN. */
export function frenchVatNumber(siren: string): string {
  return `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}`
}
