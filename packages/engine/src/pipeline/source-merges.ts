import type { AnchorId, Evidence } from '@rapport/core'
import type { Link } from '../port/rows.ts'
import type { Step } from './step.ts'

/** The resolver of what a source says of its own records. */
export const SOURCE = 'source'

/** @param into key of the record that the other one was merged into */
export function mergeEvidence(into: string): string {
  const evidence: readonly Evidence[] = [{ comparison: 'mergedInto', level: `into ${into}`, weightBits: 100 }]
  return JSON.stringify(evidence)
}

/**
 * Whether a source's merge does not hold any more: the record that was merged is there again, in a version of its own, or was merged into
 * another one. A record is merged into the one that its evidence names; both are of one stream.
 */
export function isTakenBack(step: Step, link: Link): boolean {
  if (link.resolver !== SOURCE) return false
  const [evidence] = JSON.parse(link.evidence) as readonly Evidence[]
  for (const [merged, into] of [
    [link.a, link.b],
    [link.b, link.a],
  ] as const) {
    if (evidence?.level !== `into ${keyOf(step, into)}`) continue
    const now = step.merged.get(merged)
    if (step.ghosts.get(merged) === false || (now !== undefined && now.into !== into)) return true
  }
  return false
}

const keyOf = (step: Step, id: AnchorId): string | undefined => step.anchorsById.get(id)?.key
