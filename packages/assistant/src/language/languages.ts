import { en } from './en.ts'
import type { Language } from './language.ts'

export type LanguageCode = 'en'

/** The languages that briefs can be written in. */
export const languages: Readonly<Record<LanguageCode, Language>> = { en }
