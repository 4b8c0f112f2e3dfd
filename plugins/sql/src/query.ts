import type { DialectName } from './dialects.ts'

/**
 * What keeps a query from being one SELECT that can be put in brackets and paged; `undefined`: nothing. It is a first look with
 * a clear answer: what it lets through still runs in a read-only transaction.
 */
export function queryProblem(query: string, dialect: DialectName): string | undefined {
  const bare = withoutText(query, dialect)
  if (bare === undefined) return 'has a quote or a comment that is never closed'
  if (bare.includes('\0')) return 'has a comment that the server would run'
  if (!/^[\s(]*(select|with)\b/i.test(bare)) return 'is not a SELECT'
  if (/;[\s\S]*\S/.test(bare)) return 'is more than one statement'
  let depth = 0
  for (const character of bare) {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (depth < 0) break
  }
  if (depth !== 0) return 'has brackets that do not match'
  const word = /\b(into|insert|update|delete|merge|drop|alter|truncate|grant)\b(?!\s*\()/i.exec(bare)?.[1]
  return word === undefined ? undefined : `has the word ${word.toUpperCase()}; it may only read`
}

/** A query to be put in brackets: without the semicolon that may end it. */
export const bracketed = (query: string): string => `(${query.replace(/[;\s]+$/, '')}\n)`

/** The query with texts, quoted names and comments blanked; `undefined` where one is never closed. */
function withoutText(query: string, dialect: DialectName): string | undefined {
  const isMysql = dialect === 'mysql' || dialect === 'mariadb'
  let bare = ''
  for (let at = 0; at < query.length; ) {
    const end = endOf(query, at, isMysql, dialect === 'postgresql')
    if (end === undefined) return undefined
    if (end === at) {
      bare += query[at]
      at += 1
      continue
    }
    // MySQL runs what stands in /*! */ and MariaDB in /*M! */.
    bare += isMysql && /^\/\*M?!/.test(query.slice(at, at + 4)) ? '\0' : ' '
    at = end
  }
  return bare
}

/** Where the text, name or comment that begins here ends: the same place where none does, `undefined` where it never ends. */
function endOf(query: string, at: number, isMysql: boolean, isPostgresql: boolean): number | undefined {
  const rest = query.slice(at, at + 2)
  const first = rest[0] ?? ''
  if (rest === '--' || (isMysql && first === '#')) {
    const line = query.indexOf('\n', at)
    return line < 0 ? query.length : line
  }
  if (rest === '/*') {
    // PostgreSQL nests comments; one that tries is refused elsewhere for its brackets or left unclosed.
    const close = query.indexOf('*/', at + 2)
    return close < 0 ? undefined : close + 2
  }
  if (isPostgresql && first === '$') {
    const tag = /^\$(?:[a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/i.exec(query.slice(at, at + 70))?.[0]
    if (tag === undefined) return at
    const close = query.indexOf(tag, at + tag.length)
    return close < 0 ? undefined : close + tag.length
  }
  if (first === '[' && !isMysql && !isPostgresql) {
    const close = query.indexOf(']', at)
    return close < 0 ? undefined : close + 1
  }
  if (first !== "'" && first !== '"' && first !== '`') return at
  if (first === '`' && isPostgresql) return at
  const hasEscapes =
    (isMysql && first !== '`') || (isPostgresql && first === "'" && /(^|[^\w$])e$/i.test(query.slice(0, at)))
  for (let next = at + 1; next < query.length; next += 1) {
    if (hasEscapes && query[next] === '\\') next += 1
    else if (query[next] === first) {
      if (query[next + 1] !== first) return next + 1
      next += 1
    }
  }
  return undefined
}
