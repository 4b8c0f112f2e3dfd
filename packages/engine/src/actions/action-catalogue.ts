import type { ActionDocument, DocumentTitle, InsightDocument } from '@rapport/core'

/** What may be proposed to people, with what its texts need to tell values. */
export interface ActionCatalogue {
  readonly actions: readonly ActionDocument[]
  readonly insights: ReadonlyMap<string, InsightDocument>
  /** Titles of segments by name. */
  readonly segments: ReadonlyMap<string, DocumentTitle>
  /** In which insights of money are; null: no rates say. */
  readonly currency: { readonly code: string; readonly exponent: number } | null
}
