import { defineSource, type Source } from '@rapport/core'
import { config } from './config.ts'
import { decode } from './decode.ts'
import { MAX_BODY_BYTES } from './limits.ts'
import { events, groups, leads, memberships, users } from './streams.ts'
import { keyInBody } from './write-key.ts'

const calls = ['identify', 'track', 'page', 'screen', 'group', 'alias', 'batch', 'i', 't', 'p', 's', 'g', 'a', 'b']

/** Receives what tracking SDKs send; nothing is fetched, so nothing can be out of reach. */
export const webSource: Source = defineSource({
  name: 'web',
  title: 'Web and app tracking',
  config,
  check: async () => ({ ok: true, note: 'It waits for SDKs to send; each needs a write key of this connection.' }),
  streams: [users, leads, groups, memberships, events],
  endpoint: {
    paths: [...calls, 'import'].map((call) => `/v1/${call}`),
    authentication: 'write-key',
    maxBodyBytes: MAX_BODY_BYTES,
    decode,
    keyInBody,
  },
})
