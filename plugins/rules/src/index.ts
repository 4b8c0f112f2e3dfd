import { definePlugin, type Plugin } from '@rapport/core'
import { rulesPack } from './defaults.ts'
import { rulesResolver } from './resolver.ts'

/** The deterministic resolver: a few rules in AND and OR say which records are the same party. */
export const rules: Plugin = definePlugin({
  name: 'rules',
  version: '0.1.0',
  contract: 1,
  title: 'Rules',
  resolvers: [rulesResolver],
  pack: rulesPack,
})
