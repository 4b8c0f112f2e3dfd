import type { Operator, SegmentCondition } from '@rapport/core'
import {
  compileCondition,
  compileNextFlip,
  compileOperator,
  compileOperatorFlip,
  type ValueFlip,
  type ValueTest,
} from '@rapport/harmonise'
import type { InsightPlan } from '../figures/insight-set.ts'
import type { Head } from '../queries.ts'
import { hasConsent, nextConsentExpiry } from '../reconcile/consents.ts'

/** A question about a head: asked when the head changes, its answer kept as a bit. */
export interface HeadLeaf {
  readonly bit: number
  readonly test: (head: Head, nowMs: number) => boolean
  /** When time alone may change the answer, epoch ms; `Infinity`: never. */
  readonly nextAt: (head: Head, nowMs: number) => number
}

/** A question about one insight's value. */
export interface FigureLeaf {
  readonly bit: number
  readonly test: ValueTest
  /** When time alone may change the answer for one and the same value. */
  readonly flip: ValueFlip | undefined
  /** Instants are asked as ISO text; otherwise as epoch milliseconds, which saves writing it. */
  readonly takesText: boolean
}

type HeadCondition = Extract<SegmentCondition, { attribute: string } | { identifier: string } | { consent: object }>

const never = (): number => Number.POSITIVE_INFINITY

export function compileHeadLeaf(where: HeadCondition, bit: number): HeadLeaf {
  if ('identifier' in where) {
    const { identifier } = where
    return { bit, test: (head) => head.identifiers.some(({ namespace }) => namespace === identifier), nextAt: never }
  }
  if ('consent' in where) {
    const { purpose, channel = null } = where.consent
    return {
      bit,
      test: (head, nowMs) => hasConsent(head, purpose, channel, undefined, nowMs),
      nextAt: (head, nowMs) => nextConsentExpiry(head, purpose, nowMs),
    }
  }
  const { attribute, ...operator } = where
  const condition = { path: attribute, ...operator } as { readonly path: string } & Operator
  const test = compileCondition(condition)
  const nextFlip = compileNextFlip(condition)
  return {
    bit,
    test: (head, nowMs) => test(head.attributes, nowMs),
    nextAt: (head, nowMs) => nextFlip(head.attributes, nowMs),
  }
}

export function compileFigureLeaf(
  where: { readonly insight: string } & Operator,
  plan: InsightPlan,
  bit: number,
): FigureLeaf {
  const flip = compileOperatorFlip(where)
  const isInstant = plan.isTime || plan.unit === 'instant'
  return { bit, test: compileOperator(where), flip, takesText: isInstant && flip === undefined }
}
