import { z } from 'zod'
import { relationship } from '../model/activity.ts'
import { type SegmentCondition, segmentCondition } from './segment.ts'
import { occasions } from './template.ts'
import { documentTitle, languageCode } from './title.ts'

const one = z.string().min(1).max(500)

/** A text in each language. */
const texts = z
  .record(languageCode, one)
  .refine((all) => Object.keys(all).length > 0, { error: 'it is in no language' })

/** The same, or several of which the first is told whose placeholders all have a value. */
const alternatives = z
  .record(languageCode, z.union([one, z.array(one).min(1).max(10)]))
  .refine((all) => Object.keys(all).length > 0, { error: 'it is in no language' })

const days = z.int().min(1).max(3660)

/** Profiles at the other end of ties that a profile's own rows tell: of a role, with a title when one is named. */
export interface RelatedTo {
  readonly role: z.output<typeof relationship>['role']
  readonly title?: string | undefined
  /** Their kind of party; absent: organisations. */
  readonly entity?: string | undefined
}

type Leaf = Exclude<
  SegmentCondition,
  { readonly all: unknown } | { readonly any: unknown } | { readonly not: SegmentCondition }
>

/**
 * What an action asks: as segments do, and beside that of profiles that one is tied to. `related` holds when it holds of any of them. It is
 * asked when somebody looks: no segment can ask it, since those are kept up to date by what arrives for one profile.
 */
export type ActionCondition =
  | Leaf
  | { readonly all: readonly ActionCondition[] }
  | { readonly any: readonly ActionCondition[] }
  | { readonly not: ActionCondition }
  | { readonly related: RelatedTo; readonly where: SegmentCondition }

const actionCondition: z.ZodType<ActionCondition, ActionCondition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(actionCondition).min(1) }),
    z.strictObject({ any: z.array(actionCondition).min(1) }),
    z.strictObject({ not: actionCondition }),
    z.strictObject({
      related: z.strictObject({
        role: relationship.shape.role,
        title: z.string().min(1).max(200).optional(),
        entity: z.string().optional(),
      }),
      where: segmentCondition,
    }),
    segmentCondition,
  ]),
) as z.ZodType<ActionCondition, ActionCondition>

/**
 * What to propose to somebody, and to whom: a rule. Conditions are those of segments, and may ask of `related` profiles. Texts name values in braces: `{attributes.givenName}`,
 * `{insights.spend12m}`.
 */
export const actionDocument = z.strictObject({
  type: z.literal('action'),
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  title: documentTitle.optional(),
  entity: z.string().default('person'),
  occasions: z.array(z.enum(occasions)).min(1).optional().describe('When it may be proposed; absent: always.'),
  where: actionCondition.optional().describe('Who it is for; absent: everybody.'),
  unless: z
    .array(
      z.strictObject({ name: z.string().regex(/^[a-z][A-Za-z0-9]*$/), when: actionCondition, text: texts.optional() }),
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
    .array(z.strictObject({ when: actionCondition, value: z.number().min(-1000).max(1000) }))
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
