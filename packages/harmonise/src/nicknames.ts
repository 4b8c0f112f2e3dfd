import { nicknameTable } from './nickname-table.ts'

let names: ReadonlyMap<string, readonly string[]> | undefined

/**
 * The given names that one may stand for, itself first: `sam` is `sam`, `samuel` and others. Two names that share one may
 * be one person's (Bob and Robert, Bob and Rob). The table is English, and generous: never enough by itself.
 * @param folded - as `foldText` gives it
 */
export function namesBehind(folded: string): readonly string[] {
  names ??= readTable()
  const known = names.get(folded)
  return known === undefined ? [folded] : [folded, ...known]
}

function readTable(): ReadonlyMap<string, readonly string[]> {
  const read = new Map<string, string[]>()
  for (const entry of nicknameTable.trim().split(/\s+/)) {
    const [left = '', right = ''] = entry.split('=')
    for (const nickname of right.split(',')) {
      const known = read.get(nickname)
      if (known === undefined) read.set(nickname, left.split(','))
      else for (const name of left.split(',')) if (!known.includes(name)) known.push(name)
    }
  }
  return read
}
