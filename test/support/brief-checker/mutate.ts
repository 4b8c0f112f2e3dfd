import { type Spoken, type SpokenLanguage, spokenIn } from './spoken.ts'

/** A sentence with one value made wrong. */
export interface Mutated {
  readonly text: string
  readonly what: 'digit' | 'number word' | 'month' | 'name'
  /** As it stood there. */
  readonly value: string
}

const months: Readonly<Record<SpokenLanguage, readonly string[]>> = {
  en: 'January February March April May June July August September October November December'.split(' '),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
}
const numberWords: Readonly<Record<SpokenLanguage, readonly string[]>> = {
  en: 'one two three four five six seven eight nine ten eleven twelve'.split(' '),
  fr: 'un deux trois quatre cinq six sept huit neuf dix onze douze'.split(' '),
}
/** Nobody's in the worlds. */
const STRANGER = 'Okonkwo'

/** Every way to make one value of a sentence wrong: each digit, number word, month and name of it, in turn. `random` chooses what instead. */
export function mutantsOf(
  text: string,
  language: SpokenLanguage,
  nowYear: number,
  random: () => number,
): readonly Mutated[] {
  return spokenIn(text, language, nowYear).flatMap((spoken) => {
    const value = text.slice(spoken.at, spoken.at + spoken.text.length)
    const withValue = (changed: string, what: Mutated['what']): Mutated => ({
      text: text.slice(0, spoken.at) + changed + text.slice(spoken.at + value.length),
      what,
      value,
    })
    const made: Mutated[] = [...value.matchAll(/\d/g)].map(({ index }) => {
      const digit = (Number(value[index]) + 1 + Math.floor(random() * 9)) % 10
      return withValue(`${value.slice(0, index)}${digit}${value.slice(index + 1)}`, 'digit')
    })
    const month = months[language].find((name) => new RegExp(`(?<!\\p{L})${name}(?!\\p{L})`, 'u').test(value))
    if (month && (spoken.kind === 'date' || spoken.kind === 'month')) {
      const other = months[language][(months[language].indexOf(month) + 1 + Math.floor(random() * 11)) % 12] as string
      made.push(withValue(value.replace(month, other), 'month'))
    }
    if (spoken.kind === 'number' && !/\d/.test(value)) made.push(...otherWord(spoken, value, language, withValue))
    if (spoken.kind === 'name') made.push(withValue(value.replace(spoken.word, STRANGER), 'name'))
    return made
  })
}

function otherWord(
  { number }: Extract<Spoken, { kind: 'number' }>,
  value: string,
  language: SpokenLanguage,
  withValue: (changed: string, what: Mutated['what']) => Mutated,
): readonly Mutated[] {
  const other = numberWords[language][number % 12] as string
  const isCapital = value[0] !== value[0]?.toLowerCase()
  return [withValue(isCapital ? other.charAt(0).toUpperCase() + other.slice(1) : other, 'number word')]
}
