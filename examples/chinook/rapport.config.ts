import { defineConfig } from '@rapport/runtime'

export default defineConfig({
  plugins: ['@rapport/plugin-rules', '@rapport/plugin-sql'],
  workspaces: [{ name: 'chinook', title: 'Chinook' }],
  input: {
    directory: '../../../shared/data/shop-chinook',
    origin: 'https://github.com/lerocha/chinook-database',
  },
})
