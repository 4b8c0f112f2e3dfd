/** A value that a sentence says, as its words say it. Found by formats of English and French alone: nobody tells what is where. */
export type Spoken = { readonly text: string; readonly at: number } & (
  | { readonly kind: 'quote'; readonly words: string; readonly isCut: boolean }
  | { readonly kind: 'date'; readonly day: string; readonly time: string | null; readonly cue: Cue | null }
  | { readonly kind: 'month'; readonly month: string; readonly cue: Cue | null }
  | { readonly kind: 'money'; readonly amount: number; readonly currency: string }
  | { readonly kind: 'percent'; readonly share: number }
  | { readonly kind: 'phone'; readonly digits: string }
  | { readonly kind: 'identifier'; readonly identifier: string }
  | { readonly kind: 'number'; readonly number: number; readonly noun: string | null }
  | { readonly kind: 'name'; readonly word: string }
)

export type SpokenLanguage = 'en' | 'fr'

/** What the words before a date say of it. */
export type Cue = 'first' | 'last' | 'arrival' | 'departure' | 'delivered' | 'promised' | 'due' | 'stated'

const cues: readonly (readonly [RegExp, Cue])[] = [
  [/, (?:last on|la dernière fois le) $/u, 'last'],
  [
    /(?:^| (?:in|en)(?: the last)? [^ ]+ )(?:orders?|stays?|commandes?|séjours?)(?: parmi les plus récente?s)? (?:since|depuis) $/u,
    'first',
  ],
  [/stay(?: at [^.]*?)? from $|[Ss]éjour(?: \([^)]*\))? du $/u, 'arrival'],
  [/ to $| au $/u, 'departure'],
  [/delivered $|remise le $/u, 'delivered'],
  [/promised for $|promise pour le $/u, 'promised'],
  [/unpaid, (?:overdue since|due) $|dus, (?:échus depuis|à régler avant) le $/u, 'due'],
  [/\((?:refused|withdrawn|objected) $|\((?:refus du|accord retiré le|opposition du) $/u, 'stated'],
  [/\p{L} \($/u, 'arrival'],
  [/ (?:order|stay) on $| (?:commande|séjour) le $/u, 'last'],
]

const months: Readonly<Record<SpokenLanguage, readonly string[]>> = {
  en: 'January February March April May June July August September October November December'.split(' '),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
}
const numberWords: Readonly<Record<SpokenLanguage, readonly string[]>> = {
  en: 'no one two three four five six seven eight nine ten eleven twelve'.split(' '),
  fr: 'zéro un deux trois quatre cinq six sept huit neuf dix onze douze'.split(' '),
}
/** `no` and `un` are words of their own; numbers only before what is counted. */
/** Articles, unless what follows is told of. */
const ambiguous = new Set(['no', 'one', 'un', 'une', 'aucun', 'aucune'])
const zeros = new Set(['no', 'none', 'zéro', 'aucun', 'aucune'])

/** What is counted, in both languages, under one name. */
const nouns: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    record: 'record records fiche fiches',
    order: 'order orders commande commandes',
    return: 'return returns retour retours',
    stay: 'stay stays séjour séjours',
    night: 'night nights nuit nuits',
    invoice: 'invoice invoices facture factures',
    point: 'point points',
    day: 'day days jour jours',
    visit: 'visit visits visite visites',
    treatment: 'treatment treatments soin soins',
    room: 'room rooms chambre chambres',
    profile: 'profile profiles profil profils',
    pharmacy: 'pharmacies officines',
    more: 'more article articles',
    case: 'case cases dossier dossiers',
  }).flatMap(([name, words]) => words.split(' ').map((word) => [word, name])),
)
/** Words that may stand between a number and what it counts. */
const between = new Set('other autres autre seule seul comparable comparables spa sea-view sea view vue mer'.split(' '))

const currencies: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  $: 'USD',
  US$: 'USD',
  $US: 'USD',
  '£GB': 'GBP',
  '¥': 'JPY',
  'JP¥': 'JPY',
  JPY: 'JPY',
  'CN¥': 'CNY',
  CNY: 'CNY',
  AED: 'AED',
  EUR: 'EUR',
  GBP: 'GBP',
  USD: 'USD',
}
const CURRENCY = Object.keys(currencies)
  .sort((a, b) => b.length - a.length)
  .map((sign) => sign.replace(/[$]/g, '\\$&'))
  .join('|')

