import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, type Plugin } from 'vite'

/** `files.json`: what a phone keeps so that the console opens without network (src/offline/keep-files.ts). */
const filesList: Plugin = {
  name: 'files-list',
  generateBundle(_, bundle) {
    const names = [...Object.keys(bundle), ...readdirSync(join(import.meta.dirname, 'public'))]
    // A browser keeps the worker itself; the page is another at each address.
    const source = JSON.stringify(names.filter((name) => !/^offline-worker\.js$|\.html$/.test(name)).sort())
    this.emitFile({ type: 'asset', fileName: 'files.json', source })
  },
}

export default defineConfig({
  base: '/console/',
  plugins: [react(), filesList],
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
