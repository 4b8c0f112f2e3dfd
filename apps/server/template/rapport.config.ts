import { defineConfig } from '@rapport/runtime'

// Plugins and infrastructure; everything has a default. Business rules are the documents beside this file.
export default defineConfig({
  workspaces: [{ name: 'main' }],
})
