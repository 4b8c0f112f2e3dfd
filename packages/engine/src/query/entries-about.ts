import type { ProfileId } from '@rapport/core'
import { entryCursor } from '../port/cursor.ts'
import type { Page, Paging, Reader } from '../port/reader.ts'
import type { Entry } from '../port/rows.ts'

/** A merge while an entry was being made may be in it, though it came after the entry's time. */
const SLACK_MS = 5000

/**
 * Entries of a type that are about a profile, whatever ids they lie under: a merge or a split moves records, and leaves what was kept
 * then where it was. They are about it when they lie under an id that one of its records was born with, or under another that one of
 * its records belonged to at their time. A page, the newest first, may hold less than its limit and still have a next one.
 */
export async function entriesAbout(
  reader: Pick<Reader, 'anchors' | 'anchorsAt' | 'formerProfiles' | 'entries'>,
  type: string,
  profile: ProfileId,
): Promise<(paging: Paging) => Promise<Page<Entry>>> {
  const anchors = (await reader.anchors(profile)).map(({ id }) => id)
  const homes = anchors.map((id) => id as number as ProfileId)
  const own = new Set<number>([profile, ...homes])
  const others = (await reader.formerProfiles(anchors)).filter((id) => !own.has(id))
  const profiles = [...new Set([profile, ...homes, ...others])]
  const isAbout = async ({ profile: under, at }: Entry): Promise<boolean> => {
    if (under === null || own.has(under)) return true
    const then = await Promise.all([at - 1, at, at + SLACK_MS].map((time) => reader.anchorsAt(under, time)))
    return then.flat().some((anchor) => own.has(anchor))
  }
  return async (paging) => {
    const pages = await Promise.all(profiles.map((id) => reader.entries(type, { ...paging, profile: id })))
    const all = pages.flatMap(({ items }) => items).sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1))
    const page = all.slice(0, paging.limit)
    const last = page.at(-1)
    const isMore = all.length > page.length || pages.some(({ next }) => next !== null)
    const are = await Promise.all(page.map(isAbout))
    return { items: page.filter((_, index) => are[index]), next: isMore && last ? entryCursor(last) : null }
  }
}
