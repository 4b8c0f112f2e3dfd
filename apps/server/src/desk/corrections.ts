import { defineStream } from '@rapport/core'
import { z } from 'zod'
import { config } from './config.ts'

/** What is typed at a desk is short. */
const text = z.string().trim().min(1).max(500)

const address = z.strictObject({
  street: text.optional(),
  postalCode: text.optional(),
  city: text.optional(),
  region: text.optional(),
  country: text.optional(),
})

const reach = { email: text.optional(), phone: text.optional(), address: address.optional() }

/** What a person may be corrected in. */
export const personSet = z.strictObject({
  honorific: text.optional(),
  givenName: text.optional(),
  middleName: text.optional(),
  familyName: text.optional(),
  suffix: text.optional(),
  birthDate: text.optional(),
  gender: text.optional(),
  nationality: text.optional(),
  languages: z.array(text).min(1).max(20).optional(),
  deceased: z.boolean().optional(),
  jobTitle: text.optional(),
  ...reach,
})

/** What an organization may be corrected in. */
export const organizationSet = z.strictObject({
  name: text.optional(),
  legalName: text.optional(),
  industry: text.optional(),
  website: text.optional(),
  ...reach,
})

/** The record that a row is about, or hangs on. */
export const about = z.strictObject({ stream: z.string(), key: z.string() })

/** A contact point as the row has it: one that is so from now on, or one that is so no longer. */
export const point = z.strictObject({
  kind: z.enum(['email', 'phone', 'post']),
  raw: z.string().optional(),
  address: address.optional(),
  purpose: z.string().optional(),
  validFrom: z.iso.datetime().optional(),
  validTo: z.iso.datetime().optional(),
})
export type CorrectedPoint = z.output<typeof point>

/** A value that systems tell and that is not so. */
export const wrongValue = z.strictObject({ attribute: z.string(), value: z.json() })

/** A correction as a row. */
const rowOf = <S extends z.ZodType>(set: S) =>
  z.strictObject({
    id: z.string().min(1),
    at: z.iso.datetime(),
    about,
    set,
    points: z.array(point),
    wrong: z.array(wrongValue),
  })

const contactPoints = {
  list: 'points',
  each: {
    kind: 'kind',
    raw: 'raw',
    address: {
      street: 'address.street',
      postalCode: 'address.postalCode',
      city: 'address.city',
      region: 'address.region',
      country: 'address.country',
    },
    purpose: 'purpose',
    validFrom: 'validFrom',
    validTo: 'validTo',
  },
} as const

const wrong = { list: 'wrong', each: { attribute: 'attribute', value: 'value' } } as const

const owner = [{ stream: { first: ['about.stream'] }, key: 'about.key' }]

/** What somebody said of a person: their record at the desk, which follows the record that it is about. */
export const personCorrections = defineStream(config, {
  name: 'person-corrections',
  entity: 'person',
  row: rowOf(personSet),
  key: ({ id }) => id,
  version: ({ at }) => at,
  mapping: {
    observedAt: 'at',
    owner,
    set: {
      honorific: 'set.honorific',
      givenName: 'set.givenName',
      middleName: 'set.middleName',
      familyName: 'set.familyName',
      suffix: 'set.suffix',
      birthDate: 'set.birthDate',
      gender: 'set.gender',
      nationality: 'set.nationality',
      languages: 'set.languages',
      deceased: 'set.deceased',
      jobTitle: 'set.jobTitle',
      contactPoints,
      wrong,
    },
  },
})

/** The same of an organization. */
export const organizationCorrections = defineStream(config, {
  name: 'organization-corrections',
  entity: 'organization',
  row: rowOf(organizationSet),
  key: ({ id }) => id,
  version: ({ at }) => at,
  mapping: {
    observedAt: 'at',
    owner,
    set: {
      name: 'set.name',
      legalName: 'set.legalName',
      industry: 'set.industry',
      website: 'set.website',
      contactPoints,
      wrong,
    },
  },
})
