import { type Answer, type AnsweringEvent, type ModelChain, type ModelMessage, writeAnswer } from '@rapport/assistant'
import type { ProfileId } from '@rapport/core'
import { keepAnswer } from '../audit/trail.ts'
import { type BriefContext, callerOf } from './brief-of.ts'

/** What is asked, who words the answer, and until when it is wanted. */
export interface AnsweringRequest {
  readonly question: string
  /** Absent: the question's. */
  readonly language: Answer['language'] | undefined
  readonly models: ModelChain | undefined
  /** Ends the asking of models; the rules' answer is there anyway. */
  readonly signal: AbortSignal
}

/**
 * An answer while it is written: the rules' at once, what models make of it as it is verified, and the whole at the end. `undefined` when the
 * reader may not see the profile. Each step is in the audit trail before it is told, or leaves. Read it to its end.
 */
export async function answeringOf(
  context: BriefContext,
  id: ProfileId,
  request: AnsweringRequest,
): Promise<AsyncIterable<AnsweringEvent> | undefined> {
  const { workspace, principal, nowMs, zone, call } = context
  const caller = call && { caller: callerOf(call, id) }
  const options = { ...request, rights: principal.rights, nowMs, zone, ...caller }
  const answering = await writeAnswer(workspace.queries, id, options)
  return answering && keptAnswering(context, answering, request)
}

/** Keeps what leaves before it does, and the answer before it is told; without a model once. */
async function* keptAnswering(
  context: BriefContext,
  answering: AsyncIterable<AnsweringEvent>,
  { question, models }: AnsweringRequest,
): AsyncGenerator<AnsweringEvent> {
  const prompts: ModelMessage[] = []
  let answer: Answer | undefined
  let id: string | undefined
  for await (const event of answering) {
    if (event.type === 'answer' || event.type === 'done') answer = event.answer
    if (event.type === 'prompt') prompts.push(...event.messages)
    // By rules alone, the one record is that of the whole: the same again is counted.
    const isKept = event.type === 'done' || (models !== undefined && event.type !== 'sentence')
    if (answer && isKept) {
      const writer = event.type === 'done' ? event.writer : null
      id = await keepAnswer(context, answer, question, { writer, prompts }, id)
    }
    yield event
  }
}
