/** A message, or one for each plural form of `{count}` that the language has. */
export type Message = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>
export type Messages = Readonly<Record<string, Message>>
type MessageValues = Readonly<Record<string, string | number>>

/** Says a message in a language: `translate('profiles.records', { count: 4 })`. Values are put in as they are, as text. */
export type Translate = (key: string, values?: MessageValues) => string

/** @param fallback what is said for a key that the language lacks */
export function translator(language: string, messages: Messages, fallback: Messages): Translate {
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  return (key, values = {}) => {
    const message = messages[key] ?? fallback[key]
    if (message === undefined) return key
    const text =
      typeof message === 'string' ? message : (message[plurals.select(Number(values.count))] ?? message.other ?? key)
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name]
      return value === undefined ? whole : typeof value === 'number' ? numbers.format(value) : value
    })
  }
}
