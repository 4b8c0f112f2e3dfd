import { ProblemError } from '@rapport/client'
import type { Translate } from '../i18n/translate.ts'

/** What went wrong and what to do: in the reader's language where we have words for the code, else the server's. */
export function problemText(error: Error, t: Translate): string {
  if (!(error instanceof ProblemError)) return t('problem.unreachable')
  const key = `problem.${error.code}`
  const said = t(key)
  return said === key ? `${error.problem.title} ${error.problem.detail}` : said
}
