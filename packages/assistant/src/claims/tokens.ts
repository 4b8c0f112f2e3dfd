import { foldText } from '@rapport/harmonise'
import type { Today, Value, ValueScanner } from './values.ts'

export interface Word {
  readonly folded: string
  readonly raw: string
  readonly isFirst: boolean
}
/** What is no word. */
export type Fixed = { readonly value: Value } | { readonly code: string } | { readonly quote: string }
/** `end`: of a clause. */
export type Token = Word | Fixed | 'end'

const CLOSE: Readonly<Record<string, string>> = { '“': '”', '«': '»', '"': '"' }
/** Within a name, small. */
const PARTICLES = new Set('de du des d la le von van der den da dos di y al el'.split(' '))
const ELISION = /^(l|d|n|s|c|j|m|t|qu|jusqu|lorsqu|puisqu)['’](.+)$/iu

/** A text in words, values, codes and quotations, and where clauses end. */
export function tokensOf(text: string, values: ValueScanner, today: Today): readonly Token[] {
  const tokens: Token[] = []
  /** What stands in brackets is said beside its clause, which goes on behind them. */
  const asides: Token[] = []
  let aside: Token[] | undefined
  let isFirst = true
  const add = (token: Token) => (aside ?? tokens).push(token)
  const end = () => {
    tokens.push('end', ...asides.splice(0), 'end')
    isFirst = true
  }
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at)
    const close = text.indexOf(CLOSE[character] ?? '\0', at + 1)
    const begin = at
    if (close > at) {
      add({ quote: text.slice(at + 1, close).trim() })
      at = close + 1
    } else if (/[\p{L}\p{N}\p{Sc}-]/u.test(character)) {
      const found = values.at(text, at, today)
      const whole = matchAt(/[\p{L}\p{N}][\p{L}\p{N}./_@+#'’-]*[\p{L}\p{N}]|[\p{L}\p{N}]/uy, text, at) ?? ''
      const isCode = whole.includes('@') || (/\p{N}/u.test(whole) && /\p{L}|\d[/_-]\d/u.test(whole))
      if (found && (!isCode || found.length >= whole.length)) {
        add({ value: found.value })
        at += found.length
      } else if (isCode) {
        add({ code: whole })
        at += whole.length
      } else {
        const raw = matchAt(/\p{L}+(?:['’]\p{L}+)*/uy, text, at)
        if (raw !== undefined) for (const one of wordsOf(raw)) add({ ...one, isFirst })
        else if (/[\p{N}\p{Sc}]/u.test(character)) add({ code: character })
        at += raw?.length ?? 1
      }
    } else {
      at += 1
      if (character === '%') add({ code: character })
      else if (character === '(' || character === '[') aside = []
      else if (character === ')' || character === ']') {
        if (aside) asides.push('end', ...aside)
        aside = undefined
      } else if (/[,;:.!?—–]/.test(character)) {
        if (aside) aside.push('end')
        else end()
      }
      continue
    }
    if (at > begin) isFirst = false
  }
  if (aside) asides.push('end', ...aside)
  end()
  return tokens
}

export const isWord = (token: Token): token is Word => typeof token !== 'string' && 'folded' in token
export const textOf = (token: Token): string =>
  token === 'end' ? '' : isWord(token) ? token.raw : 'quote' in token ? token.quote : 'code' in token ? token.code : '#'

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

function wordsOf(raw: string): readonly Pick<Word, 'folded' | 'raw'>[] {
  const word = (text: string) => ({ raw: text, folded: foldText(text) })
  if (/^aujourd/i.test(raw)) return [word(raw)]
  const elided = ELISION.exec(raw)
  if (elided) return [word(elided[1] ?? ''), ...wordsOf(elided[2] ?? '')]
  const denied = /^(.+)n['’]t$/iu.exec(raw)
  if (denied) return [word(denied[1] ?? ''), word('not')]
  const owner = /^(.+)['’]s?$/iu.exec(raw)
  return /^e['’]?mail/i.test(raw) ? [word('email')] : [word(owner?.[1] ?? raw)]
}

/** The words of a name that begins there: capitals, with particles between them. */
export function nameAt(tokens: readonly Token[], at: number, isCommon: (word: string) => boolean): readonly Word[] {
  const words: Word[] = []
  for (let end = at; end < tokens.length; end++) {
    const token = tokens[end] as Token
    if (!isWord(token)) break
    const isName = /^\p{Lu}/u.test(token.raw) && (end === at || !isCommon(token.folded))
    const next = tokens[end + 1]
    const isParticle =
      PARTICLES.has(token.folded) &&
      next !== undefined &&
      isWord(next) &&
      /^\p{Lu}/u.test(next.raw) &&
      !isCommon(next.folded)
    if (!isName && !(words.length > 0 && isParticle)) break
    words.push(token)
  }
  return words
}
