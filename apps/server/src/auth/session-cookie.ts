import { RapportError } from '@rapport/core'
import { keyFromAuthorization } from './credentials.ts'

/** A header of a request by its name in small letters. */
type Header = (name: string) => string | undefined

const NAME = 'rapport_session'
/** A working day; after it the key is asked for again. */
const MAX_AGE_SECONDS = 12 * 60 * 60

/**
 * The key that a request comes with: in its Authorization header, or in the console's cookie. A browser sends a cookie by
 * itself, so with one the request must come from a page of this server.
 * @throws RapportError `ORIGIN_REFUSED`
 */
export function keyOf(method: string, header: Header): string | undefined {
  const authorization = header('authorization')
  if (authorization !== undefined) return keyFromAuthorization(authorization)
  const key = keyFromCookie(header('cookie'))
  if (key !== undefined) requireOwnPage(method, header)
  return key
}

/**
 * Refuses what another page made the browser ask. SameSite=Strict alone would let in pages of other ports and of sibling
 * domains, which are the same site. Browsers say where a request comes from in `Sec-Fetch-Site`, and where they don't
 * (plain HTTP beyond this machine), in `Origin` with everything that may change something.
 * @throws RapportError `ORIGIN_REFUSED`
 */
export function requireOwnPage(method: string, header: Header): void {
  const isReading = method === 'GET' || method === 'HEAD'
  const site = header('sec-fetch-site')
  if (site !== undefined) {
    // `none`: somebody typed the address.
    if (site === 'same-origin' || (site === 'none' && isReading)) return
    throw new RapportError('ORIGIN_REFUSED')
  }
  const origin = header('origin')
  if (origin === undefined ? isReading : hostOf(origin) === header('host')) return
  throw new RapportError('ORIGIN_REFUSED')
}

/** The Set-Cookie that keeps a key: no script reads it, no other site sends it. @param origin the page's, if it said so */
export function sessionCookie(key: string, origin: string | undefined): string {
  return cookie(key, MAX_AGE_SECONDS, origin)
}

/** The Set-Cookie that forgets it. */
export function endedCookie(origin: string | undefined): string {
  return cookie('', 0, origin)
}

function cookie(value: string, maxAgeSeconds: number, origin: string | undefined): string {
  // The page knows whether it was served by TLS, also where a proxy ends that before us.
  const secure = origin?.startsWith('https:') ? '; Secure' : ''
  return `${NAME}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`
}

function keyFromCookie(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  for (const pair of header.split(';')) {
    const text = pair.trim()
    if (text.startsWith(`${NAME}=`)) return text.slice(NAME.length + 1) || undefined
  }
  return undefined
}

function hostOf(origin: string): string | undefined {
  return URL.parse(origin)?.host
}
