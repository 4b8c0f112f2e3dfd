import { z } from 'zod'
import { segmentCondition } from './segment.ts'
import { occasions } from './template.ts'

const language = z.string().regex(/^[a-z]{2}$/, { error: 'a language of two letters, such as en' })
const one = z.string().min(1).max(500)

/** A text in each language. */
const texts = z.record(language, one).refine((all) => Object.keys(all).length > 0, { error: 'it is in no language' })

/** The same, or several of which the first is told whose placeholders all have a value. */
const alternatives = z
  .record(language, z.union([one, z.array(one).min(1).max(10)]))
  .refine((all) => Object.keys(all).length > 0, { error: 'it is in no language' })

const days = z.int().min(1).max(3660)

/**
 * What to propose to somebody, and to whom: a rule. Conditions are those of segments. Texts name values in braces: `{attributes.givenName}`,
 * `{insights.spend12m}`.
 */
export const actionDocument = z.strictObject({
  type: z.literal('action'),
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  title: z.string().max(200).optional(),
  entity: z.string().default('person'),
  occasions: z.array(z.enum(occasions)).min(1).optional().describe('When it may be proposed; absent: always.'),
  where: segmentCondition.optional().describe('Who it is for; absent: everybody.'),
  unless: z
    .array(
      z.strictObject({ name: z.string().regex(/^[a-z][A-Za-z0-9]*$/), when: segmentCondition, text: texts.optional() }),
    )
    .max(20)
    .default([])
    .describe('What forbids it: an open complaint, a credit hold.'),
  consent: z
    .strictObject({ purpose: z.string(), channel: z.string().optional() })
    .optional()
    .describe('Not without a granted consent for this purpose on this channel.'),
  value: z.number().min(0).max(1000).describe('The higher, the earlier in the list.'),
  more: z
    .array(z.strictObject({ when: segmentCondition, value: z.number().min(-1000).max(1000) }))
    .max(20)
    .default([])
    .describe('What changes its value.'),
  text: alternatives.describe('What to say or do.'),
  reason: alternatives.optional().describe('Why; absent: the conditions that hold, with their values.'),
  declinedForDays: days.default(90).describe('How long it does not come back when somebody declined it.'),
  acceptedForDays: days.optional().describe('The same when somebody accepted it; absent: for ever.'),
  accept: z
    .strictObject({
      task: z
        .strictObject({
          kind: z.enum(['promise', 'todo']).default('todo'),
          subject: alternatives,
          assignee: z.string().max(300).optional(),
          dueInDays: z.int().min(0).max(365).optional(),
        })
        .optional(),
    })
    .default({})
    .describe('What follows when it is accepted.'),
})
export type ActionDocument = z.output<typeof actionDocument>
