import { z } from 'zod'
import { type Operator, operatorShapes } from './expression.ts'
import { documentTitle } from './title.ts'

/**
 * A rule over a profile: its reconciled attributes, its identifiers (by namespace), its insights, other segments.
 * `consent` asks for a granted consent of a purpose, optionally on a channel.
 */
export type SegmentCondition =
  | { readonly all: readonly SegmentCondition[] }
  | { readonly any: readonly SegmentCondition[] }
  | { readonly not: SegmentCondition }
  | ({ readonly attribute: string } & Operator)
  | ({ readonly insight: string } & Operator)
  | { readonly identifier: string }
  | { readonly segment: string }
  | { readonly consent: { readonly purpose: string; readonly channel?: string } }

export const segmentCondition: z.ZodType<SegmentCondition, SegmentCondition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(segmentCondition).min(1) }),
    z.strictObject({ any: z.array(segmentCondition).min(1) }),
    z.strictObject({ not: segmentCondition }),
    ...operatorShapes.map((shape) => z.strictObject({ attribute: z.string(), ...shape })),
    ...operatorShapes.map((shape) => z.strictObject({ insight: z.string(), ...shape })),
    z.strictObject({ identifier: z.string() }),
    z.strictObject({ segment: z.string() }),
    z.strictObject({ consent: z.strictObject({ purpose: z.string(), channel: z.string().optional() }) }),
  ]),
) as z.ZodType<SegmentCondition, SegmentCondition>

/** Who belongs: kept up to date as data arrives and as time passes. */
export const segmentDocument = z.strictObject({
  type: z.literal('segment'),
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  title: documentTitle.optional(),
  entity: z.string().default('person'),
  where: segmentCondition,
})
export type SegmentDocument = z.output<typeof segmentDocument>
