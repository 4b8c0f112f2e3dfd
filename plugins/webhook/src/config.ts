import { isForbiddenHost, secret } from '@rapport/core'
import { z } from 'zod'

/** Headers that the signature or HTTP itself needs. */
const ours = /^(webhook-.*|content-.*|host|connection|transfer-encoding|idempotency-key|authorization)$/i

export const config = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'an http or https address' })
    .refine((url) => !URL.canParse(url) || new URL(url).username === '', { error: 'credentials do not belong in it' })
    .refine((url) => !URL.canParse(url) || !isForbiddenHost(new URL(url).hostname), {
      error: 'no receiver can be at this address',
    })
    .describe('Where to send. https, unless the receiver is on this machine or network.'),
  secret: secret().describe('Signs each request: base64, with or without `whsec_` before it.'),
  authorization: secret().optional().describe('Sent as the Authorization header, for receivers that want one.'),
  headers: z
    .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/), z.string().regex(/^[\t\x20-\x7e]*$/))
    .refine((headers) => !Object.keys(headers).some((name) => ours.test(name)), {
      error: 'one of the headers is set by the webhook itself',
    })
    .default({})
    .describe('Further headers; nothing secret.'),
  timeoutMs: z.int().min(100).max(60_000).default(10_000).describe('How long the receiver may take to answer.'),
})
export type WebhookConfig = z.output<typeof config>
