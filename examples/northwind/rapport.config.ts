import { defineConfig } from '@rapport/runtime'

export default defineConfig({
  plugins: ['@rapport/plugin-rules', '@rapport/plugin-sql'],
  workspaces: [{ name: 'northwind', title: 'Northwind Traders' }],
  input: {
    directory: '../../../shared/data/erp-northwind',
    origin: 'https://github.com/jpwhite3/northwind-SQLite3',
  },
})
