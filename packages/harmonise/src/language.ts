import { type Cleaned, PLACEHOLDER, textOf, UNREADABLE } from './cleaned.ts'
import { foldText } from './fold.ts'
import { memoize } from './memo.ts'
import { isPlaceholderText } from './placeholders.ts'

/**
 * A language as a canonical BCP 47 tag (`fr`, `pt-BR`), from a tag in any spelling (`FR`, `fr_fr`, `fre`, the first of
 * an Accept-Language header) or from its name in eight languages or its own. `unreadable` otherwise.
 */
export function cleanLanguage(received: unknown): Cleaned<string> {
  const text = textOf(received)
  if (typeof text !== 'string') return text
  if (text.length > 200) return UNREADABLE
  const found = lookUp(text)
  if (found !== '') return found
  return isPlaceholderText(text) ? PLACEHOLDER : UNREADABLE
}

const known =
  'af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl he hi hr hu hy id is it ja ka kk km ko lb lt lv mk mn ms mt nb nl nn no pl ps pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh'.split(
    ' ',
  )
const namedIn = ['en', 'fr', 'de', 'es', 'it', 'ja', 'zh', 'ar', 'pt', 'nl']

/** Words people use that no list has. */
const alsoKnownAs: Readonly<Record<string, string>> = {
  mandarin: 'zh',
  cantonese: 'yue',
  flemish: 'nl-BE',
  flamand: 'nl-BE',
  vlaams: 'nl-BE',
  castellano: 'es',
  'brazilian portuguese': 'pt-BR',
  brasileiro: 'pt-BR',
  'british english': 'en-GB',
  'american english': 'en-US',
  farsi: 'fa',
  tagalog: 'tl',
  jp: 'ja',
  cn: 'zh',
  cz: 'cs',
  dk: 'da',
  gr: 'el',
}

let byName: Map<string, string> | undefined
let english: Intl.DisplayNames | undefined

/** '' when it is no language's. */
const lookUp = memoize<string>(2_000, (text) => {
  byName ??= buildNames()
  const header = text.indexOf(',') > 0 ? text.slice(0, text.indexOf(',')) : text
  const tag = (header.includes(';') ? header.slice(0, header.indexOf(';')) : header).trim()
  return byName.get(foldText(tag)) ?? canonicalTag(tag.replaceAll('_', '-').replace(/\..*$/, ''))
})

function canonicalTag(tag: string): string {
  try {
    const canonical = Intl.getCanonicalLocales(tag)[0] ?? ''
    english ??= new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })
    return english.of(new Intl.Locale(canonical).language) === undefined ? '' : canonical
  } catch {
    return ''
  }
}

function buildNames(): Map<string, string> {
  const names = new Map<string, string>()
  for (const locale of namedIn) {
    const display = new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' })
    for (const language of known) {
      const name = display.of(language)
      if (name !== undefined) names.set(foldText(name), language)
    }
  }
  for (const language of known) {
    const own = new Intl.DisplayNames([language], { type: 'language', fallback: 'none' }).of(language)
    if (own !== undefined && !names.has(foldText(own))) names.set(foldText(own), language)
  }
  for (const [name, language] of Object.entries(alsoKnownAs)) names.set(name, language)
  return names
}
