import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { type Format, formatter } from './format.ts'
import { type Messages, type Translate, translator } from './translate.ts'

// Each file in messages/ is a language: another needs no code.
const files = import.meta.glob<Messages>('../../messages/*.json', { import: 'default' })

/** What loads a language, by its name. */
const catalogue: ReadonlyMap<string, () => Promise<Messages>> = new Map(
  Object.entries(files).map(([path, load]) => [path.replace(/^.*\/|\.json$/g, ''), load]),
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

/** A language with what it says. */
interface Spoken {
  readonly language: string
  readonly messages: Messages
}

async function load(language: string): Promise<Spoken> {
  // At once: what is asked of the server next is asked in it.
  document.documentElement.lang = language
  return { language, messages: (await catalogue.get(language)?.()) ?? {} }
}

/** What the console speaks as it starts. */
export const loadStartLanguage = (): Promise<Spoken> => load(startLanguage())

interface I18nProviderProps {
  readonly start: Spoken
  readonly children: ReactNode
}

export function I18nProvider({ start, children }: I18nProviderProps) {
  const [{ language, messages }, speak] = useState(start)
  const value = useMemo<I18n>(() => {
    const t = translator(language, messages, {})
    return {
      language,
      languages: [...catalogue.keys()].sort(),
      t,
      format: formatter(language, t),
      setLanguage(next) {
        localStorage.setItem(KEPT, next)
        void load(next).then(speak)
      },
    }
  }, [language, messages])
  return <Context value={value}>{children}</Context>
}

export function useI18n(): I18n {
  const value = useContext(Context)
  if (!value) throw new Error('outside of I18nProvider')
  return value
}
