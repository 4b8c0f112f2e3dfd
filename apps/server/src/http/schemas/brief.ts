import { z } from '@hono/zod-openapi'
import { languages, plannedOccasions } from '@rapport/assistant'
import { sentenceKinds } from '@rapport/core'
import { profileId } from './profile.ts'

const kind = z.enum(sentenceKinds)

const part = z.object({
  type: z.enum(['text', 'number', 'money', 'instant', 'date']),
  value: z.union([z.string(), z.number(), z.record(z.string(), z.unknown())]),
  day: z.string().optional().describe('Of an instant that its source wrote as a day, without a time.'),
})

const factSchema = z
  .object({
    id: z.string().openapi({ example: 'task:crm/tasks/00T1' }),
    kind: z.string().openapi({ example: 'task' }),
    value: z.record(z.string(), z.unknown()).describe('For programs.'),
    parts: z.record(z.string(), z.union([part, z.array(part)])).describe('What a sentence may say of it, typed.'),
    rows: z
      .array(z.object({ stream: z.string(), key: z.string(), observedAt: z.string() }))
      .describe('What it stands on. Of a row that is no record, `observedAt` is when it happened.'),
    certainty: z.enum(['stated', 'agreed', 'disputed', 'calculated']),
    sensitivity: z.enum(['open', 'sensitive']),
  })
  .openapi('Fact')

export const answerFactSchema = factSchema.partial({ value: true }).openapi('AnswerFact')

export const briefSchema = z
  .object({
    id: z.string(),
    occasion: z.enum(plannedOccasions),
    language: z.enum(Object.keys(languages) as [string]),
    profile: profileId,
    title: z.string().describe('What the profile is called.'),
    sentences: z
      .array(z.object({ text: z.string(), kind, facts: z.array(z.string()).describe('Ids of facts.') }))
      .describe(
        'At most 120 words for a call, 300 for a visit, 400 for a stay, the words of `left` included; alerts first.',
      ),
    facts: z.array(factSchema).describe('Those that the sentences cite.'),
    left: z.object({
      counts: z.partialRecord(kind, z.int()).describe('Sentences that did not fit, by kind.'),
      sentences: z.int(),
      sensitive: z.int().describe('Sensitive facts that are held back.'),
      until: z.enum(['scope', 'verified']).nullable().describe('What they wait for.'),
      text: z.string(),
      more: z.string().nullable().describe('POST the same body there for everything.'),
    }),
    generatedAt: z.string(),
    asOf: z.string().nullable().describe('The newest time that any row told of.'),
    zone: z.string().describe('In which times are told.'),
  })
  .openapi('Brief')

const problems = [
  ...(['timeout', 'unreachable', 'limited', 'refused', 'cut', 'unreadable', 'endless', 'key'] as const),
  ...(['busy', 'budget'] as const),
] as const

/** Who wrote a brief or an answer, and how that went. */
export const writerSchema = z.object({
  by: z.enum(['rules', 'model']).describe('`model`: sentences of a model are in it, each held to its facts.'),
  model: z.string().nullable(),
  verified: z.int().describe('Sentences of the model that its facts support.'),
  rewritten: z.int().describe('Of these, those that were right at the second attempt.'),
  replaced: z.int().describe('Sentences that said more than their facts: the rules’ own stand instead.'),
  problem: z.enum(problems).nullable().describe('Why there is nothing, or not all, of a model.'),
})

export const writtenBriefSchema = briefSchema.extend({ writer: writerSchema }).openapi('WrittenBrief')

const briefExample = {
  id: 'brf_5f0e6a2c7c1d4b7ea0c43d1f',
  occasion: 'call',
  language: 'en',
  profile: 'prf_0000000f3k',
  title: 'Claire Fontaine',
  sentences: [
    {
      text: 'Hugo Meunier promised “Replacement of the bag” by 23 November at 18:00; overdue.',
      kind: 'promise',
      facts: ['task:crm/tasks/00T1'],
    },
  ],
  facts: [
    {
      id: 'task:crm/tasks/00T1',
      kind: 'task',
      value: { at: '2026-11-21T09:25:00.000Z', about: ['crm/tasks/00T1'], isPromise: true, isOverdue: true },
      parts: {
        who: { type: 'text', value: 'Hugo Meunier' },
        what: { type: 'text', value: 'Replacement of the bag' },
        madeAt: { type: 'instant', value: '2026-11-21T09:25:00.000Z' },
        dueAt: { type: 'instant', value: '2026-11-23T17:00:00.000Z' },
      },
      rows: [{ stream: 'crm/tasks', key: '00T1', observedAt: '2026-11-21T09:25:00.000Z' }],
      certainty: 'stated',
      sensitivity: 'open',
    },
  ],
  left: {
    counts: { alert: 3 },
    sentences: 3,
    sensitive: 2,
    until: 'verified',
    text: '3 more alerts; 2 sensitive facts held until verification.',
    more: '/v1/briefs?all=true',
  },
  generatedAt: '2026-11-24T09:30:00.000Z',
  asOf: '2026-11-23T19:56:00.000Z',
  zone: 'Europe/Paris',
}

export const writtenBriefExample = {
  ...briefExample,
  writer: { by: 'rules', model: null, verified: 0, rewritten: 0, replaced: 0, problem: null },
}
