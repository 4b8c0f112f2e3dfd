import { type AttributeTargets, defineStream, refuseProblem, type Stream, type Targets } from '@rapport/core'
import { z } from 'zod'
import { config } from './config.ts'

type Config = z.output<typeof config>

// `decode` has checked what it emits; these shapes are for rows that somebody corrects and replays.
const id = z.string().min(1)
const sent = { messageId: id, userId: id.nullish(), anonymousId: id.nullish(), occurredAt: z.iso.datetime() }
const object = z.record(z.string(), z.unknown()).nullish()

const addressOf = (traits: string): Targets => ({
  street: { first: [`${traits}.address.street`, `${traits}.street`] },
  postalCode: {
    first: [
      `${traits}.address.postalCode`,
      `${traits}.address.postal_code`,
      `${traits}.address.zip`,
      `${traits}.postalCode`,
    ],
  },
  city: { first: [`${traits}.address.city`, `${traits}.city`] },
  region: { first: [`${traits}.address.state`, `${traits}.address.region`, `${traits}.state`] },
  country: { first: [`${traits}.address.country`, `${traits}.country`] },
})

/** Segment's reserved traits of a user, and the spellings that are common beside them. */
const userAttributes: AttributeTargets<'person'> = {
  givenName: { first: ['traits.firstName', 'traits.first_name', 'traits.firstname', 'traits.givenName'] },
  familyName: { first: ['traits.lastName', 'traits.last_name', 'traits.lastname', 'traits.familyName'] },
  fullName: { first: ['traits.name', 'traits.fullName'] },
  jobTitle: 'traits.title',
  gender: 'traits.gender',
  birthDate: { first: ['traits.birthday', 'traits.birthDate', 'traits.dateOfBirth'] },
  phone: { first: ['traits.phone', 'traits.phoneNumber', 'traits.mobile'] },
  address: addressOf('traits'),
  languages: [{ first: ['traits.language', 'locale'] }],
}

/** Whose a row is: the user's where it names one, else the device's. */
const owner = [
  { stream: 'users', key: 'userId' },
  { namespace: 'anonymousId', value: 'anonymousId' },
]

/** A stream's name and key: a row that `decode` marked is refused by its problem before its key is asked for. */
const keyed = <Row extends object>(name: string, key: (row: Row) => string) => ({
  name,
  key(row: Row): string {
    refuseProblem(name, row)
    return key(row)
  },
})

/** What messages tell about a party: each trait wins by the time of its message. */
const told = { mode: 'patch', version: (row: { readonly occurredAt: string }) => row.occurredAt } as const
const times = { occurredAt: 'occurredAt', observedAt: 'occurredAt' } as const

/** Users, by what `identify` says of them. */
export const users: Stream<Config> = defineStream(config, {
  ...keyed('users', (row: { readonly userId: string }) => row.userId),
  ...told,
  entity: 'person',
  row: z.looseObject({ ...sent, userId: id, traits: object }),
  mapping: {
    ...times,
    set: {
      ...userAttributes,
      email: 'traits.email',
      identifiers: [{ namespace: { const: 'userId' }, value: 'userId' }],
    },
  },
})

/** People who gave an e-mail address while nobody was logged in: a newsletter, a guest's checkout. The address is the key. */
export const leads: Stream<Config> = defineStream(config, {
  ...keyed('leads', (row: { readonly email: string }) => row.email),
  ...told,
  entity: 'person',
  row: z.looseObject({ ...sent, email: id, traits: object }),
  mapping: { ...times, set: { ...userAttributes, email: 'email' } },
})

/** Organizations, by what `group` says of them. */
export const groups: Stream<Config> = defineStream(config, {
  ...keyed('groups', (row: { readonly groupId: string }) => row.groupId),
  ...told,
  entity: 'organization',
  row: z.looseObject({ ...sent, groupId: id, traits: object }),
  mapping: {
    ...times,
    set: {
      name: 'traits.name',
      industry: 'traits.industry',
      website: 'traits.website',
      email: 'traits.email',
      phone: 'traits.phone',
      address: addressOf('traits'),
      identifiers: [{ namespace: { const: 'groupId' }, value: 'groupId' }],
    },
  },
})

type Member = {
  readonly groupId: string
  readonly userId?: string | null | undefined
  readonly anonymousId?: string | null | undefined
}

/** Who belongs to which organization: one row a pair, the newest `group` wins. */
export const memberships: Stream<Config> = defineStream(config, {
  ...keyed('memberships', (row: Member) => `${row.groupId}/${row.userId ?? row.anonymousId}`),
  entity: 'relationship',
  row: z.looseObject({ ...sent, groupId: id }),
  version: (row) => row.occurredAt,
  mapping: {
    owner,
    occurredAt: 'occurredAt',
    set: { role: { const: 'contact' }, to: { stream: { const: 'groups' }, key: 'groupId' } },
  },
})

/** What happened. A message counts once, however often it is sent. */
export const events: Stream<Config> = defineStream(config, {
  ...keyed('events', (row: { readonly messageId: string }) => row.messageId),
  entity: 'event',
  mode: 'append',
  row: z.looseObject({
    ...sent,
    occurredAt: z.iso.datetime().nullish(),
    name: z.string().min(1),
    properties: object,
    campaign: object,
  }),
  mapping: {
    owner,
    occurredAt: 'occurredAt',
    set: { name: 'name', properties: 'properties', campaign: 'campaign', session: 'session' },
  },
})
