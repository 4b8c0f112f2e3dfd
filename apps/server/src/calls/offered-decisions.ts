import { type CallReason, sayCallReason } from '@rapport/assistant'
import { parseProfileId } from '@rapport/core'
import type { Workspace } from '@rapport/runtime'
import { type CandidateReader, recordName, recordsWith } from './candidates.ts'

/** What a steward may be asked when a caller is not who their number says. */
export interface OfferedDecision {
  readonly a: string
  readonly b: string
  readonly verdict: 'same' | 'different'
  /** In the reader's language. */
  readonly why: string
}

/**
 * When somebody turned out not to be calling though the number lies on their record: the decisions that would mend it.
 * If only some of the wrong person's records carry the number, those may be somebody else's (`different` from the rest);
 * if the right person is known, they may be theirs (`same`). A lone record with a stale number has nothing to decide.
 */
export async function offeredDecisions(
  workspace: Workspace,
  number: string | null,
  wrong: string,
  right: string | null,
  { rights, nowMs, language }: CandidateReader,
): Promise<readonly OfferedDecision[]> {
  const wrongId = parseProfileId(wrong)
  if (number === null || wrongId === undefined) return []
  const holding = await recordsWith(workspace, wrongId, number, rights)
  const holder = holding[0]
  if (!holder) return []
  const say = (reason: CallReason) => sayCallReason(reason, language, nowMs)
  const offers: OfferedDecision[] = []
  const all = await workspace.queries.records(wrongId, rights)
  const other = all.find((one) => !one.isDeleted && !holding.some((held) => held.anchor === one.anchor))
  if (other)
    offers.push({
      a: holder.anchor,
      b: other.anchor,
      verdict: 'different',
      why: say({ kind: 'twoPeople', row: recordName(holder), other: recordName(other) }),
    })
  const rightId = right === null ? undefined : parseProfileId(right)
  if (rightId !== undefined && rightId !== wrongId) {
    const own = (await workspace.queries.records(rightId, rights)).find((one) => !one.isDeleted)
    if (own && other)
      offers.push({
        a: holder.anchor,
        b: own.anchor,
        verdict: 'same',
        why: say({ kind: 'ofCaller', row: recordName(holder) }),
      })
  }
  return offers
}
