import { defineConfig } from '@rapport/runtime'

export default defineConfig({
  plugins: ['@rapport/plugin-rules', '@rapport/plugin-files', './sap.ts'],
  workspaces: [{ name: 'sap-bikes', title: 'BestRun Bikes' }],
  input: {
    directory: '../../../shared/data/erp-sap-bikes',
    origin: 'https://github.com/SAP-samples/datasphere-content',
  },
})
