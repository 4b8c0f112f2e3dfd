import { defineConfig } from '@rapport/runtime'

export default defineConfig({
  plugins: ['@rapport/plugin-rules', '@rapport/plugin-files', '@rapport/plugin-webhook', './calyx.ts'],
  workspaces: [{ name: 'laboratoire-calyx', title: 'Laboratoire Calyx' }],
})
