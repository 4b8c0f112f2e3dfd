import { type Answer, type Brief, type ModelMessage, plannedOccasions, type Writer } from '@rapport/assistant'
import type { Entry } from '@rapport/engine'
import { z } from 'zod'

/** The type of the entries that say who was told what about whom. One is erased with its profile. */
export const auditEntryType = 'brief'

const writer = z.object({
  by: z.enum(['rules', 'model']),
  model: z.string().nullable(),
  host: z.string().nullable().describe('Of the endpoint that was asked last; null: none was.'),
  verified: z.int().describe('Sentences of a model that the facts support.'),
  rewritten: z.int().describe('Of these, those that were right at the second attempt.'),
  replaced: z.int().describe('Sentences that said more than their facts: the rules’ own stand instead.'),
  problem: z.string().nullable().describe('Why there is nothing, or not all, of a model.'),
  tokens: z.object({ prompt: z.int(), answer: z.int() }),
})

/** What the trail keeps of a brief, or of an answer to a question. */
export const auditRecord = z.object({
  id: z.string(),
  kind: z.enum(['brief', 'answer']),
  content: z.string().describe('The id of the brief or the answer: the same as long as it says the same.'),
  at: z.string(),
  lastAt: z
    .string()
    .describe('When it was given last: soon after, the same to the same key is counted, not kept again.'),
  count: z.int().describe('How often it was given.'),
  by: z.object({ key: z.string(), title: z.string().describe('As the key was called then.') }),
  profile: z.string().describe('As it was then: a merge since has moved it.'),
  call: z.string().nullable(),
  occasion: z.enum(plannedOccasions).nullable().describe('Of a brief.'),
  question: z.string().nullable().describe('What was answered.'),
  language: z.string(),
  sentences: z.int().describe('How many were told.'),
  sensitive: z.int().describe('How many of the facts are sensitive.'),
  facts: z
    .array(z.object({ id: z.string(), rows: z.array(z.object({ stream: z.string(), key: z.string() })) }))
    .describe('What was told, and the rows it stood on.'),
  writer: writer
    .nullable()
    .describe('Null: it was being written when this was last kept, and is not known to have ended.'),
  prompts: z
    .array(z.object({ role: z.string(), text: z.string() }))
    .describe('All that left for a model, as it left: masked.'),
})
export type AuditRecord = z.output<typeof auditRecord>

export const readAuditRecord = (entry: Entry): AuditRecord => auditRecord.parse(JSON.parse(entry.body))

/** How a brief or an answer came to be. */
export interface Written {
  /** Null while a model writes. */
  readonly writer: Writer | null
  /** What left for a model so far. */
  readonly prompts: readonly ModelMessage[]
}

/** What was told, without who was told. */
export type Told = Omit<AuditRecord, 'id' | 'at' | 'lastAt' | 'count' | 'by' | 'call'>

export function toldByBrief(brief: Brief, written: Written): Told {
  return {
    kind: 'brief',
    content: brief.id,
    profile: brief.profile,
    occasion: brief.occasion,
    question: null,
    ...toldBy(brief, written),
  }
}

export function toldByAnswer(answer: Answer, question: string, written: Written): Told {
  return {
    kind: 'answer',
    content: answer.id,
    profile: answer.profile,
    occasion: null,
    question,
    ...toldBy(answer, written),
  }
}

function toldBy(
  { language, sentences, facts }: Brief | Answer,
  { writer, prompts }: Written,
): Pick<Told, 'language' | 'sentences' | 'sensitive' | 'facts' | 'writer' | 'prompts'> {
  return {
    language,
    sentences: sentences.length,
    sensitive: facts.filter(({ sensitivity }) => sensitivity === 'sensitive').length,
    facts: facts.map(({ id, rows }) => ({ id, rows: rows.map(({ stream, key }) => ({ stream, key })) })),
    writer: writer && { ...writer, host: writer.host ?? null },
    prompts: prompts.map((one) => ({
      role: one.role,
      text: one.role === 'assistant' ? `${one.text}${JSON.stringify(one.calls)}` : one.text,
    })),
  }
}
