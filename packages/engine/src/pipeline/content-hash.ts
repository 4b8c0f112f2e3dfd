import { hash } from 'node:crypto'

/** Tells two contents of one key and version apart: base64 SHA-1 of the mapped attributes as text, 27 characters. Not a security measure. */
export function contentHash(attributes: string): string {
  return hash('sha1', attributes, 'base64').slice(0, 27)
}

/**
 * What a version of a row does to the one that is there: `newer` replaces it, `stale` comes too late, `same` is a
 * repetition, and of two contents that claim one version the higher hash wins (`conflict-wins`, `conflict-loses`), so that the
 * order of arrival does not matter.
 */
export function compareVersions(
  there: { readonly version: string; readonly contentHash: string },
  incoming: { readonly version: string; readonly contentHash: string },
): 'newer' | 'stale' | 'same' | 'conflict-wins' | 'conflict-loses' {
  if (incoming.version === '' || there.version === '')
    return incoming.contentHash === there.contentHash ? 'same' : 'newer'
  if (incoming.version > there.version) return 'newer'
  if (incoming.version < there.version) return 'stale'
  if (incoming.contentHash === there.contentHash) return 'same'
  return incoming.contentHash > there.contentHash ? 'conflict-wins' : 'conflict-loses'
}
