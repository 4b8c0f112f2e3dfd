import type { Try } from './world.ts'

/** A profile's address by an identifier: `phone:+336…`. */
export function profilePath(reference: string, rest = ''): string {
  return `/v1/profiles/${encodeURIComponent(reference)}${rest}`
}

/** Everybody whose name begins so. */
export function searchTry(title: string, typed: string): Try {
  return { title, requests: [{ path: `/v1/search?q=${encodeURIComponent(typed)}` }] }
}

/** Who rings: what the desk opens with. */
export function callTry(title: string, phone: string): Try {
  return {
    title,
    requests: [
      { path: '/v1/calls', body: { from: phone } },
      { path: '/v1/briefs', body: { profile: `phone:${phone}`, occasion: 'call' } },
    ],
  }
}
