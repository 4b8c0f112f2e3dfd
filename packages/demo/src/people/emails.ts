import type { Random } from '../random.ts'
import { slug } from '../text.ts'

/** Mail domains under the top-level domain that is reserved for examples (RFC 2606): nobody receives there. */
const DOMAINS =
  `courriel.example mail.example webmail.example postbox.example messagerie.example inbox.example lettre.example
  fastpost.example orangerie.example nuage.example home-mail.example bureau.example cabinet-conseil.example atelier.example
  galerie.example partners.example`.split(/\s+/)

/**
 * A mail address made from a name. The serial is in it, so that no two people share one by accident; the same
 * serial with another `variant` gives the same person's other address.
 */
export function makeEmail(
  firstName: string,
  lastName: string,
  serial: number,
  variant: number,
  random: Random,
): string {
  const first = slug(firstName) || 'client'
  const last = slug(lastName) || 'client'
  const number = `${serial}${variant === 0 ? '' : `.${variant}`}`
  const domain = random.pickSkewed(DOMAINS)
  switch (random.integer(5)) {
    case 0:
      return `${first}.${last}${number}@${domain}`
    case 1:
      return `${first.charAt(0)}${last}${number}@${domain}`
    case 2:
      return `${last}.${first}${number}@${domain}`
    case 3:
      return `${first}_${number}@${domain}`
    default:
      return `${first}${last.charAt(0)}${number}@${domain}`
  }
}

/** The address with a slip in its letters, digits untouched so that it hits no other person's. */
export function misspellEmail(email: string, random: Random): string {
  const at = email.indexOf('@')
  const domain = email.slice(at + 1)
  if (random.chance(0.5)) return `${email.slice(0, at + 1)}${domain.replace('.example', '.exmaple')}`
  const name = email.slice(0, at)
  const letters = name.search(/[0-9]/)
  const cut = Math.max(1, Math.min(letters < 0 ? name.length : letters, name.length) - 1)
  return `${name.slice(0, cut)}${name.charAt(cut - 1)}${name.slice(cut)}@${domain}`
}
