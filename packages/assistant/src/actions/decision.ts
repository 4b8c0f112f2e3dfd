/** What was decided about an action before. */
export interface ActionDecision {
  readonly action: string
  readonly status: 'accepted' | 'declined'
  /** ISO. */
  readonly at: string
}
