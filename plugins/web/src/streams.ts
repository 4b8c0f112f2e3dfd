import { defineStream, refuseProblem, type Stream, type Targets } from '@rapport/core'
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
const userAttributes: Targets = {
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

/** Users, by what `identify` says of them. Each trait wins by its own time. */
export const users: Stream<Config> = defineStream(config, {
  name: 'users',
  entity: 'person',
  mode: 'patch',
  row: z.looseObject({ ...sent, userId: id, traits: object }),
  key(row) {
    refuseProblem('users', row)
    return row.userId
  },
  version: (row) => row.occurredAt,
  mapping: {
    occurredAt: 'occurredAt',
    observedAt: 'occurredAt',
    set: {
      ...userAttributes,
      email: 'traits.email',
      identifiers: [{ namespace: { const: 'userId' }, value: 'userId' }],
    },
  },
})

/** People who gave an e-mail address while nobody was logged in: a newsletter, a guest's checkout. The address is the key. */
export const leads: Stream<Config> = defineStream(config, {
  name: 'leads',
  entity: 'person',
  mode: 'patch',
  row: z.looseObject({ ...sent, email: id, traits: object }),
  key(row) {
    refuseProblem('leads', row)
    return row.email
  },
  version: (row) => row.occurredAt,
  mapping: {
    occurredAt: 'occurredAt',
    observedAt: 'occurredAt',
    set: { ...userAttributes, email: 'email' },
  },
})

/** Organizations, by what `group` says of them. */
export const groups: Stream<Config> = defineStream(config, {
  name: 'groups',
  entity: 'organization',
  mode: 'patch',
  row: z.looseObject({ ...sent, groupId: id, traits: object }),
  key(row) {
    refuseProblem('groups', row)
    return row.groupId
  },
  version: (row) => row.occurredAt,
  mapping: {
    occurredAt: 'occurredAt',
    observedAt: 'occurredAt',
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

/** Who belongs to which organization: one row a pair, the newest `group` wins. */
export const memberships: Stream<Config> = defineStream(config, {
  name: 'memberships',
  entity: 'relationship',
  row: z.looseObject({ ...sent, groupId: id }),
  key(row) {
    refuseProblem('memberships', row)
    return `${row.groupId}/${row.userId ?? row.anonymousId}`
  },
  version: (row) => row.occurredAt,
  mapping: {
    owner,
    occurredAt: 'occurredAt',
    set: {
      role: { const: 'contact' },
      to: { stream: { const: 'groups' }, key: 'groupId' },
    },
  },
})

/** What happened. A message counts once, however often it is sent. */
export const events: Stream<Config> = defineStream(config, {
  name: 'events',
  entity: 'event',
  mode: 'append',
  row: z.looseObject({ ...sent, name: z.string().min(1), properties: object, campaign: object }),
  key(row) {
    refuseProblem('events', row)
    return row.messageId
  },
  mapping: {
    owner,
    occurredAt: 'occurredAt',
    set: { name: 'name', properties: 'properties', campaign: 'campaign', session: 'session' },
  },
})
