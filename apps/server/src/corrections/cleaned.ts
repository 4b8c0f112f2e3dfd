import { entities, type JsonObject, mappingDocument, RapportError, type Stream } from '@rapport/core'
import { type CompiledMapping, cleanPhone, compileMapping, isRefused } from '@rapport/harmonise'
import { organizationCorrections, personCorrections } from '../desk/corrections.ts'
import { pointsOf, type StoredCorrection } from './correction.ts'

type Party = 'person' | 'organization'

/** The streams of corrections, by what they are about. */
export const correctionStreams: Readonly<Record<Party, Stream>> = {
  person: personCorrections,
  organization: organizationCorrections,
}

/** Attributes that are contact points: a new one takes the place of an old one. */
export const reachKinds = { email: 'email', phone: 'phone', address: 'post' } as const
export type Reach = keyof typeof reachKinds
export const isReach = (name: string): name is Reach => Object.hasOwn(reachKinds, name)

/** A contact point as a record has it. */
export interface Point extends JsonObject {
  readonly kind: string
  readonly normal: string
  readonly raw: string
}

const mappings = new Map<Party, CompiledMapping>()

function mappingOf(party: Party): CompiledMapping {
  const there = mappings.get(party)
  if (there) return there
  const { mapping, entity, row, ...stream } = correctionStreams[party]
  const document = mappingDocument.parse({ ...mapping, type: 'mapping', name: `desk/${stream.name}`, entity })
  const made = compileMapping(document, { model: entities, connection: 'desk', rowSchema: row })
  mappings.set(party, made)
  return made
}

/** What is asked with what a person says without thinking: numbers and addresses are of the country that they live in. */
export function completed(set: JsonObject, country: string | undefined): JsonObject {
  const phone = typeof set.phone === 'string' ? cleanPhone(set.phone, country) : undefined
  if (isRefused(phone)) throw refused('phone', phone.refused)
  const address = set.address as JsonObject | undefined
  return {
    ...set,
    ...(phone && { phone: phone.normal }),
    ...(address && { address: { ...(country !== undefined && { country }), ...address } }),
  }
}

/**
 * What is asked, cleaned as it will be kept: attributes by name, and contact points by theirs.
 * @throws RapportError `REQUEST_INVALID` for the first value that cannot be, or cannot be read; the value itself is in no message
 */
export function cleaned(
  party: Party,
  set: JsonObject,
  nowMs: number,
): { readonly values: JsonObject; readonly points: Readonly<Partial<Record<Reach, Point>>> } {
  const at = new Date(nowMs).toISOString()
  const { email, phone, address, ...others } = set as StoredCorrection['set']
  const points = pointsOf({ email, phone, address }, at)
  const row = { id: 'check', at, about: { stream: 'a/b', key: 'c' }, set: others, points, wrong: [] }
  const [made] = mappingOf(party).map(row, { nowMs }).rows
  const { attributes, flags } = made?.row ?? { attributes: {} as JsonObject, flags: [] }
  const all = (attributes.contactPoints ?? []) as unknown as readonly Point[]
  const found: Partial<Record<Reach, Point>> = {}
  const values: Record<string, JsonObject[string]> = {}
  for (const name of Object.keys(set)) {
    const point = isReach(name) ? all.find(({ kind }) => kind === reachKinds[name]) : undefined
    const flag = flags.find(({ field, code }) => code !== 'doubtful' && isAbout(field, name))
    const value = isReach(name) ? point : attributes[name]
    if (value === undefined || value === null || (flag && (!isReach(name) || name === 'address')))
      throw refused(name, flag?.code ?? 'unreadable')
    if (isReach(name) && point) found[name] = point
    else values[name] = value
  }
  return { values, points: found }
}

/** Of contact points flags say what they are, where they say it: `contactPoints.address.country`. */
const isAbout = (field: string, name: string): boolean =>
  field === name || field.startsWith(`${name}.`) || (isReach(name) && field.startsWith('contactPoints'))

const refused = (name: string, code: string): RapportError =>
  new RapportError('REQUEST_INVALID', { problem: `the ${name} is ${code}`, path: `body.set.${name}` })
