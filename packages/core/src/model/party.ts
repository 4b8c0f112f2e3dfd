import { z } from 'zod'
import { field } from './fields.ts'

/**
 * How many parties an identifier value may stand for. `one-per-party`: a party has at most one, so two values keep two
 * records apart; `many`: a party may have several, each points at one party; `shared`: may stand for several (a switchboard).
 */
export const cardinality = z.enum(['one-per-party', 'many', 'shared'])
export type Cardinality = z.output<typeof cardinality>

const identifier = z.strictObject({
  namespace: z.string().describe('What kind of identifier: email, phone, userId, loyaltyNumber, …'),
  value: z.string(),
  validFrom: z.iso.datetime().optional(),
  validTo: z.iso.datetime().optional(),
})
/** A typed value that points at a party. */
export type Identifier = z.output<typeof identifier>

const contactPoint = z.strictObject({
  kind: z.enum(['email', 'phone', 'post', 'app', 'device']),
  raw: z.string().describe('As it was received.'),
  normal: z.string().describe('Comparable: lower-case e-mail, E.164 phone, folded address.'),
  address: field.address().optional(),
  purpose: z.string().optional().describe('home, work, billing, …'),
  verified: z.boolean().optional(),
  bounced: z.boolean().optional(),
  validFrom: z.iso.datetime().optional(),
  validTo: z.iso.datetime().optional(),
})
/** Where a party can be reached. */
export type ContactPoint = z.output<typeof contactPoint>

/** A value of an attribute that the record says is not so, though others may go on telling it. */
const wrong = z.strictObject({ attribute: z.string(), value: z.json() })

const party = {
  identifiers: z.array(identifier).meta({ kind: 'identifiers', matchable: true }).optional(),
  contactPoints: z.array(contactPoint).meta({ kind: 'contactPoints', matchable: true, sensitive: true }).optional(),
  wrong: z.array(wrong).meta({ kind: 'json', sensitive: true }).optional(),
}

export const person = z.strictObject({
  honorific: field.text().optional(),
  givenName: field.name().optional(),
  middleName: field.name().optional(),
  familyName: field.name().optional(),
  suffix: field.text().optional(),
  fullName: field.name().optional(),
  birthDate: field.partialDate({ sensitive: true, matchable: true }).optional(),
  gender: field.code().optional(),
  nationality: field.country().optional(),
  languages: z.array(field.language()).optional(),
  deceased: field.boolean().optional(),
  tier: field.code().optional(),
  jobTitle: field.text().optional(),
  ...party,
})

export const organization = z.strictObject({
  name: field.name().optional(),
  legalName: field.name().optional(),
  tradeNames: z.array(field.name()).optional(),
  kind: field.oneOf('company', 'site', 'chain', 'group').optional(),
  industry: field.text().optional(),
  website: field.url().optional(),
  ...party,
})
