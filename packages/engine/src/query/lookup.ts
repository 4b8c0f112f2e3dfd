import { formatProfileId, type ProfileId } from '@rapport/core'
import type { Found, Reader, StoredProfile } from '../port/reader.ts'
import type { Head, Lookup, ProfileAnswer, ReaderRights } from '../queries.ts'
import type { ReadRules } from '../rulebook.ts'
import { findProfiles, isInScope, parseReference } from './find-profile.ts'
import { Recent } from './recent.ts'

export interface LookupParts {
  readonly reader: Reader
  readonly rules: () => ReadRules
  /** Epoch ms. */
  readonly now: () => number
  /** What moves with the clock and the rules, beside the stored head, and until when it holds. */
  readonly live: (
    profile: StoredProfile,
    rights: ReaderRights,
  ) => Promise<{ readonly rest: Omit<ProfileAnswer, keyof Head>; readonly validUntil: number }>
}

type FoundProfile = Extract<Lookup, { status: 'found' }>

/** An answer kept ready. It holds for its profile's version under its rules until a window moves. */
interface Ready {
  readonly found: FoundProfile
  readonly rules: string
  /** Epoch ms. */
  readonly validUntil: number
  /** The store's when it was last looked at: until the next commit nothing needs to be read at all. */
  revision: number
}

/** Letters of answers kept ready; two bytes each at most. */
const MAX_READY_LETTERS = 32 * 2 ** 20
/** References that are remembered as read once. */
const MAX_READ_ONCE = 20_000
/** What an entry weighs beside its text. */
const ENTRY_LETTERS = 500

/** Answers `Queries.lookup`: the profile's text ready to be sent, kept for who reads it again. */
export function createLookup({
  reader,
  rules,
  now,
  live,
}: LookupParts): (reference: string, rights: ReaderRights) => Promise<Lookup> {
  const kept = new Recent<Ready>(MAX_READY_LETTERS)
  // Who is read a second time is kept: reading everybody once pushes nobody out.
  const once = new Recent<true>(MAX_READ_ONCE)

  async function prepare(
    profile: StoredProfile,
    rights: ReaderRights,
    movedFrom: ProfileId | undefined,
    revision: number,
  ): Promise<Ready> {
    const { tag, sensitivity } = rules()
    const { rest, validUntil } = await live(profile, rights)
    const head = rights.sensitive
      ? profile.head
      : JSON.stringify(sensitivity.head(profile.entity, JSON.parse(profile.head) as Head))
    const moved = movedFrom === undefined ? '' : `,"movedFrom":"${formatProfileId(movedFrom)}"`
    const until = Number.isFinite(validUntil) ? validUntil.toString(36) : 'always'
    return {
      found: {
        status: 'found',
        id: profile.id,
        version: profile.version,
        text: `${JSON.stringify(rest).slice(0, -1)}${moved},${head.slice(1)}`,
        tag: `${profile.version}.${tag}.${until}.${rights.sensitive ? 's' : 'p'}${movedFrom ?? ''}`,
        ...(movedFrom === undefined ? {} : { movedFrom }),
        prepared: undefined,
      },
      rules: tag,
      validUntil,
      revision,
    }
  }

  return async (reference, rights) => {
    const key = `${scopeOf(rights)}${reference}`
    const ready = kept.get(key)
    const mayHold = ready !== undefined && ready.validUntil > now() && ready.rules === rules().tag
    // Before anything else is read: what is committed meanwhile makes the next reader look again.
    const revision = await reader.revision()
    if (mayHold && ready.revision === revision) return ready.found

    const found = await find(reader, reference)
    const visible = found.filter(
      (one) => one.status === 'found' && isInScope(one.profile, rights),
    ) as readonly Present[]
    if (visible.length > 1) return { status: 'ambiguous', ids: visible.map(({ profile }) => profile.id) }
    const [only] = visible
    if (!only) return { status: found.some(({ status }) => status === 'erased') ? 'erased' : 'absent' }
    const { profile, movedFrom } = only
    if (
      mayHold &&
      ready.found.id === profile.id &&
      ready.found.version === profile.version &&
      ready.found.movedFrom === movedFrom
    ) {
      ready.revision = revision
      return ready.found
    }
    const made = await prepare(profile, rights, movedFrom, revision)
    if (ready || once.get(key)) kept.set(key, made, made.found.text.length + key.length + ENTRY_LETTERS)
    else once.set(key, true, 1)
    return made.found
  }
}

type Present = Extract<Found, { status: 'found' }>

async function find(reader: Reader, reference: string): Promise<readonly Found[]> {
  const parsed = parseReference(reference)
  if (parsed === undefined) return []
  if (!('key' in parsed)) return reader.profiles(await findProfiles(reader, reference))
  return (await reader.owners(parsed.key)).map((profile) => ({ status: 'found', profile }))
}

const scopes = new WeakMap<ReaderRights, string>()

/** Who may read alike, as text; a key's rights are one object for its life. */
function scopeOf(rights: ReaderRights): string {
  let scope = scopes.get(rights)
  if (scope === undefined) {
    scope = JSON.stringify([rights.sensitive, rights.spaces ?? null, rights.territories ?? null])
    scopes.set(rights, scope)
  }
  return scope
}
