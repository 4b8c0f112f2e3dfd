/**
 * The key in an Authorization header: `Bearer KEY`, or Basic with the key as the user name (as tracking libraries send
 * their write key, with an empty password). `undefined` when there is none.
 */
export function keyFromAuthorization(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const space = header.indexOf(' ')
  if (space < 0) return undefined
  const scheme = header.slice(0, space).toLowerCase()
  const value = header.slice(space + 1).trim()
  if (scheme === 'bearer') return value || undefined
  if (scheme !== 'basic' || value.length > 1024) return undefined
  const decoded = Buffer.from(value, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  const user = colon < 0 ? decoded : decoded.slice(0, colon)
  return user || undefined
}
