import { z } from 'zod'
import { condition, operatorShapes } from './expression.ts'

/** What a brief can be for: somebody rings, a rep visits, a guest stays. */
export const occasions = ['call', 'visit', 'stay'] as const
export type Occasion = (typeof occasions)[number]

/** What a sentence of a brief is about. Each occasion has some of them, in an order of its own. */
export const sentenceKinds = [
  'alert',
  'colleague',
  'identity',
  'meet',
  'reason',
  'stay',
  'journey',
  'sales',
  'due',
  'open',
  'promise',
  'engagement',
  'range',
  'change',
  'value',
  'preference',
  'propose',
  'offer',
  'ask',
  'unknown',
] as const
export type SentenceKind = (typeof sentenceKinds)[number]

/** How a placeholder is written; without it, by the type of the field that it is of. */
const valueTypes = ['text', 'quote', 'code', 'number', 'money', 'date', 'instant'] as const
export type ValueType = (typeof valueTypes)[number]

const as = z.enum(valueTypes).optional()
const currency = z
  .string()
  .length(3)
  .optional()
  .describe('Of an insight of money, where the workspace has no rates that name its own.')

const templateValue = z.union([
  z
    .string()
    .min(1)
    .describe('A dotted path into the row; behind a reference, into what it points at (`product.name`).'),
  z.strictObject({ path: z.string().min(1), as }),
  z.strictObject({ insight: z.string(), as, currency }),
  z.strictObject({ attribute: z.string().min(1), as }),
])

/** What a template reads. The text is told once for each row, or once for the profile. */
const on = z.union([
  z.strictObject({
    entity: z.string().describe('The newest rows of this entity in the profile’s history; it may be a plugin’s own.'),
    where: condition
      .optional()
      .describe(
        'Which of them; `occurredAt` may be asked, too. Of what has happened, the last 50 rows of any kind are seen.',
      ),
    newest: z.int().min(1).max(20).default(1),
  }),
  z.strictObject({ segment: z.string() }),
  ...operatorShapes.map((shape) => z.strictObject({ insight: z.string(), ...shape })),
  z.strictObject({ insight: z.string() }),
  ...operatorShapes.map((shape) => z.strictObject({ attribute: z.string().min(1), ...shape })),
  z.strictObject({ attribute: z.string().min(1) }),
])

const relevance = z.number().min(0).max(1)

/**
 * A fact that briefs tell: what it reads, and a sentence for it in each language, in ICU MessageFormat. A placeholder is an
 * attribute of the row, `value` (of the insight or attribute that it is on), or one of `values`; it is written by its type.
 */
export const templateDocument = z.strictObject({
  type: z.literal('template'),
  name: z.string().regex(/^[a-z][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)*$/, { error: 'letters, digits, dashes and dots' }),
  title: z.string().optional(),
  party: z.enum(['person', 'organization']).optional().describe('Of whom it is told; without it, of both.'),
  on,
  values: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), templateValue).default({}),
  text: z
    .record(z.string().regex(/^[a-z]{2}$/, { error: 'a language code of two letters' }), z.string().min(1).max(1000))
    .refine((text) => Object.keys(text).length > 0, { error: 'a text in at least one language' }),
  kind: z.enum(sentenceKinds),
  sensitivity: z
    .enum(['open', 'sensitive'])
    .optional()
    .describe(
      'A template that reads a sensitive field is sensitive, whatever this says; one that reads `ext` is, unless this says open.',
    ),
  date: z.string().optional().describe('Path of the date that the fact is of; without it, when the row happened.'),
  occasions: z
    .partialRecord(z.enum(occasions), relevance)
    .default({ call: 0.5, visit: 0.5, stay: 0.5 })
    .describe('Where it is told, and how much it matters there: from 0.75 on it comes before what every brief says.'),
})
export type TemplateDocument = z.output<typeof templateDocument>
