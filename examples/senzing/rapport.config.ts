import { defineConfig } from '@rapport/runtime'

export default defineConfig({
  workspaces: [{ name: 'senzing', title: 'Senzing truth set' }],
  input: {
    directory: '../../../shared/data/identity/senzing_truthset',
    origin: 'https://github.com/Senzing/truth-sets (truthsets/demo)',
  },
})
