import { defineConfig } from '@rapport/runtime'

export default defineConfig({
  workspaces: [{ name: 'coral-cloud', title: 'Coral Cloud Resorts' }],
  input: {
    directory: '../../../shared/data/crm-coral-cloud',
    origin: 'https://github.com/trailheadapps/coral-cloud',
  },
})
