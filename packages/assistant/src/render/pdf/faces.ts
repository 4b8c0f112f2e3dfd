import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'

const require = createRequire(import.meta.url)

export type FaceName = 'display' | 'displayItalic' | 'text' | 'textStrong'

const files: Readonly<Record<FaceName, string>> = {
  display: require.resolve('@expo-google-fonts/eb-garamond/500Medium/EBGaramond_500Medium.ttf'),
  displayItalic: require.resolve('@expo-google-fonts/eb-garamond/400Regular_Italic/EBGaramond_400Regular_Italic.ttf'),
  text: require.resolve('@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf'),
  textStrong: require.resolve('@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf'),
}
export const faceNames = Object.keys(files) as readonly FaceName[]

/** Some text in the one face that has letters for all of it. */
export interface Lettering {
  readonly text: string
  readonly face: FaceName
}

/** The typefaces that pages are set in, read once. */
export class Faces {
  readonly bytes: Readonly<Record<FaceName, Buffer>>
  readonly #has: Readonly<Record<FaceName, ReadonlySet<number>>>

  private constructor(bytes: Readonly<Record<FaceName, Buffer>>) {
    this.bytes = bytes
    const letters = faceNames.map((name) => [name, new Set((create(bytes[name]) as Font).characterSet)] as const)
    this.#has = Object.fromEntries(letters) as Record<FaceName, Set<number>>
  }

  static #loaded: Promise<Faces> | undefined

  static load(): Promise<Faces> {
    Faces.#loaded ??= Faces.#read()
    return Faces.#loaded
  }

  static async #read(): Promise<Faces> {
    const read = faceNames.map(async (name) => [name, await readFile(files[name])] as const)
    return new Faces(Object.fromEntries(await Promise.all(read)) as Record<FaceName, Buffer>)
  }

  /**
   * Splits a text by faces: the one that is wanted, for what it lacks that of running text, and {@link STAND_IN} for what no face
   * has letters for (scripts other than Latin, Greek and Cyrillic, and pictures).
   */
  letter(text: string, wanted: FaceName): readonly Lettering[] {
    const whole = text.normalize('NFC')
    // Almost always; and a hundred times as fast.
    if (this.#hasAll(whole, wanted)) return [{ text: whole, face: wanted }]
    const found: { text: string; face: FaceName }[] = []
    for (const { segment } of graphemes.segment(whole)) {
      const face = this.#faceOf(segment, wanted)
      const shown = face === undefined ? standInFor(segment) : segment
      const last = found.at(-1)
      if (last && last.face === (face ?? 'text')) last.text += shown
      else found.push({ text: shown, face: face ?? 'text' })
    }
    return found
  }

  /** Whether a text has characters that there are no letters for. */
  lacks(text: string): boolean {
    const whole = text.normalize('NFC')
    if (this.#hasAll(whole, 'text')) return false
    return [...graphemes.segment(whole)].some(
      ({ segment }) => this.#faceOf(segment, 'text') === undefined && standInFor(segment) === STAND_IN,
    )
  }

  #faceOf(grapheme: string, wanted: FaceName): FaceName | undefined {
    return [wanted, 'text' as const].find((face) => this.#hasAll(grapheme, face))
  }

  #hasAll(text: string, face: FaceName): boolean {
    for (const character of text) if (!this.#has[face].has(character.codePointAt(0) as number)) return false
    return true
  }
}

/** Stands for a character that there are no letters for. */
export const STAND_IN = '□'

/** A blank is a blank, however wide. */
const standInFor = (grapheme: string): string =>
  /^[\u00a0\u2007\u202f]$/u.test(grapheme) ? '\u00a0' : /^\s$/u.test(grapheme) ? ' ' : STAND_IN

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
