import type { Json } from '@rapport/core'
import type { Conflict, EffectiveConsent, Provenance } from '@rapport/engine'
import { foldText } from '@rapport/harmonise'
import type { ConflictFact, ConflictValuesFact, ConsentFact, Fact, Part, PermissionFact } from './fact.ts'
import { day, instant, text } from './fact.ts'
import { listOf, sensitivityOf } from './identity-facts.ts'
import type { Material } from './material.ts'
import { systemOf, textOf } from './read-value.ts'

/** What was refused, the strongest refusal first. A refusal of everything counts once, not per channel. */
export function consentFacts(material: Material): readonly ConsentFact[] {
  const strength = ['objected', 'withdrawn', 'denied'] as const
  return material.profile.consents
    .filter(
      (one): one is EffectiveConsent & { readonly state: ConsentFact['value']['state'] } => one.state !== 'granted',
    )
    .sort((a, b) => strength.indexOf(a.state) - strength.indexOf(b.state) || (a.since > b.since ? -1 : 1))
    .map((consent) => {
      const granted = contradicting(material, consent)
      return {
        id: `consent:${consent.purpose}/${consent.channel ?? 'any'}/${consent.from.stream}/${consent.from.key}`,
        kind: 'consent',
        value: { purpose: consent.purpose, channel: consent.channel, state: consent.state },
        parts: {
          purpose: text(consent.purpose),
          ...(consent.channel !== null && { channel: text(consent.channel) }),
          since: instant(consent.since),
          ...(granted && { grantedIn: text(systemOf(granted.stream)) }),
        },
        rows: [consent.from, ...(granted ? [granted] : [])],
        certainty: granted ? 'disputed' : 'stated',
        sensitivity: 'open',
      }
    })
}

/** By which channels offers may be sent, for who may send one: not in the hurry of a call. A refusal of all leaves none. */
export function permissionFacts({ profile, occasion }: Material): readonly PermissionFact[] {
  if (occasion === 'call' || profile.attributes.deceased === true) return []
  const marketing = profile.consents.filter(({ purpose }) => purpose === 'marketing')
  const refused = new Set(marketing.flatMap(({ state, channel }) => (state === 'granted' ? [] : [channel])))
  if (refused.has(null)) return []
  const granted = marketing.filter(({ state, channel }) => state === 'granted' && !refused.has(channel))
  const channels = [...new Set(granted.flatMap(({ channel }) => channel ?? []))].sort()
  // A grant of everything with one channel refused is told by that refusal.
  if (granted.length === 0 || (channels.length === 0 && refused.size > 0)) return []
  return [
    {
      id: 'permission',
      kind: 'permission',
      value: { channels },
      parts: { channels: channels.map(text) },
      rows: granted.map(({ from }) => from),
      certainty: 'calculated',
      sensitivity: 'open',
    },
  ]
}

/** The newest grant that another record still states against a refusal. */
function contradicting(material: Material, consent: EffectiveConsent): Provenance | undefined {
  const recordOf = ({ stream, key }: { readonly stream: string; readonly key: string }) =>
    `${stream}/${key.split('/', 1)[0]}`
  const own = recordOf(consent.from)
  const item = material.states.find(
    ({ entity, attributes, stream, key }) =>
      entity === 'consent' &&
      attributes.state === 'granted' &&
      attributes.purpose === consent.purpose &&
      (attributes.channel ?? null) === consent.channel &&
      recordOf({ stream, key }) !== own,
  )
  return item && { stream: item.stream, key: item.key, observedAt: item.occurredAt }
}

/** How somebody is addressed differs everywhere, and is no question to anybody. */
const UNTOLD = ['honorific', 'languages', 'fullName']
const NAMES = ['familyName', 'givenName', 'middleName', 'name', 'legalName']

/** Where sources disagree: that they do, and apart from it what each says, which may be sensitive. Names come last. */
export function conflictFacts(material: Material): readonly Fact[] {
  const { profile } = material
  const conflicts = profile.conflicts.filter(
    (conflict) =>
      !conflict.attribute.startsWith('ext.') && !UNTOLD.includes(conflict.attribute) && !isSpelling(conflict),
  )
  return [...conflicts, ...addressConflict(material)]
    .sort((a, b) => NAMES.indexOf(a.attribute) - NAMES.indexOf(b.attribute) || (a.attribute < b.attribute ? -1 : 1))
    .flatMap((conflict) => bothFacts(profile.entity, conflict))
}

/** Names of which one holds all words of the other are one name, written more or less fully. */
function isSpelling({ attribute, values }: Conflict): boolean {
  if (!NAMES.includes(attribute)) return false
  const words = values.map(({ value }) => foldText(String(value)).split(' ')).sort((a, b) => b.length - a.length)
  const fullest = new Set(words[0])
  return words.every((one) => one.every((word) => fullest.has(word)))
}

/** Postal addresses are united, not reconciled; two that are both current are a question all the same. */
function addressConflict({ profile }: Material): readonly Conflict[] {
  const points = listOf(profile.contactPoints).filter((point) => point.kind === 'post' && point.validTo === undefined)
  const values = points.flatMap((point) => {
    const from = point.from as unknown as Provenance | undefined
    const { street, postalCode, city } = (point.address ?? {}) as {
      street?: string
      postalCode?: string
      city?: string
    }
    const value = [street, [postalCode, city].filter(Boolean).join(' ')].filter(Boolean).join(', ')
    return from && value !== '' ? [{ ...from, value }] : []
  })
  return values.length > 1 ? [{ attribute: 'address', values }] : []
}

function bothFacts(entity: string, { attribute, values }: Conflict): readonly Fact[] {
  const rows = values.map(({ stream, key, observedAt }) => ({ stream, key, observedAt }))
  const said = values.flatMap((one) => {
    const part = partOf(attribute, one.value)
    return part ? [{ part, system: text(systemOf(one.stream)) }] : []
  })
  const conflict: ConflictFact = {
    id: `conflict:${attribute}`,
    kind: 'conflict',
    value: { attribute },
    parts: { attribute: text(attribute) },
    rows,
    certainty: 'disputed',
    sensitivity: 'open',
  }
  const told: ConflictValuesFact = {
    id: `conflict:${attribute}:values`,
    kind: 'conflictValues',
    value: { attribute },
    parts: {
      attribute: text(attribute),
      values: said.map(({ part }) => part),
      systems: said.map(({ system }) => system),
    },
    rows,
    certainty: 'disputed',
    sensitivity: sensitivityOf(entity, attribute),
  }
  return said.length > 1 ? [conflict, told] : [conflict]
}

function partOf(attribute: string, value: Json): Part | undefined {
  const said = textOf(value)
  if (said === undefined) return undefined
  return /^\d{4}(-\d{2}){0,2}$/.test(said) && /date/i.test(attribute) ? day(said) : text(said)
}
