import { type ErrorCode, formatProfileId, type ProfileId, RapportError } from '@rapport/core'
import type { Lookup, ProfileAnswer, ReaderRights } from '@rapport/engine'
import type { Workspace } from '@rapport/runtime'
import type { Principal } from '../auth/principal.ts'
import { etag, isNotModified } from './etag.ts'
import { problem } from './problem.ts'
import { securityHeaders } from './security-headers.ts'

const MAX_CANDIDATES = 20

/** A profile ready to be sent, from whichever door it was asked. */
export interface ReadyProfile {
  readonly status: 200 | 304
  readonly text: string
  /** Names and values in turn, as Node writes them without looking at them one by one. */
  readonly headers: readonly string[]
}

type FoundProfile = Extract<Lookup, { status: 'found' }>

/** Answers in both shapes, made once of what was found. */
interface Answers {
  readonly tag: string
  readonly whole: ReadyProfile
  readonly unchanged: ReadyProfile
}

const COMMON = [
  ...Object.entries(securityHeaders).flat(),
  'content-type',
  'application/json',
  'cache-control',
  'private, no-cache',
  'vary',
  'Authorization, Cookie',
  'etag',
]

/**
 * Reads one profile for sending: the stored text as it is.
 * @throws RapportError `PROFILE_ID_INVALID`, `PROFILE_NOT_FOUND`, `PROFILE_ERASED`, `PROFILE_AMBIGUOUS`
 */
export async function readyProfile(
  workspace: Workspace,
  principal: Principal,
  reference: string,
  ifNoneMatch: string | null | undefined,
): Promise<ReadyProfile> {
  const found = await workspace.queries.lookup(reference, principal.rights)
  if (found.status !== 'found') throw await refusal(workspace, found, principal.rights)
  const ready = (found.prepared ?? answersOf(found)) as Answers
  found.prepared = ready
  return isNotModified(ifNoneMatch, ready.tag) ? ready.unchanged : ready.whole
}

function answersOf(found: FoundProfile): Answers {
  const tag = etag(found.tag)
  const headers = [...COMMON, tag]
  if (found.movedFrom !== undefined) headers.push('content-location', `/v1/profiles/${formatProfileId(found.id)}`)
  const { text } = found
  return {
    tag,
    whole: { status: 200, text, headers: [...headers, 'content-length', String(Buffer.byteLength(text))] },
    unchanged: { status: 304, text: '', headers },
  }
}

/**
 * The id a reference stands for, of a profile that the reader may see.
 * @throws RapportError `PROFILE_ID_INVALID`, `PROFILE_NOT_FOUND`, `PROFILE_ERASED`, `PROFILE_AMBIGUOUS`
 */
export async function resolveReference(
  workspace: Workspace,
  reference: string,
  rights: ReaderRights,
): Promise<{ readonly id: ProfileId; readonly movedFrom?: ProfileId; readonly version: number }> {
  const found = await workspace.queries.lookup(reference, rights)
  if (found.status !== 'found') throw await refusal(workspace, found, rights)
  return found
}

async function refusal(
  workspace: Workspace,
  found: Exclude<Lookup, { status: 'found' }>,
  rights: ReaderRights,
): Promise<RapportError> {
  if (found.status !== 'ambiguous') {
    const code: ErrorCode = found.status === 'erased' ? 'PROFILE_ERASED' : 'PROFILE_NOT_FOUND'
    return new RapportError(code)
  }
  const candidates = await describeProfiles(workspace, found.ids.slice(0, MAX_CANDIDATES), rights)
  return problem('PROFILE_AMBIGUOUS', {}, { candidates, candidateCount: found.ids.length })
}

/** A profile in a few words: for candidates and lists of people. */
export interface ProfileSummary {
  readonly id: string
  readonly name: string
  readonly entity: string
  readonly summary: Readonly<Record<string, unknown>>
}

/** Summaries of profiles, in the order asked; what the reader may not see is left out. */
async function describeProfiles(
  workspace: Workspace,
  ids: readonly ProfileId[],
  rights: ReaderRights,
): Promise<readonly ProfileSummary[]> {
  const profiles = await Promise.all(ids.map((id) => workspace.queries.profile(id, rights)))
  return profiles.flatMap((one) => (one ? [summaryOf(one)] : []))
}

/** Attributes that help to recognise somebody without telling anything sensitive. */
const telling = ['tier', 'jobTitle', 'languages', 'nationality', 'gender', 'kind', 'industry'] as const

export function summaryOf(profile: ProfileAnswer): ProfileSummary {
  const summary: Record<string, unknown> = {}
  for (const name of telling) {
    const value = profile.attributes[name]
    if (value !== undefined) summary[name] = value
  }
  if (profile.space !== null) summary.space = profile.space
  if (profile.territory !== null) summary.territory = profile.territory
  summary.sources = profile.sources
  if (profile.segments.length > 0) summary.segments = profile.segments
  return { id: profile.id, name: nameOf(profile), entity: profile.entity, summary }
}

/** What a person or organization is called; empty when no source said. */
function nameOf(profile: Pick<ProfileAnswer, 'attributes'>): string {
  const { attributes } = profile
  const text = (name: string) => (typeof attributes[name] === 'string' ? (attributes[name] as string) : '')
  const parts = [text('givenName'), text('familyName')].filter((one) => one !== '')
  return parts.length > 0 ? parts.join(' ') : text('fullName') || text('name') || text('legalName')
}
