import type { SentenceKind } from '@rapport/core'
import { IntlMessageFormat } from 'intl-messageformat'
import type { MessageId } from './message-id.ts'

/**
 * A language as its file has it (`messages/en.json`). Messages are ICU MessageFormat; what they may use is told at
 * {@link MessageArguments}.
 */
export interface LanguageFile {
  /** BCP 47: what `Intl` writes numbers, dates and lists by. */
  readonly locale: string
  /** Around what others wrote, with their spaces. */
  readonly quotes: readonly string[]
  /** Between the clauses of a sentence. */
  readonly clauses: string
  /** The first day of a month: `1`, `1er`. */
  readonly firstDay: string
  /** Words for small numbers, from zero. */
  readonly numberWords: readonly string[]
  /** Words for numbers or months that mean something else, too. */
  readonly ambiguousWords: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  readonly channels: Readonly<Record<string, string>>
  /** What sources' codes (`faulty`, `in_work`) are called, lower-case, by their words. A code that is not here is told by its words. */
  readonly codes: Readonly<Record<string, string>>
  readonly headings: Readonly<Record<SentenceKind, string>>
  readonly messages: Readonly<Record<MessageId, string>>
}

/**
 * What a message is given. A truth value is `yes` or `no`, for `select`; a number `n` comes as it is, for `plural`, and in words
 * as `nWord`; of any other argument `hasX` says whether there is one, and an absent one is empty.
 */
export type MessageArguments = Readonly<Record<string, string | number | boolean | undefined>>

/** A language ready to write: each of its messages is parsed once, when it is first said. */
export interface Language extends Omit<LanguageFile, 'messages'> {
  readonly message: (id: MessageId, values: MessageArguments) => string
  /**
   * A text of a template. A placeholder alone is written as `written` has it, and chosen by, in `select` and `plural`, as `raw`
   * has it.
   */
  readonly tell: (text: string, raw: MessageArguments, written: Readonly<Record<string, string>>) => string
}

/** Texts of templates are few; those of documents that were replaced are not to stay for ever. */
const MAX_TEXTS = 1000

export function compileLanguage(file: LanguageFile): Language {
  const { messages, ...rest } = file
  const parsed = new Map<MessageId, IntlMessageFormat>()
  const find = (id: MessageId): IntlMessageFormat => {
    const there = parsed.get(id)
    if (there) return there
    const made = parseMessage(messages[id], file.locale)
    parsed.set(id, made)
    return made
  }
  const number = new Intl.NumberFormat(file.locale)
  const wordOf = (value: number) => file.numberWords[value] ?? number.format(value)
  const texts = new Map<string, IntlMessageFormat>()
  const findText = (text: string): IntlMessageFormat => {
    const there = texts.get(text)
    if (there) return there
    if (texts.size >= MAX_TEXTS) texts.clear()
    const made = new IntlMessageFormat(withWritten(parseMessage(text, file.locale).getAst()), file.locale)
    texts.set(text, made)
    return made
  }
  return {
    ...rest,
    message: (id, values) => String(find(id).format(argumentsOf(values, wordOf))),
    tell: (text, raw, written) => {
      const given = argumentsOf(raw, wordOf)
      for (const [name, value] of Object.entries(written)) given[`${name}${WRITTEN}`] = value
      return String(findText(text).format(given))
    },
  }
}

/** No placeholder ends so: they are letters and digits. */
const WRITTEN = '__written'
type Elements = ReturnType<IntlMessageFormat['getAst']>

/** The same message, its placeholders that stand alone renamed. */
function withWritten(elements: Elements): Elements {
  return elements.map((element) => {
    if ('options' in element) {
      const options = Object.entries(element.options).map(([key, one]) => [
        key,
        { ...one, value: withWritten(one.value) },
      ])
      return { ...element, options: Object.fromEntries(options) }
    }
    return element.type === ARGUMENT ? { ...element, value: `${element.value}${WRITTEN}` } : element
  }) as Elements
}
const ARGUMENT = 1

/** @throws SyntaxError for a text that is no ICU MessageFormat */
export function parseMessage(text: string, locale: string): IntlMessageFormat {
  // Nothing in a text is markup: what others wrote goes through it as it is.
  return new IntlMessageFormat(text, locale, undefined, { ignoreTag: true })
}

function argumentsOf(values: MessageArguments, wordOf: (value: number) => string): Record<string, string | number> {
  const given: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(values)) {
    const isThere = value !== undefined && value !== ''
    given[`has${name.charAt(0).toUpperCase()}${name.slice(1)}`] = isThere ? 'yes' : 'no'
    if (typeof value === 'boolean') given[name] = value ? 'yes' : 'no'
    else given[name] = value ?? ''
    if (typeof value === 'number') given[`${name}Word`] = wordOf(value)
  }
  return given
}
