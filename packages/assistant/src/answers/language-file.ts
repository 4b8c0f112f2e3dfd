import { type LanguageCode, languages } from '../language/languages.ts'
import type { Say } from '../language/say.ts'
import type { Intent } from './intents.ts'
import en from './words/en.json' with { type: 'json' }
import fr from './words/fr.json' with { type: 'json' }

/** Everything that answers say: each language's file has a message for each. */
type MessageName =
  | 'orders'
  | 'order'
  | 'delivery'
  | 'case'
  | 'task'
  | 'talk'
  | 'stay'
  | 'invoice'
  | 'consent'
  | 'attribute'
  | 'tier'
  | 'spend'
  | 'web'
  | 'hit'
  | 'more'
  | 'none'
  | 'noneAbout'
  | 'noneOverdue'
  | 'notSaid'
  | 'bound'
  | 'related'
  | 'noneRelated'
  | 'payerDue'
  | 'insight'
  | 'of'
  | 'held'

/** How a language asks and answers: a file each, and nothing else. Words are folded; one that ends in `*` is a beginning. */
interface AnswerWords {
  /** A question that was answered so, and a value that is not there. */
  readonly no: string
  readonly none: string
  readonly stopWords: string
  readonly last: string
  readonly overdue: string
  /** Who pays for an organisation, and whom it belongs to; `_` joins the words of a phrase. */
  readonly payer: string
  readonly parent: string
  readonly intents: Readonly<Record<Intent, string>>
  /** What rows are called, by entity; one that is not here is told by its name. */
  readonly entities: Readonly<Record<string, string>>
  /** ICU MessageFormat, as in the files of briefs. */
  readonly messages: Readonly<Record<MessageName, string>>
}

export const answerWords: Readonly<Record<LanguageCode, AnswerWords>> = { en, fr }

/** Writes a message of answers. */
export function tell(
  say: Say,
  language: LanguageCode,
  name: MessageName,
  values: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const written: Record<string, string> = {}
  for (const [key, value] of Object.entries(values)) {
    written[key] = typeof value === 'number' ? say.number({ value }) : String(value ?? '')
    if (typeof value === 'number') written[`${key}Word`] = say.number({ value })
  }
  return languages[language].tell(answerWords[language].messages[name], values, written)
}
