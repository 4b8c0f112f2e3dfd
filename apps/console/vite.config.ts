import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  // Our packages from their sources, as everywhere in development.
  resolve: { conditions: ['@rapport/source', ...defaultClientConditions] },
  // The server puts a page's own nonce there.
  html: { cspNonce: '__NONCE__' },
  build: {
    target: 'es2023',
    // Nothing as data: in the page; the policy allows files of ours only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:7070' } },
})
