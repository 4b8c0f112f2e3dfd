import type { MatchRules, RecordView } from '@rapport/core'
import { alternatives, type RuleLeaf } from './dnf.ts'
import { type Reading, valuesOf } from './values.ts'

/** Reads one thing of a record: the values under a name, or a mark when it lacks all of several names. */
type Reader = (record: RecordView) => readonly string[]

/**
 * One way to meet a rule: everything in `same` agrees, for each of `initials` one of the two has no more than the initial,
 * and for each of `lacks` one of the two records has the mark.
 */
export interface Alternative {
  /** `r<rule>.<alternative>`: begins its keys. */
  readonly id: string
  readonly rule: number
  readonly weightBits: number
  /** What agrees, in words: `email, familyName (folded)`. */
  readonly label: string
  /** Positions among the readers. */
  readonly same: readonly number[]
  /** Where the initials of all values stand (they are among `same` too), and where those of values that are no more. */
  readonly initials: readonly { readonly all: number; readonly bare: number }[]
  readonly lacks: readonly number[]
}

/** A model made ready: every value is read once, and the strongest alternative comes first. */
export interface CompiledRules {
  readonly readers: readonly Reader[]
  readonly alternatives: readonly Alternative[]
  readonly ruleNames: readonly string[]
  /** What keeps records apart: a name, and the position of its values. */
  readonly apart: readonly { readonly name: string; readonly at: number }[]
}

const LACKING: readonly string[] = Object.freeze(['-'])
const PRESENT: readonly string[] = Object.freeze([])

const compiled = new WeakMap<MatchRules, CompiledRules>()

/** The model's compiled form; made once a model object. */
export function compiledRules(model: MatchRules): CompiledRules {
  let ready = compiled.get(model)
  if (ready === undefined) {
    ready = compileRules(model)
    compiled.set(model, ready)
  }
  return ready
}

function compileRules(model: MatchRules): CompiledRules {
  const readers: Reader[] = []
  const positions = new Map<string, number>()
  const position = (id: string, make: () => Reader): number => {
    let at = positions.get(id)
    if (at === undefined) {
      at = readers.push(make()) - 1
      positions.set(id, at)
    }
    return at
  }
  const values = (name: string, as: Reading | 'bare-initial') => {
    const path = name.split('.')
    return position(`${as} ${name}`, () => (record) => valuesOf(record, name, path, as))
  }
  const lacking = (names: readonly string[]) => {
    const paths = names.map((name) => ({ name, path: name.split('.') }))
    return position(`lacks ${JSON.stringify(names)}`, () => (record) => {
      for (const { name, path } of paths) if (valuesOf(record, name, path, 'exact').length > 0) return PRESENT
      return LACKING
    })
  }
  const spelt = model.rules.flatMap((rule, ruleAt) =>
    alternatives(rule.when).map(
      (leaves, at): Alternative => ({
        id: `r${ruleAt}.${at}`,
        rule: ruleAt,
        weightBits: 100 - rule.priority,
        label: leaves.map(describe).join(', '),
        same: once(leaves.flatMap((leaf) => ('same' in leaf ? [values(leaf.same, leaf.as)] : []))),
        initials: leaves.flatMap((leaf) =>
          'same' in leaf && leaf.as === 'initial'
            ? [{ all: values(leaf.same, 'initial'), bare: values(leaf.same, 'bare-initial') }]
            : [],
        ),
        lacks: once(leaves.flatMap((leaf) => ('lacks' in leaf ? [lacking(leaf.lacks)] : []))),
      }),
    ),
  )
  const singles = Object.entries(model.namespaces).filter(([, { cardinality }]) => cardinality === 'one-per-party')
  return {
    readers,
    // A stable sort: rules of one priority keep the order in which they were written.
    alternatives: spelt.sort((a, b) => b.weightBits - a.weightBits),
    ruleNames: model.rules.map((rule) => rule.name),
    apart: [
      ...singles.map(([namespace]) => ({ name: namespace, at: values(namespace, 'exact') })),
      ...model.apart.map((one) => ({ name: one.name, at: values(one.differ, one.as) })),
    ],
  }
}

const once = (positions: readonly number[]): readonly number[] => [...new Set(positions)]

function describe(leaf: RuleLeaf): string {
  if ('lacks' in leaf) return `one of the two without ${leaf.lacks.join(', ')}`
  return leaf.as === 'exact' ? leaf.same : `${leaf.same} (${leaf.as})`
}
