import { z } from '@hono/zod-openapi'

export const anyObject = z.record(z.string(), z.unknown())

export const profileId = z.string().openapi({ example: 'prf_0000000f3k' })

/** How a profile is named in a path: an id or an identifier. */
export const profileReference = z.string().min(3).max(500).openapi({
  description: '`prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace.',
  example: 'email:claire.fontaine@example.com',
})

export const provenanceSchema = z
  .object({
    stream: z.string().openapi({ example: 'crm/contacts' }),
    key: z.string().openapi({ example: '0031' }),
    observedAt: z.string().openapi({ example: '2026-11-20T08:15:00.000Z' }),
  })
  .openapi('Provenance')

const conflict = z
  .object({
    attribute: z.string(),
    values: z.array(provenanceSchema.extend({ value: z.unknown() })),
  })
  .openapi('Conflict')

export const effectiveConsent = z
  .object({
    purpose: z.string(),
    channel: z.string().nullable(),
    contactPoint: z.string().nullable(),
    state: z.enum(['granted', 'denied', 'withdrawn', 'objected']),
    since: z.string(),
    from: provenanceSchema,
  })
  .openapi('EffectiveConsent')

const head = {
  attributes: anyObject.describe('Reconciled; `provenance` says where each value comes from.'),
  identifiers: z.array(z.object({ namespace: z.string(), value: z.string() })),
  contactPoints: z.array(anyObject),
  consents: z.array(effectiveConsent),
  provenance: z.record(z.string(), provenanceSchema),
  conflicts: z.array(conflict).describe('Values that disagree, kept and shown.'),
  records: z.int().describe('How many records it stands on.'),
  sources: z.array(z.string()),
}

export const headSchema = z.object(head).openapi('ProfileHead')

export const profileSchema = z
  .object({
    id: profileId,
    version: z.int(),
    entity: z.string().openapi({ example: 'person' }),
    ...head,
    insights: anyObject.describe('Calculated values, as of now.'),
    segments: z.array(z.string()),
    space: z.string().nullable(),
    territory: z.string().nullable(),
    movedFrom: z.string().optional().describe('The id that was asked for, when it was absorbed by this one.'),
  })
  .openapi('Profile')

export const profileExample = {
  id: 'prf_0000000f3k',
  version: 12,
  entity: 'person',
  attributes: { givenName: 'Claire', familyName: 'Fontaine', languages: ['fr'], tier: 'gold' },
  identifiers: [{ namespace: 'email', value: 'claire.fontaine@example.com' }],
  contactPoints: [{ kind: 'email', raw: 'Claire.Fontaine@example.com', normal: 'claire.fontaine@example.com' }],
  consents: [],
  provenance: {
    givenName: { stream: 'crm/contacts', key: '0031', observedAt: '2026-11-20T08:15:00.000Z' },
  },
  conflicts: [],
  records: 3,
  sources: ['crm/contacts', 'shop/customers'],
  insights: { orders12m: 4 },
  segments: ['goldClients'],
  space: 'FR',
  territory: null,
}

export const timelineItem = z
  .object({
    id: z.string(),
    entity: z.string(),
    stream: z.string(),
    key: z.string(),
    occurredAt: z.string(),
    attributes: anyObject,
  })
  .openapi('TimelineItem')

export const recordSchema = z
  .object({
    anchor: z.string(),
    stream: z.string(),
    key: z.string(),
    version: z.string(),
    observedAt: z.string(),
    attributes: anyObject,
    received: anyObject.describe('What was received where cleaning changed it.'),
    flags: z
      .array(anyObject)
      .describe(
        'What cleaning found: impossible, placeholder or unreadable fields are kept and never used; doubtful ones are used.',
      ),
    isDeleted: z.boolean(),
  })
  .openapi('Record')

/** A steward's word, withdrawn or not. */
export const decisionSchema = z
  .looseObject({
    id: z.string(),
    verdict: z.enum(['same', 'different']),
    rows: z
      .object({ a: z.union([provenanceSchema, z.null()]), b: z.union([provenanceSchema, z.null()]) })
      .describe('The two; null for one that lies in another profile.'),
    by: z.string(),
    at: z.string(),
    withdrawnAt: z.string().nullable(),
  })
  .openapi('Decision')

export const linksSchema = z
  .object({
    links: z.array(
      z.object({
        a: provenanceSchema,
        b: provenanceSchema,
        resolver: z.string(),
        certainty: z.string(),
        weightBits: z.number(),
        evidence: z.array(anyObject).describe('Why, comparison by comparison.'),
        isActive: z.boolean(),
      }),
    ),
    decisions: z.array(decisionSchema),
  })
  .openapi('Links')

/** What is needed to tell one candidate from another. */
export const candidateSchema = z
  .object({
    id: profileId,
    name: z.string(),
    entity: z.string(),
    summary: anyObject.describe('Attributes that tell the candidates apart; nothing sensitive.'),
    reasons: z.array(z.string()).describe('Why it matched.'),
  })
  .openapi('Candidate')
