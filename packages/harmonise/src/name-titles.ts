/** Titles before a name, without dots and in small letters, and how they are written. */
const honorifics: ReadonlyMap<string, string> = new Map([
  ['mr', 'Mr'],
  ['mister', 'Mr'],
  ['mrs', 'Mrs'],
  ['ms', 'Ms'],
  ['miss', 'Miss'],
  ['mx', 'Mx'],
  ['sir', 'Sir'],
  ['dame', 'Dame'],
  ['lord', 'Lord'],
  ['lady', 'Lady'],
  ['m', 'M.'],
  ['monsieur', 'M.'],
  ['mme', 'Mme'],
  ['madame', 'Mme'],
  ['mlle', 'Mlle'],
  ['mademoiselle', 'Mlle'],
  ['maître', 'Me'],
  ['maitre', 'Me'],
  ['mgr', 'Mgr'],
  ['dr', 'Dr'],
  ['doctor', 'Dr'],
  ['docteur', 'Dr'],
  ['doktor', 'Dr'],
  ['dra', 'Dra'],
  ['dott', 'Dott.'],
  ['dottssa', 'Dott.ssa'],
  ['prof', 'Prof.'],
  ['professor', 'Prof.'],
  ['professeur', 'Prof.'],
  ['pr', 'Pr'],
  ['herr', 'Herr'],
  ['hr', 'Herr'],
  ['frau', 'Frau'],
  ['fr', 'Frau'],
  ['sr', 'Sr.'],
  ['señor', 'Sr.'],
  ['sra', 'Sra.'],
  ['señora', 'Sra.'],
  ['srta', 'Srta.'],
  ['don', 'Don'],
  ['doña', 'Doña'],
  ['sig', 'Sig.'],
  ['signor', 'Sig.'],
  ['signora', 'Sig.ra'],
  ['sigra', 'Sig.ra'],
  ['ing', 'Ing.'],
  ['rev', 'Rev.'],
  ['reverend', 'Rev.'],
  ['hon', 'Hon.'],
  ['capt', 'Capt.'],
  ['col', 'Col.'],
  ['gen', 'Gen.'],
  ['dhr', 'Dhr.'],
  ['mevr', 'Mevr.'],
  ['mevrouw', 'Mevr.'],
])
/** Of those, the ones that are also initials, names or parts of names: titles only with their dot, or in their language. */
const needsDot: ReadonlyMap<string, string> = new Map([
  ['m', 'fr'],
  ['fr', 'de'],
  ['hr', 'de'],
  ['sr', 'es'],
  ['don', 'es'],
  ['dame', 'en'],
  ['gen', ''],
  ['col', ''],
  ['ing', ''],
  ['pr', 'fr'],
  ['sig', 'it'],
  ['hon', ''],
  ['rev', ''],
])

const suffixes: ReadonlyMap<string, string> = new Map([
  ['jr', 'Jr'],
  ['junior', 'Jr'],
  ['sr', 'Sr'],
  ['senior', 'Sr'],
  ['ii', 'II'],
  ['iii', 'III'],
  ['iv', 'IV'],
  ['esq', 'Esq.'],
  ['phd', 'PhD'],
  ['md', 'MD'],
  ['dds', 'DDS'],
  ['mba', 'MBA'],
  ['cpa', 'CPA'],
  ['fils', 'fils'],
  ['filho', 'Filho'],
  ['neto', 'Neto'],
  ['obe', 'OBE'],
  ['mbe', 'MBE'],
  ['cbe', 'CBE'],
  ['rn', 'RN'],
])
const dots = /\./g

/** A title as it is usually written: `MONSIEUR` is `M.`, `dr` is `Dr`; another text stays as it is. */
export function cleanHonorific(text: string): string {
  return honorifics.get(bare(text)) ?? text
}

/** A suffix as it is usually written: `JR.` is `Jr`; another text stays as it is. */
export function cleanSuffix(text: string): string {
  return suffixes.get(bare(text)) ?? text
}

/** Whether a text is what follows a name: `Jr.`, `III`, `PhD`. */
export function isSuffix(text: string): boolean {
  return suffixes.has(bare(text))
}

/** Takes the titles off the front; the last word is always a name. */
export function peelHonorifics(
  words: readonly string[],
  language?: string,
): { readonly rest: readonly string[]; readonly honorific: string | undefined } {
  let at = 0
  let honorific: string | undefined
  while (at < words.length - 1) {
    const word = words[at] ?? ''
    const key = bare(word)
    const title = honorifics.get(key)
    if (title === undefined) break
    const tongue = needsDot.get(key)
    // A capital M. without a dot is an initial as often: M Night Shyamalan.
    if (tongue !== undefined && !word.endsWith('.') && language?.slice(0, 2) !== tongue) break
    honorific = honorific === undefined ? title : `${honorific} ${title}`
    at += 1
  }
  return { rest: at === 0 ? words : words.slice(at), honorific }
}

/** Takes the suffixes off the end; the first word is always a name. */
export function peelSuffixes(words: readonly string[]): {
  readonly rest: readonly string[]
  readonly suffix: string | undefined
} {
  let end = words.length
  let suffix: string | undefined
  while (end > 1) {
    const found = suffixes.get(bare(words[end - 1] ?? ''))
    if (found === undefined) break
    suffix = suffix === undefined ? found : `${found} ${suffix}`
    end -= 1
  }
  return end === words.length
    ? { rest: words, suffix }
    : { rest: words.slice(0, end).map((word) => word.replace(/,$/, '')), suffix }
}

function bare(text: string): string {
  return text.replace(dots, '').replace(/,$/, '').toLowerCase()
}
