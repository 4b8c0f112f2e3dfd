export type { ActionDecision } from './actions/decision.ts'
export { type Excluded, type Offer, type Offers, offersOf } from './actions/offers.ts'
export { type RelatedProfile, readRelatedProfiles } from './actions/related.ts'
export { type Answer, answerQuestion } from './answers/answer.ts'
export type { QuestionOptions } from './answers/asked.ts'
export { type Intent, intents } from './answers/intents.ts'
export { type AnsweringEvent, type AnsweringOptions, writeAnswer } from './answers/model-answer.ts'
export { type Brief, type BriefOptions, type Left, writeBrief } from './brief/brief.ts'
export { type PlannedOccasion, plannedOccasions, wordLimitOf } from './brief/plan.ts'
export type { Sentence } from './brief/sentence.ts'
export type { Statement } from './claims/claims.ts'
export type { Certainty, Fact, FactKind, Facts, Part } from './facts/fact.ts'
export type { Caller, DeskReads, FactQueries, ReadOptions, TakenCall } from './facts/material.ts'
export { readFacts } from './facts/read-facts.ts'
export { dayIn, isZone } from './language/calendar.ts'
export { type CallReason, sayCallReason } from './language/call-reason.ts'
export { type LanguageCode, languages } from './language/languages.ts'
export { type SentenceOptions, sentenceOf } from './language/phrases.ts'
export { type Asked, type ChainOptions, ModelChain, type TokenBudget } from './model/chain.ts'
export type { ModelEndpoint, ModelMessage } from './model/endpoint.ts'
export { rulesOnly, type Writer, type WritingEvent, writeBriefWithModel } from './model/model-brief.ts'
export { htmlStyles, renderHtml } from './render/html.ts'
export { renderMarkdown } from './render/markdown.ts'
export type { PdfList } from './render/pdf/contents.ts'
export { renderPdf } from './render/pdf.ts'
export {
  type Claim,
  type ClaimVerifyOptions,
  type Unproven,
  type VerifyOptions,
  verify,
  verifyClaim,
} from './verify.ts'
