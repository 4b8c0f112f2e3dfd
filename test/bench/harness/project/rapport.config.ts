import { defineConfig, type RuntimeConfigInput } from '@rapport/runtime'

const config: RuntimeConfigInput = defineConfig({
  plugins: ['@rapport/plugin-rules', '@rapport/plugin-web', './shop.ts'],
  workspaces: [{ name: 'bench' }],
})

export default config
