import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { type Format, formatter } from './format.ts'
import { type Messages, type Translate, translator } from './translate.ts'

// Each file in messages/ is a language: another needs no code.
const files = import.meta.glob<Messages>('../../messages/*.json', { eager: true, import: 'default' })

const catalogue: ReadonlyMap<string, Messages> = new Map(
  Object.entries(files).map(([path, messages]) => [path.replace(/^.*\/|\.json$/g, ''), messages]),
)
const FALLBACK = 'en'
const KEPT = 'rapport.language'

interface I18n {
  readonly language: string
  readonly languages: readonly string[]
  readonly t: Translate
  readonly format: Format
  setLanguage(language: string): void
}

const Context = createContext<I18n | null>(null)

/** The language that was chosen here, else the first of the browser's that there is. */
function startLanguage(): string {
  const wanted = [localStorage.getItem(KEPT) ?? '', ...navigator.languages]
  for (const one of wanted) {
    const language = one.split('-', 1)[0] ?? ''
    if (catalogue.has(language)) return language
  }
  return FALLBACK
}

/** At once: what is asked of the server next is asked in it. */
function speak(language: string): string {
  document.documentElement.lang = language
  return language
}

export function I18nProvider({ children }: { readonly children: ReactNode }) {
  const [language, choose] = useState(() => speak(startLanguage()))
  const value = useMemo<I18n>(() => {
    const fallback = catalogue.get(FALLBACK) ?? {}
    const t = translator(language, catalogue.get(language) ?? fallback, fallback)
    return {
      language,
      languages: [...catalogue.keys()].sort(),
      t,
      format: formatter(language, t),
      setLanguage(next) {
        localStorage.setItem(KEPT, next)
        choose(speak(next))
      },
    }
  }, [language])
  return <Context value={value}>{children}</Context>
}

export function useI18n(): I18n {
  const value = useContext(Context)
  if (!value) throw new Error('outside of I18nProvider')
  return value
}
