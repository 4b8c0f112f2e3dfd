import { z } from 'zod'
import { condition, expression, targets } from './expression.ts'

/** A stream is named as it is; an expression that is no text reads its name from the row: `{ first: [about.stream] }`. */
const owner = z.union([
  z.strictObject({ stream: expression, key: expression }),
  z.strictObject({ namespace: z.string(), value: expression }),
])

/**
 * How a stream's rows become canonical rows. Attributes are cleaned by their kind, so a mapping says where a value is,
 * seldom how to clean it. `set` names attributes by dotted path (`total`, `ext.crm.guestType`). For parties,
 * `email`, `phone` and `address` are short for contact points, and `identifiers` holds `{ namespace, value }`.
 */
export const mappingDocument = z.strictObject({
  type: z.literal('mapping'),
  name: z.string().describe('connection/stream it is for.'),
  entity: z.string(),
  country: z.string().length(2).optional().describe('Phones and addresses without a country are read as of this one.'),
  language: z.string().optional(),
  zone: z.string().default('UTC').describe('IANA zone of instants that name none.'),
  currency: z.string().length(3).optional().describe('Of amounts that name none.'),
  dateOrder: z
    .enum(['dmy', 'mdy', 'ymd'])
    .optional()
    .describe('How ambiguous dates such as 03/04/2025 are read; without it they are flagged.'),
  decimal: z.enum(['.', ',']).optional(),
  when: condition.optional().describe('Rows that do not meet it are skipped.'),
  owner: owner
    .array()
    .optional()
    .describe(
      'Whose the row is: the first of these that has a value. A stream without a slash is of the same connection. A record that has one ' +
        'speaks of that other record: it is the same party because its source says so, and is compared with nobody.',
    ),
  occurredAt: expression.optional(),
  observedAt: expression.optional(),
  space: expression.optional(),
  territory: expression.optional(),
  set: targets,
  also: z
    .array(
      z.strictObject({
        name: z.string(),
        entity: z.string(),
        each: expression.optional(),
        when: condition.optional(),
        owner: owner.array().optional(),
        occurredAt: expression.optional(),
        set: targets,
      }),
    )
    .optional()
    .describe(
      'Further rows made of the same one (a consent, each line of an order). Their key is `key/name` or `key/name/index`; a party row owns them unless they say otherwise.',
    ),
})

/** A mapping: data, not code. */
export type MappingDocument = z.output<typeof mappingDocument>
