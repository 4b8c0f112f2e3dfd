import { definePlugin, type Plugin } from '@rapport/core'
import { webSource } from './source.ts'

/** Tracking as Segment defined it: what its SDKs, and those of RudderStack, send. */
export const web: Plugin = definePlugin({
  name: 'web',
  version: '0.1.0',
  contract: 1,
  title: 'Web and app tracking',
  sources: [webSource],
})
