import type { Try } from '@rapport/demo'

/** What a start tells when it is ready; keys that are not a demo's are shown once, then null. */
export interface Started {
  readonly url: string
  /** The first workspace's. */
  readonly key: string | null
  readonly hasConsole: boolean
  readonly workspaces: readonly { readonly name: string; readonly key: string | null }[]
}

/** A key by which a tracking library sends to a connection. */
export interface WriteKey {
  readonly connection: string
  readonly key: string
}

/** What can be told of a workspace beside its key. */
export interface Shown {
  readonly name: string
  readonly title: string
  readonly writeKeys: readonly WriteKey[]
  readonly tries: readonly Try[]
}

/** What a start prints when it is ready: where it listens, and of each workspace the keys and what to try with the data at hand. */
export function welcome({ url, workspaces, hasConsole }: Started, shown: readonly Shown[]): string {
  const lines = [`Rapport listens on ${url}`, `API reference: ${url}/docs`]
  if (hasConsole) lines.push(`Console: ${url}/console`)
  for (const { name, key } of workspaces) {
    const { title = name, writeKeys = [], tries = [] } = shown.find((one) => one.name === name) ?? {}
    if (title !== name) lines.push('', title)
    lines.push(`Workspace ${name}: key ${key ?? 'was shown when it was made'}`)
    for (const one of writeKeys) lines.push(`Tracking into ${one.connection}: write key ${one.key}`)
    if (key === null) continue
    // What stands behind # no browser sends: the console takes the key from there.
    if (hasConsole) lines.push(`Console: ${url}/console#key=${key}`)
    const curl = `curl -H 'Authorization: Bearer ${key}'`
    if (tries.length === 0) lines.push('To look around:', `  ${curl} '${url}/v1/profiles?limit=3'`)
    for (const one of tries) {
      lines.push(`${one.title}:`)
      for (const { path, body } of one.requests) {
        const posted = body && ` -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`
        lines.push(`  ${curl}${posted ?? ''} '${url}${path}'`)
      }
    }
    const [tracking] = writeKeys
    if (tracking && tries.length > 0)
      lines.push(
        'A visit of the website as it happens:',
        `  curl -u ${tracking.key}: -d '${JSON.stringify({ userId: 'u1', event: 'Product Viewed' })}' '${url}/v1/track'`,
      )
  }
  return lines.join('\n')
}
