/** What a token stands for. */
const types = ['NAME', 'EMAIL', 'PHONE', 'ADDRESS', 'DOC', 'TEXT'] as const
export type TokenType = (typeof types)[number]

/** A token as it was given, as the one group of a split. */
export const tokenPattern: RegExp = new RegExp(`(\\[(?:${types.join('|')})_\\d+\\])`)

/** What models make of the types when they write French, or many of them. */
const spellings: Readonly<Record<string, TokenType>> = {
  NAME: 'NAME',
  NAMES: 'NAME',
  NOM: 'NAME',
  NOMS: 'NAME',
  EMAIL: 'EMAIL',
  EMAILS: 'EMAIL',
  COURRIEL: 'EMAIL',
  PHONE: 'PHONE',
  PHONES: 'PHONE',
  TELEPHONE: 'PHONE',
  ADDRESS: 'ADDRESS',
  ADRESSE: 'ADDRESS',
  DOC: 'DOC',
  DOCS: 'DOC',
  DOCUMENT: 'DOC',
  TEXT: 'TEXT',
  TEXTS: 'TEXT',
  TEXTE: 'TEXT',
  TEXTES: 'TEXT',
}
const SPELLED = `${Object.keys(spellings)
  .sort((a, b) => b.length - a.length)
  .join('|')}|T[eé]l[eé]phone`
/**
 * A token as models bend it: in brackets of any kind and any case; without them with a mark between, or in capitals, as nobody writes
 * by chance.
 */
export const BENT: RegExp = new RegExp(
  `[[({<⟨【［\`*]+\\s*(${SPELLED})[\\s_#°:-]*(\\d+)\\s*[\\])}>⟩】］\`*]+|(?<![\\p{L}\\p{N}])(${SPELLED})(_?)(\\d+)(?![\\p{N}])`,
  'giu',
)

/** The name of the token (`NAME_1`) that a match of {@link BENT} stands for; `undefined` when it is none. */
export function tokenOf(groups: readonly (string | undefined)[]): string | undefined {
  const [inBrackets, first, bare, mark, second] = groups
  if (bare !== undefined && mark === '' && bare !== bare.toUpperCase()) return undefined
  const spelled = (inBrackets ?? bare ?? '').normalize('NFD').replace(/\p{M}/gu, '').toUpperCase()
  const type = spellings[spelled]
  return type && `${type}_${Number(first ?? second)}`
}

const ESCAPED = new RegExp(`\\\\?\\[(\\s*(?:${SPELLED}))\\\\?_(\\d+\\s*)\\\\?\\]`, 'giu')
const SHARED = new RegExp(
  `\\[\\s*((?:${SPELLED})[\\s_]\\d+(?:\\s*(?:,|;|&|/|and|et)\\s*(?:${SPELLED})[\\s_]\\d+)+)\\s*\\]`,
  'giu',
)
const ONE = new RegExp(`(?:${SPELLED})[\\s_]\\d+`, 'giu')

/** Takes back what models do around tokens: escapes of Markdown, several in one pair of brackets. */
export const unbent = (text: string): string =>
  text.replace(ESCAPED, '[$1_$2]').replace(SHARED, (_, inner: string) => inner.replace(ONE, (one) => `[${one}]`))