/** How long a window is belongs to what a sentence counts, not to what it found. */
const windows: readonly (readonly [RegExp, string])[] = [
  [/\bin the last 12 months/gi, 'm'],
  [/\b(?:the )?last (?:12 months|30 days)/gi, ''],
  [/\bof the 12 before/gi, ''],
  [/\bces 12 derniers mois/gi, 'm'],
  [/\b(?:des|les|ces) (?:12|30) derniers (?:mois|jours)/gi, ''],
  [/\bdes 12 précédents/gi, ''],
  // What a rule of an action asks for.
  [/\b(?:in|en) (?:12|30|90) (?:months|days|mois|jours)/gi, ''],
  [/\b(?:within|dans les) (?:seven|sept) (?:days|jours)/gi, ''],
  [/(?:Three orders or more|Trois commandes ou plus)/g, ''],
]
const TAKEN = '␀'
/** Stands for such a window where a number may count what lies in it. */
const WINDOW = '␁'

/** Capitalised words that are nobody's and nothing's name: how sentences, headings and clauses begin, and words for channels. */
const plainWords = new Set(
  `open no sources known recorded order the invoice expected in last stayed offers call visit e-mail chat note to we probably
  may read client not nothing impossible only other one two three four five six seven eight nine ten eleven twelve premium
  booked is preferences travels followed looked net somebody cares blocked utc sms unnamed given family birth date language tier title
  phone postal name email address name gender nights looked adviser contact details
  réclamation dossier signalement litige aucune aucun les nom décès commande facture une attendu présent dernier séjour séjours offres
  projet appel visite échange à nous appelle donne consulté statut non la lecture profil réservé séjourne préférences voyage a sans une un
  deux trois quatre cinq six sept huit neuf dix onze douze conseiller ca quelqu'un centres bloquée prénom langue civilité adresse date
  numéro téléphone genre coordonnées autre le est listing reference legal raison
  ask why explain mention offer marketing ambassadors points planned see arrives give pharmacies present clicks propose ranges agree payers
  bring promises new begin demander pourquoi expliquer dernière parler pas proposer sollicitations ambassadeurs anonyme joignables
  rappeler veiller promesses dossiers offrir arrive présenter clics référencements convenir payeurs apporter engagements arrivées
  commencer anonymous`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** Everything that a sentence says of numbers, dates, amounts, shares, phones, numbers of documents, quotations and names. */
export function spokenIn(sentence: string, language: SpokenLanguage, nowYear: number): readonly Spoken[] {
  const whole = sentence.replace(/[\u00a0\u202f]/g, ' ').replace(/’/g, "'")
  let rest = whole
  const found: Spoken[] = []
  const take = (pattern: RegExp, read: (match: RegExpExecArray, at: number) => Spoken | undefined) => {
    rest = rest.replace(pattern, (...all) => {
      const groups = all.findLastIndex((one) => typeof one === 'number')
      const match = all.slice(0, groups) as unknown as RegExpExecArray
      const spoken = read(match, all[groups] as number)
      if (spoken) found.push(spoken)
      return spoken ? TAKEN.repeat(match[0].length) : match[0]
    })
  }

  take(/“([^”]*)”|« ?([^»]*?) ?»/g, (match, at) => {
    const words = (match[1] ?? match[2] ?? '').trim()
    const isCut = words.endsWith('…')
    return { kind: 'quote', text: match[0], at, words: isCut ? words.slice(0, -1) : words, isCut }
  })
  for (const [window, mark] of windows)
    rest = rest.replace(window, (match) => (mark === '' ? TAKEN : WINDOW) + TAKEN.repeat(match.length - 1))

  const cueBefore = (at: number) => cues.find(([pattern]) => pattern.test(whole.slice(0, at)))?.[1] ?? null
  const month = months[language].join('|')
  const time = language === 'en' ? ' at (\\d{2}):(\\d{2})( UTC)?' : ' à (\\d{1,2}) h(?: (\\d{2}))?( UTC)?'
  take(
    new RegExp(`(?<!\\d)(\\d{1,2})(?:er)? (${month})(?: (\\d{4}))?(?:${time})?(?![\\p{L}\\d])`, 'gu'),
    (match, at) => {
      const [text, day = '', name = '', year = String(nowYear), hour, minute = '00'] = match
      return {
        kind: 'date',
        text,
        at,
        day: `${year}-${monthNumber(name, language)}-${day.startsWith('0') ? '00' : day.padStart(2, '0')}`,
        time: hour === undefined ? null : `${hour.padStart(2, '0')}:${minute}`,
        cue: cueBefore(at),
      }
    },
  )
  take(new RegExp(`(?<![\\p{L}\\d])(${month})(?: (\\d{4}))(?![\\p{L}\\d])`, 'gu'), (match, at) => {
    const [text, name = '', year = ''] = match
    return { kind: 'month', text, at, month: `${year}-${monthNumber(name, language)}`, cue: cueBefore(at) }
  })

  const digits =
    language === 'en'
      ? '\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?'
      : '\\d{1,3}(?: \\d{3})+(?:,\\d+)?|\\d+(?:,\\d+)?'
  const before = new RegExp(`([-−]?)(${CURRENCY}) ?([-−]?)(${digits})(?![\\d])`, 'gu')
  const after = new RegExp(`([-−]?)(${digits}) (${CURRENCY})(?![\\p{L}\\d])`, 'gu')
  if (language === 'en')
    take(before, ([text, minus, sign = '', minusToo, amount = ''], at) => {
      const currency = currencies[sign]
      if (currency === undefined) return undefined
      return { kind: 'money', text, at, amount: numberOf(amount, language) * (minus || minusToo ? -1 : 1), currency }
    })
  else
    take(after, ([text, minus, amount = '', sign = ''], at) => {
      const currency = currencies[sign]
      if (currency === undefined) return undefined
      return { kind: 'money', text, at, amount: numberOf(amount, language) * (minus ? -1 : 1), currency }
    })
  take(new RegExp(`(${digits}) ?%`, 'gu'), ([text, share = ''], at) => ({
    kind: 'percent',
    text,
    at,
    share: numberOf(share, language),
  }))
  take(/\+\d[\d ().-]{6,}\d/g, ([text], at) => ({ kind: 'phone', text, at, digits: text.replace(/\D/g, '') }))
  // Letters with digits, or so many digits in one that they count nothing.
  take(
    /(?<![\p{L}\d])(?=[\p{L}\d/-]*\d)(?=[\p{L}\d/-]*\p{L})[\p{L}\d]+(?:[-/][\p{L}\d]+)*(?![\p{L}\d])/gu,
    ([text], at) => ({
      kind: 'identifier',
      text,
      at,
      identifier: text,
    }),
  )
  take(/(?<![\p{L}\d])\d{6,}(?![\p{L}\d])/gu, ([text], at) => ({ kind: 'identifier', text, at, identifier: text }))

  const words = [...numberWords[language], 'none', 'une', 'aucune', 'aucun'].join('|')
  take(new RegExp(`(?<![\\p{L}\\d'-])(${digits}|${words})(?![\\p{L}\\d-])`, 'giu'), ([text, value = ''], at) => {
    const noun = nounAfter(rest, at, at + text.length)
    const word = value.toLowerCase()
    const isDigits = /\d/.test(value)
    if (
      /(?:Offrir|Proposer|Give|Offer|paient|pay for|ou,?) (?:une? dîner, ou )?$/u.test(rest.slice(0, at)) ||
      /un dîner, ou $/.test(rest.slice(0, at))
    )
      return undefined
    if (!isDigits && (zeros.has(word) ? noun !== 'recentNight' : ambiguous.has(word) && noun === null)) return undefined
    const number = isDigits
      ? numberOf(value, language)
      : zeros.has(word)
        ? 0
        : word === 'une'
          ? 1
          : numberWords[language].indexOf(word)
    return { kind: 'number', text, at, number, noun }
  })

  take(/(?<![\p{L}\d␀])(?:d'|l')?(\p{Lu}[\p{L}'.]*(?:-\p{L}+)*)/gu, ([text, word = ''], at) => {
    const bare = word.replace(/[.']+$/, '')
    if (plainWords.has(bare.toLowerCase()) && isBeginning(rest, at)) return undefined
    if (bare === 'UTC' || bare === 'SMS') return undefined
    return { kind: 'name', text, at, word: bare }
  })
  return found.sort((a, b) => a.at - b.at)
}

/** Capitalised for its place, not for what it is: at the beginning of a sentence or of a clause. */
const isBeginning = (text: string, at: number): boolean => /(?:^|[.:;·] ?|^␀+ ?)$/.test(text.slice(0, at))

function nounAfter(text: string, from: number, at: number): string | null {
  // Of nights alone it is told how many were in the last year.
  if (text.startsWith(` ${WINDOW}`, at)) return 'recentNight'
  if (/^ (?:of|des) [^ ]+ (?:comparable|officines)/.test(text.slice(at, at + 40))) return 'listing'
  // `Open cases: two`
  if (/: $/.test(text.slice(0, from)) && /^(?:$|[.;]| ·)/.test(text.slice(at))) return 'tally'
  const following = text.slice(at, at + 40).match(/^ ([^.,;:()]*)/)?.[1] ?? ''
  for (const word of following.toLowerCase().split(/ +/).slice(0, 4)) {
    const noun = nouns[word]
    if (noun !== undefined) return noun
    if (!between.has(word)) return null
  }
  return null
}

const monthNumber = (name: string, language: SpokenLanguage): string =>
  String(months[language].indexOf(name) + 1).padStart(2, '0')

/** NaN of what nobody writes: `08`. */
function numberOf(text: string, language: SpokenLanguage): number {
  const plain = language === 'en' ? text.replaceAll(',', '') : text.replaceAll(' ', '').replace(',', '.')
  return /^0\d/.test(plain) ? Number.NaN : Number(plain)
}
