const BASE_62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const CHECK_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/**
 * An 18-character Salesforce id: object prefix (`001` account, `003` contact, …), number in base 62 (below 62⁶), and the three
 * letters that make case safe to lose.
 */
export function salesforceId(prefix: string, number: number): string {
  let text = ''
  for (let left = number; text.length < 6; left = Math.floor(left / 62)) text = BASE_62.charAt(left % 62) + text
  const id = `${prefix}5g0000${text}`.slice(0, 15)
  let suffix = ''
  for (let chunk = 0; chunk < 3; chunk++) {
    let bits = 0
    for (let at = 0; at < 5; at++) {
      const letter = id.charAt(chunk * 5 + at)
      if (letter >= 'A' && letter <= 'Z') bits |= 1 << at
    }
    suffix += CHECK_LETTERS.charAt(bits)
  }
  return id + suffix
}
