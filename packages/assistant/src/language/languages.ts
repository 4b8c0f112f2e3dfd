import { compileLanguage, type Language, type LanguageFile } from './language.ts'
import en from './messages/en.json' with { type: 'json' }
import fr from './messages/fr.json' with { type: 'json' }

const files: { readonly en: LanguageFile; readonly fr: LanguageFile } = { en, fr }

export type LanguageCode = keyof typeof files

/** The languages that briefs can be written in: a file each, and nothing else. */
export const languages: Readonly<Record<LanguageCode, Language>> = {
  en: compileLanguage(files.en),
  fr: compileLanguage(files.fr),
}
