import type { ProfileId } from '@rapport/core'
import type { Reader } from '../port/reader.ts'
import { deletionVariants, nameTokens, nationalDigits, searchFamilies } from '../search/keys.ts'

/** A profile that a search met, and by what. The smaller the rank, the better. */
export interface Met {
  readonly profile: ProfileId
  readonly matched: 'name' | 'email' | 'phone' | 'identifier' | 'similar name' | 'number'
  readonly rank: number
}

const MIN_PHONE_DIGITS = 3
const MAX_SIMILAR = 8

/**
 * Profiles for what somebody has typed so far: the start of a name from any of its words, of an e-mail or an identifier, the start or the
 * end of a phone number, the number of an order or a case; and names one slip away where nothing begins so.
 */
export async function search(reader: Reader, text: string, limit: number): Promise<readonly Met[]> {
  const typed = text.trim()
  if (typed === '') return []
  const met = new Map<ProfileId, Met>()
  const add = (profile: ProfileId, matched: Met['matched'], rank: number) => {
    const there = met.get(profile)
    if (!there || rank < there.rank) met.set(profile, { profile, matched, rank })
  }
  const prefixes = prefixesOf(typed)
  for (const [index, { matched, prefix }] of prefixes.entries()) {
    for (const hit of await reader.searchPrefix([prefix], limit))
      add(hit.profile, matched, hit.key === prefix ? index / 10 : 1 + index / 10)
  }
  // Whatever has a key of its own: an order, a case. Happenings are not kept by key, so nothing is found in their streams.
  const streams = await reader.streams()
  const numbered = await reader.objects(streams.map(({ name }) => ({ stream: name, key: typed })))
  const anchors = numbered.flatMap((row) => (row && row.anchor !== 0 && !row.isDeleted ? [row.anchor] : []))
  for (const anchor of anchors) {
    // An anchor's home answers with the profile that it is in now.
    const [found] = await reader.profiles([anchor as number as ProfileId])
    if (found?.status === 'found') add(found.profile.id, 'number', 0)
  }
  if (met.size === 0) for (const profile of await similar(reader, typed, limit)) add(profile, 'similar name', 3)
  return [...met.values()].sort((a, b) => a.rank - b.rank || a.profile - b.profile).slice(0, limit)
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

/** Each word as typed or one slip away from it; a profile must be met by all of them. */
async function similar(reader: Reader, typed: string, limit: number): Promise<readonly ProfileId[]> {
  let common: Set<ProfileId> | undefined
  for (const token of nameTokens(typed)) {
    const terms = await reader.similarTerms(deletionVariants(token), MAX_SIMILAR)
    const prefixes = [`${searchFamilies.name}:${token}`, ...terms]
    const found = new Set((await reader.searchPrefix(prefixes, limit * 20)).map((hit) => hit.profile))
    common = common ? new Set([...common].filter((profile) => found.has(profile))) : found
  }
  return [...(common ?? [])]
}
