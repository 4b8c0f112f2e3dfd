/** Texts that programs, forms and people write for "nothing", lower-case. */
const nothings: ReadonlySet<string> = new Set(
  (
    'n/a|n.a.|n.a|#n/a|#na|#ref!|#value!|#name?|null|(null)|<null>|\\n|undefined|nan|nil|none|[object object]|' +
    'not available|not applicable|not provided|not known|no data|tbd|tba|t.b.d.|unknown|unkown|inconnu|inconnue|unbekannt|' +
    'desconocido|sconosciuto|keine angabe|k.a.|k. a.|non renseigné|non renseigne|nc|n.c.|sans objet|aucun|' +
    'no name|noname|nobody|anonymous|anonyme|xxx|xxxx|xxxxx|asdf|qwerty|dummy|placeholder|test test'
  ).split('|'),
)

/** Of those, the ones that are no value of any field, not even of a status or a comment. */
const junk: ReadonlySet<string> = new Set(
  'null|(null)|<null>|\\n|undefined|nan|nil|[object object]|n/a|#n/a|#ref!|#value!|#name?'.split('|'),
)

/** What is a name nowhere, though the word is a value elsewhere. */
const noNames: ReadonlySet<string> = new Set(
  'test|first name|firstname|last name|lastname|prénom|prenom|nom|vorname|nachname|given name|family name|full name|user|customer'.split(
    '|',
  ),
)

const runs = ['0123456789', '9876543210', '1234567890', '0987654321']
const onlyMarks = /^[\p{P}\p{S}\s]+$/u
const separators = /[^a-z0-9]/g

/** Whether a text is a program's nothing (`null`, `undefined`, `[object Object]`, `#N/A`): no value of any field. */
export function isJunkText(text: string): boolean {
  if (text.length > 15) return false
  return junk.has(text.toLowerCase())
}

/** Whether a text says "nothing" where a value belongs: {@link isJunkText}, `unknown`, `tbd`, only punctuation. */
export function isPlaceholderText(text: string): boolean {
  if (text.length > 18) return onlyMarks.test(text)
  return nothings.has(text.toLowerCase()) || onlyMarks.test(text)
}

/**
 * Whether a text stands for no name. `Null` spelled as a name is one (it is a family name); `NULL` and `null` are not.
 */
export function isPlaceholderName(text: string): boolean {
  if (text === 'Null') return false
  return isPlaceholderText(text) || (text.length <= 11 && noNames.has(text.toLowerCase()))
}

/**
 * Whether a text must not identify anybody: a placeholder, zeros only, one character repeated, a run of the keyboard
 * (1234567890), `true` and `false`. Short numbers pass: 7 and 12345 are somebody's ids.
 */
export function isPlaceholderIdentifier(text: string): boolean {
  if (isPlaceholderText(text)) return true
  const plain = text.toLowerCase().replace(separators, '')
  if (plain === '') return onlyMarks.test(text)
  if (plain === 'true' || plain === 'false' || plain === 'test' || plain === 'na') return true
  return isZeros(plain) || isFiller(plain)
}

/** Whether digits are one repeated (five or more), or a run up or down the keyboard (seven or more). */
export function isFiller(digits: string): boolean {
  if (digits.length >= 5 && isRepeated(digits)) return true
  return digits.length >= 7 && digits.length <= 10 && runs.some((run) => run.includes(digits))
}

function isZeros(text: string): boolean {
  return text.charCodeAt(0) === 48 && isRepeated(text)
}

function isRepeated(text: string): boolean {
  const first = text.charCodeAt(0)
  for (let at = 1; at < text.length; at += 1) if (text.charCodeAt(at) !== first) return false
  return true
}

const noLocalParts: ReadonlySet<string> = new Set(
  'noreply|no-reply|no.reply|no_reply|donotreply|do-not-reply|do.not.reply|noemail|no-email|no.email|nomail|no-mail|nobody|none|null|undefined|unknown|na|n/a|notprovided|notavailable'.split(
    '|',
  ),
)
const sameBothSides: ReadonlySet<string> = new Set(
  'test|a|aa|aaa|b|x|xx|xxx|none|no|na|email|mail|abc|asdf|qwerty|example|fake|dummy|user|name|123'.split('|'),
)

/** Whether a normal e-mail address is nobody's: `noreply@…`, `test@test.com`, `a@a.fr`. */
export function isPlaceholderEmail(localPart: string, domain: string): boolean {
  if (noLocalParts.has(localPart)) return true
  const label = domain.slice(0, domain.indexOf('.'))
  return label === localPart && sameBothSides.has(label)
}

const noDates: ReadonlySet<string> = new Set([
  '0000-00-00',
  '0001-01-01',
  '1753-01-01',
  '1899-12-30',
  '1899-12-31',
  '1900-01-00',
  '1900-01-01',
  '1970-01-01',
  '9999-12-31',
])

/** Whether a birth date is a system's zero: 1900-01-01, 1970-01-01, 9999-12-31 and the like. */
export function isPlaceholderBirthDate(isoDate: string): boolean {
  return noDates.has(isoDate)
}
