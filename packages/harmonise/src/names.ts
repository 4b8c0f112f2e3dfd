import { type Cleaned, PLACEHOLDER, textOf, UNREADABLE } from './cleaned.ts'
import { repairCase } from './name-case.ts'
import { isSuffix, peelHonorifics, peelSuffixes } from './name-titles.ts'
import { isPlaceholderName } from './placeholders.ts'

/** A person's name in parts. */
export interface PersonName {
  readonly honorific?: string
  readonly givenName?: string
  readonly middleName?: string
  readonly familyName?: string
  readonly suffix?: string
}

/** Which part stands first where nothing else tells. */
export type NameOrder = 'given-first' | 'family-first'

const invisible = /[\p{Cc}\p{Cf}]+/gu
const whitespace = /\s+/g
const edges = /^[\s,;:"“”«»*]+|[\s,;:"“”«»*]+$/g
const plainName = /^[A-Za-z][A-Za-z'-]*(?: [A-Za-z'-]+)*$/
const contact = /@|:\/\/|^www\./i
const letters = /\p{L}/u

/** A given, middle or family name: spaces and marks around it gone, its case repaired when it is all capitals or all small. */
export function cleanNamePart(received: unknown, part: 'given' | 'family' = 'given'): Cleaned<string> {
  const text = nameText(received)
  return typeof text === 'string' ? repairCase(text, part) : text
}

/** A person's whole name, tidied and its case repaired, titles left where they are. */
export function cleanFullName(received: unknown): Cleaned<string> {
  const text = nameText(received)
  return typeof text === 'string' ? repairCase(text, 'full') : text
}

/** An organisation's name, tidied. Its case is its own: BASF and eBay stay. */
export function cleanOrganizationName(received: unknown): Cleaned<string> {
  return nameText(received)
}

/**
 * A whole name in parts. A comma (`Dupont, Marie`) or capitals (`DUPONT Marie`) tell the family name; else the order
 * does: family first in Chinese, Japanese, Korean, Vietnamese and Hungarian, given first elsewhere. Titles and
 * suffixes are peeled off, particles stay with the family name. Names in Han or Hangul without a space are split
 * where a Chinese or Korean family name is known; Japanese ones are left whole (nothing tells where).
 * @returns no part at all when there is nothing to tell the parts by
 */
export function splitName(fullName: string, order?: NameOrder, language?: string): PersonName {
  const text = tidy(fullName)
  const comma = text.indexOf(',')
  if (comma > 0) {
    const after = text.slice(comma + 1).trim()
    if (!after.split(' ').every(isSuffix)) return ofTwoSides(text.slice(0, comma).trim(), after)
  }
  const { rest: untitled, honorific } = peelHonorifics(text.split(whitespace), language)
  const { rest: words, suffix } = peelSuffixes(untitled)
  const ends = { honorific, suffix }
  const [only] = words
  if (only === undefined) return partsOf(ends, [], [], [])
  if (words.length === 1) return ofOneWord(only, ends, language)
  const capitals = familyInCapitals(words)
  if (capitals !== undefined) return partsOf(ends, capitals.given.slice(0, 1), capitals.given.slice(1), capitals.family)
  const isFamilyFirst = (order ?? orderOf(language, text)) === 'family-first'
  if (isFamilyFirst) {
    const end = familyEnd(words)
    return partsOf(ends, words.slice(end), [], words.slice(0, end))
  }
  const start = familyStart(words, language)
  return partsOf(ends, words.slice(0, 1), words.slice(1, start), words.slice(start))
}

/** The whole name from its parts, in the order its script or language reads. `undefined` when there is no part. */
export function joinName(name: PersonName, order?: NameOrder): string | undefined {
  const { givenName, middleName, familyName, suffix } = name
  if (givenName === undefined && familyName === undefined) return undefined
  if (familyName !== undefined && givenName !== undefined && cjk.test(familyName) && cjk.test(givenName)) {
    return familyName + givenName
  }
  const parts =
    order === 'family-first' ? [familyName, givenName, middleName, suffix] : [givenName, middleName, familyName, suffix]
  let joined = ''
  for (const part of parts) {
    if (part !== undefined) joined = joined === '' ? part : `${joined} ${part}`
  }
  return joined
}

const cjk = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}々ー]+$/u
const hangul = /^\p{Script=Hangul}+$/u
const han = /^\p{Script=Han}+$/u
const familyFirstLanguages = /^(?:zh|ja|ko|vi|hu)\b/

function nameText(received: unknown): Cleaned<string> {
  const text = textOf(received)
  if (typeof text !== 'string') return text
  const tidied = plainName.test(text) ? text : tidy(text)
  if (tidied === '') return PLACEHOLDER
  if (isPlaceholderName(tidied)) return PLACEHOLDER
  if (contact.test(tidied) || tidied.length > 300 || !letters.test(tidied)) return UNREADABLE
  return tidied
}

