import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import ar from 'i18n-iso-countries/langs/ar.json' with { type: 'json' }
import de from 'i18n-iso-countries/langs/de.json' with { type: 'json' }
import en from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import es from 'i18n-iso-countries/langs/es.json' with { type: 'json' }
import fr from 'i18n-iso-countries/langs/fr.json' with { type: 'json' }
import it from 'i18n-iso-countries/langs/it.json' with { type: 'json' }
import ja from 'i18n-iso-countries/langs/ja.json' with { type: 'json' }
import nl from 'i18n-iso-countries/langs/nl.json' with { type: 'json' }
import pt from 'i18n-iso-countries/langs/pt.json' with { type: 'json' }
import zh from 'i18n-iso-countries/langs/zh.json' with { type: 'json' }
import { type Cleaned, PLACEHOLDER, textOf, UNREADABLE } from './cleaned.ts'
import { foldText } from './fold.ts'
import { memoize } from './memo.ts'
import { isPlaceholderText } from './placeholders.ts'

/**
 * A country as ISO 3166-1 alpha-2, from a code of two or three letters or three digits, or from its name in Arabic,
 * Chinese, Dutch, English, French, German, Italian, Japanese, Portuguese or Spanish. `unreadable` otherwise.
 */
export function cleanCountry(received: unknown): Cleaned<string> {
  const text = textOf(received)
  if (typeof text !== 'string') return text
  if (text.length > 80) return UNREADABLE
  const found = lookUp(text)
  if (found !== '') return found
  return isPlaceholderText(text) ? PLACEHOLDER : UNREADABLE
}

/** The words and codes countries go by beside those of the standard. */
const alsoKnownAs: Readonly<Record<string, string>> = {
  uk: 'GB',
  'u k': 'GB',
  'great britain': 'GB',
  britain: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  angleterre: 'GB',
  ecosse: 'GB',
  grossbritannien: 'GB',
  inghilterra: 'GB',
  inglaterra: 'GB',
  'gran bretagna': 'GB',
  'gran bretana': 'GB',
  'u s a': 'US',
  'u s': 'US',
  usa: 'US',
  'united states of america': 'US',
  america: 'US',
  'etats unis': 'US',
  'etats unis damerique': 'US',
  'vereinigte staaten': 'US',
  eeuu: 'US',
  'ee uu': 'US',
  el: 'GR',
  holland: 'NL',
  hollande: 'NL',
  'the netherlands': 'NL',
  'les pays bas': 'NL',
  russia: 'RU',
  russie: 'RU',
  russland: 'RU',
  'south korea': 'KR',
  'north korea': 'KP',
  'coree du sud': 'KR',
  sudkorea: 'KR',
  czechia: 'CZ',
  'czech republic': 'CZ',
  'republique tcheque': 'CZ',
  tschechien: 'CZ',
  vietnam: 'VN',
  iran: 'IR',
  syria: 'SY',
  taiwan: 'TW',
  'hong kong': 'HK',
  macau: 'MO',
  turkey: 'TR',
  turkiye: 'TR',
  'ivory coast': 'CI',
  'cote divoire': 'CI',
  'cape verde': 'CV',
  swaziland: 'SZ',
  burma: 'MM',
  uae: 'AE',
  'u a e': 'AE',
  emirates: 'AE',
  suisse: 'CH',
  schweiz: 'CH',
  svizzera: 'CH',
  brasil: 'BR',
  espana: 'ES',
  polska: 'PL',
  sverige: 'SE',
  norge: 'NO',
  danmark: 'DK',
  suomi: 'FI',
  osterreich: 'AT',
  hellas: 'GR',
  magyarorszag: 'HU',
}

let byName: Map<string, string> | undefined

/** '' when it is no country's. */
const lookUp = memoize<string>(2_000, (text) => {
  byName ??= buildNames()
  return byName.get(text.toUpperCase()) ?? byName.get(foldText(text)) ?? ''
})

/** Codes in upper case and names folded share one table: no folded name has an upper-case letter. */
function buildNames(): Map<string, string> {
  const names = new Map<string, string>()
  for (const { countries } of [en, fr, de, es, it, pt, nl, ja, zh, ar]) {
    for (const [alpha2, name] of Object.entries<string | readonly string[]>(countries)) {
      for (const one of typeof name === 'string' ? [name] : name) names.set(foldText(one), alpha2)
    }
  }
  for (const [name, alpha2] of Object.entries(alsoKnownAs)) names.set(name, alpha2)
  for (const [alpha2, alpha3, numeric] of codes) {
    if (alpha2 === undefined) continue
    for (const code of [alpha2, alpha3, numeric]) if (code !== undefined) names.set(code, alpha2)
  }
  names.set('UK', 'GB')
  names.set('EL', 'GR')
  return names
}
