import { formatProfileId, type ProfileId } from '@rapport/core'
import { decodeFigures } from '../figures/packed.ts'
import { renderFigures } from '../figures/render.ts'
import type { Reader } from '../port/reader.ts'
import type { Lookup, ReaderRights } from '../queries.ts'
import type { Rulebook } from '../rulebook.ts'
import { memberNames } from '../segments/evaluate.ts'
import { findProfiles, isInScope } from './find-profile.ts'

/** What reading a profile needs; `now` in epoch ms. */
export interface LookupOptions {
  readonly reader: Reader
  readonly rulebook: () => Rulebook
  readonly now: () => number
}

/** A head that shows no personal value: for readers without the right to sensitive fields. */
const BARE_HEAD =
  '{"attributes":{},"identifiers":[],"contactPoints":[],"consents":[],"provenance":{},"conflicts":[],"records":0,"sources":[]}'

/**
 * Finds a profile by `prf_…` or `namespace:value`; the stored head is spliced into the text, never parsed. A reader without the
 * right to sensitive fields gets an empty head.
 */
export async function lookup(options: LookupOptions, reference: string, rights: ReaderRights): Promise<Lookup> {
  const { reader } = options
  const ids: ProfileId[] = []
  let isErased = false
  let answer: Lookup | undefined
  for (const found of await reader.profiles(await findProfiles(reader, reference))) {
    if (found.status === 'erased') isErased = true
    if (found.status !== 'found' || !isInScope(found.profile, rights)) continue
    const { profile, movedFrom } = found
    if (ids.includes(profile.id)) continue
    ids.push(profile.id)
    const rulebook = options.rulebook()
    const now = options.now()
    const figures = decodeFigures(rulebook.insights, profile.figures, now)
    const { values, validUntil } = renderFigures(figures, now)
    const segments =
      figures.segments.hash === rulebook.segments.hash
        ? memberNames(rulebook.segments, figures.segments.memberBits)
        : (await reader.memberships(profile.id)).map((row) => row.segment).filter((name) => !name.startsWith('>'))
    const rest = JSON.stringify({
      id: formatProfileId(profile.id),
      version: profile.version,
      entity: profile.entity,
      insights: values,
      segments,
      space: profile.space,
      territory: profile.territory,
      ...(movedFrom === undefined ? {} : { movedFrom: formatProfileId(movedFrom) }),
    })
    answer = {
      status: 'found',
      id: profile.id,
      version: profile.version,
      text: `${rest.slice(0, -1)},${(rights.sensitive ? profile.head : BARE_HEAD).slice(1)}`,
      tag: `${profile.version}.${rulebook.tag}.${validUntil}.${rights.sensitive ? 1 : 0}`,
      ...(movedFrom === undefined ? {} : { movedFrom }),
    }
  }
  if (ids.length > 1) return { status: 'ambiguous', ids }
  return answer ?? { status: isErased ? 'erased' : 'absent' }
}
