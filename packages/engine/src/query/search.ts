import type { ProfileId } from '@rapport/core'
import type { Reader, RowScope } from '../port/reader.ts'
import { foldNumber, nameTokens, nationalDigits, searchFamilies } from '../search/keys.ts'
import { isInScope } from './find-profile.ts'
import { similarNames } from './similar-names.ts'

/** A profile that a search met, and by what. The smaller the rank, the better. */
export interface Met {
  readonly profile: ProfileId
  readonly matched: 'name' | 'email' | 'phone' | 'identifier' | 'similar name' | 'number'
  readonly rank: number
}

const MIN_PHONE_DIGITS = 3
const MIN_NUMBER_SIGNS = 3
const SIMILAR_RANK = 3

/**
 * Profiles for what somebody has typed so far: the start of a name from any of its words, of an e-mail or an identifier, the start or the
 * end of a phone number, the start of the number of an order or a case; where that is not enough, names one slip away. Best first.
 */
export async function search(reader: Reader, text: string, most: number, scope: RowScope): Promise<readonly Met[]> {
  const typed = text.trim()
  if (typed === '') return []
  const met = new Map<ProfileId, Met>()
  const add = (profile: ProfileId, matched: Met['matched'], rank: number) => {
    const there = met.get(profile)
    if (!there || rank < there.rank) met.set(profile, { profile, matched, rank })
  }
  for (const [index, { matched, prefix }] of prefixesOf(typed).entries())
    for (const hit of await reader.searchPrefix([prefix], most))
      add(hit.profile, matched, hit.key === prefix ? index / 10 : 1 + index / 10)
  await addNumbered(reader, typed, most, scope, add)
  if (met.size < most)
    for (const { profile, slips } of await similarNames(reader, typed, most))
      add(profile, 'similar name', SIMILAR_RANK + slips)
  return [...met.values()].sort((a, b) => a.rank - b.rank || a.profile - b.profile).slice(0, most)
}

function prefixesOf(typed: string): readonly { readonly matched: Met['matched']; readonly prefix: string }[] {
  const prefixes: { matched: Met['matched']; prefix: string }[] = []
  const name = nameTokens(typed).join(' ')
  if (name !== '') prefixes.push({ matched: 'name', prefix: `${searchFamilies.name}:${name}` })
  const lower = typed.toLowerCase()
  prefixes.push(
    { matched: 'email', prefix: `${searchFamilies.email}:${lower}` },
    { matched: 'identifier', prefix: `${searchFamilies.identifier}:${lower}` },
  )
  const digits = typed.replace(/\D/g, '')
  if (digits.length >= MIN_PHONE_DIGITS && /^[\d\s+().-]+$/.test(typed)) {
    const national = typed.startsWith('+') ? nationalDigits(typed) : digits.replace(/^0/, '')
    prefixes.push(
      { matched: 'phone', prefix: `${searchFamilies.phoneStart}:${national}` },
      { matched: 'phone', prefix: `${searchFamilies.phoneEnd}:${[...digits].reverse().join('')}` },
    )
  }
  return prefixes
}

/**
 * Whose order, case or the like has a number that begins so, or was sent under the very key. Happenings have no numbers
 * and are not kept by key.
 */
async function addNumbered(
  reader: Reader,
  typed: string,
  most: number,
  scope: RowScope,
  add: (profile: ProfileId, matched: 'number', rank: number) => void,
): Promise<void> {
  if (!/\d/.test(typed)) return
  const number = foldNumber(typed)
  if (number.length >= MIN_NUMBER_SIGNS)
    for (const hit of await reader.searchNumbers(number, most))
      if (isInScope(hit, scope)) add(hit.profile, 'number', hit.number === number ? 0 : 1)
  const streams = await reader.streams()
  for (const row of await reader.objects(streams.map(({ name }) => ({ stream: name, key: typed })))) {
    if (!row || row.anchor === 0 || row.isDeleted || !isInScope(row, scope)) continue
    // An anchor's home answers with the profile that it is in now.
    const [found] = await reader.profiles([row.anchor as number as ProfileId])
    if (found?.status === 'found') add(found.profile.id, 'number', 0)
  }
}
