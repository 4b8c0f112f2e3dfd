import type { Story } from '@rapport/demo'

/** What a start tells when it is ready; keys that are not a demo's are shown once, then null. */
export interface Started {
  readonly url: string
  readonly key: string | null
  readonly workspaces: readonly { readonly name: string; readonly key: string | null }[]
}

/** A key by which a tracking library sends to a connection. */
export interface WriteKey {
  readonly connection: string
  readonly key: string
}

/** What a start prints when it is ready: where it listens, the keys, and what to try with the data at hand. */
export function welcome({ url, key, workspaces }: Started, writeKeys: readonly WriteKey[], story?: Story): string {
  const lines = [`Rapport listens on ${url}`, `API reference: ${url}/docs`]
  for (const one of workspaces) lines.push(`Workspace ${one.name}: key ${one.key ?? 'was shown when it was made'}`)
  for (const one of writeKeys) lines.push(`Tracking into ${one.connection}: write key ${one.key}`)
  if (key === null) return lines.join('\n')
  const curl = `curl -H 'Authorization: Bearer ${key}'`
  const post = (path: string, body: unknown) =>
    `  ${curl} -H 'Content-Type: application/json' -d '${JSON.stringify(body)}' '${url}${path}'`
  if (!story) return [...lines, '', 'To look around:', `  ${curl} '${url}/v1/profiles?limit=3'`].join('\n')
  const { name, phone } = story.heroine
  const [tracking] = writeKeys
  return [
    ...lines,
    '',
    `The phone rings: ${name}, it seems. Who is it, and what is it about?`,
    post('/v1/calls', { from: phone }),
    post('/v1/briefs', { profile: `phone:${phone}`, occasion: 'call' }),
    'Everything that is known of a person, and everybody whose name begins so:',
    `  ${curl} '${url}/v1/profiles/${encodeURIComponent(`phone:${phone}`)}'`,
    `  ${curl} '${url}/v1/search?q=${encodeURIComponent(name.slice(0, 4))}'`,
    ...(tracking
      ? [
          'A visit as it happens:',
          `  curl -u ${tracking.key}: -d '${JSON.stringify({ userId: 'u1', event: 'Product Viewed' })}' '${url}/v1/track'`,
        ]
      : []),
  ].join('\n')
}
