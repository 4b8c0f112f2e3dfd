import {
  isArgumentElement,
  isLiteralElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  type MessageFormatElement,
  parse,
} from '@formatjs/icu-messageformat-parser'

/** How a message uses a placeholder. */
interface PlaceholderUse {
  readonly name: string
  /** `format`: ICU's own number, date or time, which templates leave to the type of the value. */
  readonly how: 'plain' | 'select' | 'plural' | 'format'
}

/** An ICU message as a document's check needs to know it. */
export interface ParsedMessage {
  readonly uses: readonly PlaceholderUse[]
  /** The text around placeholders, of every branch. */
  readonly literals: readonly string[]
}

/** @throws SyntaxError for a text that is no ICU MessageFormat, naming what is wrong with it */
export function parseMessage(text: string): ParsedMessage {
  const uses: PlaceholderUse[] = []
  const literals: string[] = []
  const walk = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (isLiteralElement(element)) literals.push(element.value)
      else if (isPoundElement(element)) continue
      else if (isTagElement(element)) walk(element.children)
      else if (isSelectElement(element) || isPluralElement(element)) {
        uses.push({ name: element.value, how: isSelectElement(element) ? 'select' : 'plural' })
        for (const option of Object.values(element.options)) walk(option.value)
      } else uses.push({ name: element.value, how: isArgumentElement(element) ? 'plain' : 'format' })
    }
  }
  walk(parse(text, { ignoreTag: true }))
  return { uses, literals }
}
