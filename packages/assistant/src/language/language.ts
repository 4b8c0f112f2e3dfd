import type {
  CallerFact,
  CaseFact,
  ConflictFact,
  ConflictValuesFact,
  ConsentFact,
  FlagFact,
  IdentityFact,
  InteractionFact,
  InvoiceFact,
  MissingFact,
  NameFact,
  OpportunityFact,
  OrderFact,
  OwnFact,
  SpendFact,
  StaleFact,
  StayFact,
  TaskFact,
  TierFact,
  WebFact,
} from '../facts/fact.ts'
import type { Say, Writing } from './say.ts'

/** What a sentence of a brief is for, in the order of their priority. */
export const sentenceKinds = ['alert', 'identity', 'reason', 'open', 'promise', 'value', 'unknown'] as const
export type SentenceKind = (typeof sentenceKinds)[number]

/** Everything a brief says, in one language: a file each. Each phrase is one sentence made of parts of the facts it is given. */
export interface Language extends Writing {
  readonly deceased: () => string
  readonly case: (say: Say, fact: CaseFact) => string
  /** Refusals for one purpose. */
  readonly consent: (say: Say, facts: readonly ConsentFact[]) => string
  readonly conflict: (say: Say, facts: readonly ConflictFact[]) => string
  readonly conflictValues: (say: Say, fact: ConflictValuesFact) => string
  /** With the caller where others share the number. */
  readonly identity: (say: Say, name: NameFact, identity: IdentityFact, caller: CallerFact | undefined) => string
  readonly reason: {
    /** Without the goods when another sentence has named them. */
    readonly order: (say: Say, fact: OrderFact, isProductTold: boolean) => string
    readonly case: (say: Say, fact: CaseFact) => string
    readonly task: (say: Say, fact: TaskFact) => string
    readonly stay: (say: Say, fact: StayFact) => string
    readonly invoice: (say: Say, fact: InvoiceFact) => string
    readonly interaction: (say: Say, fact: InteractionFact) => string
    readonly web: (say: Say, fact: WebFact) => string
  }
  readonly web: (say: Say, fact: WebFact) => string
  readonly order: (say: Say, fact: OrderFact) => string
  readonly invoice: (say: Say, fact: InvoiceFact) => string
  readonly stay: (say: Say, fact: StayFact) => string
  readonly opportunity: (say: Say, fact: OpportunityFact) => string
  readonly interaction: (say: Say, fact: InteractionFact) => string
  readonly own: (say: Say, fact: OwnFact) => string
  readonly task: (say: Say, fact: TaskFact) => string
  readonly promise: (say: Say, fact: TaskFact) => string
  readonly value: (say: Say, tier: TierFact | undefined, spends: readonly SpendFact[]) => string
  readonly missing: (say: Say, facts: readonly MissingFact[]) => string
  readonly stale: (say: Say, fact: StaleFact) => string
  readonly flags: (say: Say, facts: readonly FlagFact[]) => string
  readonly bound: (say: Say, limit: { readonly value: number }) => string
  /** What did not fit, by kind, and what is held back; empty when nothing is. */
  readonly left: (
    say: Say,
    counts: Readonly<Partial<Record<SentenceKind, number>>>,
    heldBack: { readonly count: number; readonly until: 'scope' | 'verified' | null },
  ) => string
  readonly nameless: string
  readonly headings: Readonly<Record<SentenceKind, string>>
  readonly sources: string
}
