import { z } from 'zod'
import { condition } from './expression.ts'
import { documentTitle } from './title.ts'

/** A calculated value on a profile, folded from its activities. Windows end now, or so long `before`; their edges are UTC days. */
export const insightDocument = z
  .strictObject({
    type: z.literal('insight'),
    name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
    title: documentTitle.optional(),
    on: z.string().describe('The entity it is computed on: order, event, case, …'),
    where: condition.optional(),
    calculate: z.enum(['count', 'sum', 'min', 'max', 'first', 'last', 'distinctDays']),
    value: z
      .string()
      .optional()
      .describe('Dotted path of the value, for sum, min, max, first and last. `occurredAt` is the time itself.'),
    window: z
      .strictObject({
        days: z.int().min(1).max(1096),
        before: z
          .int()
          .min(1)
          .max(1096)
          .optional()
          .describe(
            'So many days before the last so many: `{ days: 365, before: 365 }` is the year before the last one.',
          ),
      })
      .refine(({ days, before = 0 }) => days + before <= 1096, { error: 'at most 1096 days back', path: ['before'] })
      .optional()
      .describe('The last so many days; without it, all time.'),
    unit: z.enum(['number', 'money', 'instant', 'text']).default('number'),
  })
  .refine((insight) => ['count', 'distinctDays'].includes(insight.calculate) || insight.value !== undefined, {
    error: 'value is needed for this calculation',
    path: ['value'],
  })
export type InsightDocument = z.output<typeof insightDocument>
