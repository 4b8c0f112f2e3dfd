import { type LanguageCode, languages } from './languages.ts'
import { Say } from './say.ts'

/** Why somebody may be calling, or why a record may not be theirs. Rows as `stream key`. */
export type CallReason =
  | { readonly kind: 'onRecords'; readonly rows: readonly string[] }
  | { readonly kind: 'former' }
  | { readonly kind: 'verified' }
  | { readonly kind: 'calledBefore'; readonly count: number; readonly isMore: boolean }
  | { readonly kind: 'recent'; readonly entity: string; readonly at: string }
  | { readonly kind: 'twoPeople'; readonly row: string; readonly other: string }
  | { readonly kind: 'ofCaller'; readonly row: string }

/** A reason in one sentence. @param nowMs what a day's year is told apart from */
export function sayCallReason(reason: CallReason, language: LanguageCode, nowMs: number): string {
  const say = new Say(languages[language], 'UTC', nowMs)
  switch (reason.kind) {
    case 'onRecords':
      return say.message('numberOnRecords', { rows: say.list(reason.rows) })
    case 'former':
      return say.message('numberFormer')
    case 'verified':
      return say.message('numberVerified')
    case 'calledBefore':
      return say.message('calledBefore', { count: reason.count, isMore: reason.isMore })
    case 'recent':
      return say.message('recentActivity', {
        entity: reason.entity,
        name: say.code({ value: reason.entity }),
        at: say.date({ type: 'instant', value: reason.at }),
      })
    case 'twoPeople':
      return say.message('numberOfTwo', { row: reason.row, other: reason.other })
    case 'ofCaller':
      return say.message('numberOfCaller', { row: reason.row })
  }
}
