/** The plugins that the world's documents need, and the one that knows what a listing is. */
export default {
  plugins: ['@rapport/plugin-rules', '@rapport/plugin-files', '@rapport/plugin-webhook', './calyx.ts'],
  workspaces: [{ name: 'laboratoire-calyx', title: 'Laboratoire Calyx' }],
}
