import { type LanguageCode, languages } from '@rapport/assistant'
import { accepts } from 'hono/accepts'
import type { Call } from '../http/api.ts'

const DEFAULT: LanguageCode = 'en'

const isLanguage = (code: string): code is LanguageCode => Object.hasOwn(languages, code)

/**
 * The language of a brief that names none: the reader's first by Accept-Language that briefs are written in, whatever its country
 * (`fr-CH`), else the workspace's by `rapport.config.ts`, else English.
 */
export function readerLanguage({
  c,
  host,
  workspace,
}: Pick<Call<unknown, unknown, unknown>, 'c' | 'host' | 'workspace'>): LanguageCode {
  const own = host.runtime.config.workspaces.find(({ name }) => name === workspace.name)?.language ?? DEFAULT
  const found = accepts(c, {
    header: 'Accept-Language',
    supports: Object.keys(languages),
    default: own,
    match: (accepted, { default: usual }) => {
      for (const { type, q } of accepted) {
        const [code = ''] = type.toLowerCase().split('-', 1)
        if (q > 0 && isLanguage(code)) return code
        if (q > 0 && code === '*') return usual
      }
      return usual
    },
  })
  return isLanguage(found) ? found : DEFAULT
}
