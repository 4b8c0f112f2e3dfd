import { definePlugin, type Plugin } from '@rapport/core'
import { webhook as audience, profiles } from './activators.ts'

/** Sends signed webhooks: members of a segment, or profiles that changed, to any address. */
export const webhook: Plugin = definePlugin({
  name: 'webhook',
  version: '0.1.0',
  contract: 1,
  title: 'Webhook',
  activators: [audience, profiles],
})
