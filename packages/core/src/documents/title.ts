import { z } from 'zod'

/** A language as documents name it: `en`. */
export const languageCode = z.string().regex(/^[a-z]{2}$/, { error: 'a language of two letters, such as en' })

const title = z.string().max(200)

/** What people call a document: one title, or one in each language. */
export const documentTitle = z.union([
  title,
  z.record(languageCode, title.min(1)).refine((all) => Object.keys(all).length > 0, { error: 'it is in no language' }),
])
export type DocumentTitle = z.output<typeof documentTitle>

/** A title in a reader's language, else in English, else in whatever there is; `undefined`: it has none. */
export function titleIn(title: DocumentTitle | undefined, language: string): string | undefined {
  if (typeof title !== 'object') return title
  return title[language] ?? title.en ?? Object.values(title)[0]
}