function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(whitespace, ' ')
    .replace(invisible, '')
    .replace(edges, '')
    .replace(whitespace, ' ')
}

interface Ends {
  readonly honorific: string | undefined
  readonly suffix: string | undefined
}

function partsOf(
  ends: Ends,
  given: readonly string[],
  middle: readonly string[],
  family: readonly string[],
): PersonName {
  const name: { -readonly [K in keyof PersonName]: PersonName[K] } = {}
  if (ends.honorific !== undefined) name.honorific = ends.honorific
  if (given.length > 0) name.givenName = repairCase(given.join(' '), 'given')
  if (middle.length > 0) name.middleName = repairCase(middle.join(' '), 'given')
  if (family.length > 0) name.familyName = repairCase(family.join(' '), 'family')
  if (ends.suffix !== undefined) name.suffix = ends.suffix
  return name
}

/** `Dupont, Mme Marie Claire` and `Smith Jr., Robert`. */
function ofTwoSides(before: string, after: string): PersonName {
  const { rest: family, suffix } = peelSuffixes(before.split(' '))
  const { rest: untitled, honorific } = peelHonorifics(after.replaceAll(',', ' ').split(whitespace))
  const { rest: given, suffix: late } = peelSuffixes(untitled)
  return partsOf({ honorific, suffix: suffix ?? late }, given.slice(0, 1), given.slice(1), family)
}

function ofOneWord(word: string, ends: Ends, language: string | undefined): PersonName {
  if (hangul.test(word) && word.length >= 2 && word.length <= 5) {
    const length = word.length > 3 || longKorean.has(word.slice(0, 2)) ? 2 : 1
    return partsOf(ends, [word.slice(length)], [], [word.slice(0, length)])
  }
  if (han.test(word) && word.length >= 2 && word.length <= 4 && language?.startsWith('ja') !== true) {
    const length = longChinese.has(word.slice(0, 2)) && word.length > 2 ? 2 : chinese.includes(word.charAt(0)) ? 1 : 0
    if (length > 0) return partsOf(ends, [word.slice(length)], [], [word.slice(0, length)])
  }
  // `Mme Dupont` names a family, `Ana` nobody knows what.
  return ends.honorific === undefined ? {} : partsOf(ends, [], [], [word])
}

const longKorean: ReadonlySet<string> = new Set(['남궁', '황보', '제갈', '사공', '선우', '서문', '독고', '동방'])
const longChinese: ReadonlySet<string> = new Set([
  '欧阳',
  '司马',
  '诸葛',
  '上官',
  '司徒',
  '夏侯',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '歐陽',
  '司馬',
  '諸葛',
])
const chinese =
  '王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯'

function orderOf(language: string | undefined, text: string): NameOrder {
  if (language !== undefined) return familyFirstLanguages.test(language) ? 'family-first' : 'given-first'
  return cjk.test(text.replaceAll(' ', '')) ? 'family-first' : 'given-first'
}

/** `MONTFERRAND Helene`, `Helene DE LA TOUR`: capitals beside other words are the family name's. */
function familyInCapitals(
  words: readonly string[],
): { family: readonly string[]; given: readonly string[] } | undefined {
  const isCapital = words.map((word) => capitals.test(word))
  const first = isCapital.indexOf(true)
  const last = isCapital.lastIndexOf(true)
  if (first < 0 || isCapital.every(Boolean)) return undefined
  if (isCapital.slice(first, last + 1).includes(false)) return undefined
  if (first === 0) return { family: words.slice(0, last + 1), given: words.slice(last + 1) }
  if (last !== words.length - 1) return undefined
  let start = first
  while (start > 1 && isParticle(words[start - 1] ?? '')) start -= 1
  return { family: words.slice(start), given: words.slice(0, start) }
}
const capitals = /^\p{Lu}['’.-]?\p{Lu}[\p{Lu}'’-]*$/u

const particles: ReadonlySet<string> = new Set(
  'de du des d la le les van von vom zu zur zum der den het ter ten te da das do dos di del della dello dei degli e y i bin ibn ben al el af av st saint san'.split(
    ' ',
  ),
)

function isParticle(word: string): boolean {
  return particles.has(word.toLowerCase())
}

function familyStart(words: readonly string[], language: string | undefined): number {
  const last = words.length - 1
  // Spanish names end in two family names: Gabriel García Márquez.
  let start =
    language?.startsWith('es') === true && words.length > 2 && !isParticle(words[last - 1] ?? '') ? last - 1 : last
  while (start > 1 && isParticle(words[start - 1] ?? '')) start -= 1
  return start
}

function familyEnd(words: readonly string[]): number {
  let end = 1
  while (end < words.length - 1 && isParticle(words[end - 1] ?? '')) end += 1
  return end
}
