import type { TemplateDocument, ValueType } from '@rapport/core'
import type { Getter, Predicate, ValueTest } from '@rapport/harmonise'

/** Where a template's facts come from. */
export type TemplateSource =
  | {
      readonly kind: 'rows'
      readonly entity: string
      /** Of a row's attributes with its `occurredAt`; null: every row. */
      readonly test: Predicate | null
      readonly newest: number
    }
  | { readonly kind: 'insight'; readonly insight: string; readonly test: ValueTest | null }
  | { readonly kind: 'attribute'; readonly attribute: string; readonly read: Getter; readonly test: ValueTest | null }
  | { readonly kind: 'segment'; readonly segment: string }

/** Where a placeholder's value comes from, and how it is written. */
export type TemplateValue = { readonly type: ValueType } & (
  | { readonly from: 'row'; readonly read: Getter }
  /** A row points at another by `reference`; `read` is of that one's attributes. */
  | { readonly from: 'reference'; readonly reference: Getter; readonly read: Getter }
  | { readonly from: 'attribute'; readonly attribute: string; readonly read: Getter }
  | {
      readonly from: 'insight'
      readonly insight: string
      /** Of an insight of money. */
      readonly money: { readonly currency: string; readonly exponent: number } | null
    }
)

/** A template, compiled: every name in it is one that there is. */
export interface CompiledTemplate {
  readonly document: TemplateDocument
  readonly source: TemplateSource
  readonly values: ReadonlyMap<string, TemplateValue>
  /** Without these the sentence would have a hole, so there is no fact. */
  readonly required: readonly string[]
  readonly date: Getter | null
  readonly isSensitive: boolean
  /** What the texts say by themselves, in whatever language: it is as true as the template. */
  readonly literals: readonly string[]
}

/** The fact templates of a workspace, compiled, in order of name. */
export interface TemplateSet {
  readonly templates: readonly CompiledTemplate[]
  /** An insight by name: of which rows it is calculated. */
  readonly insights: ReadonlyMap<string, { readonly entity: string; readonly test: Predicate | null }>
  /** Whether the rows of an entity are seen among what has happened, the newest of any kind. */
  readonly isHappening: (entity: string) => boolean
  /** By stream, `connection/stream`: in which zone its mapping reads a date, or a time without an offset. */
  readonly zones: ReadonlyMap<string, string>
}
