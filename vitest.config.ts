import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

const source = '@rapport/source'

/** A project a workspace, named like its package: `npx vitest run --project core`. */
const folders: Record<string, string> = {
  core: 'packages/core',
  harmonise: 'packages/harmonise',
  matching: 'packages/matching',
  engine: 'packages/engine',
  'store-memory': 'packages/store-memory',
  'store-sqlite': 'packages/store-sqlite',
  assistant: 'packages/assistant',
  runtime: 'packages/runtime',
  demo: 'packages/demo',
  client: 'packages/client',
  server: 'apps/server',
  console: 'apps/console',
  'plugin-rules': 'plugins/rules',
  'plugin-web': 'plugins/web',
  'plugin-files': 'plugins/files',
  'plugin-webhook': 'plugins/webhook',
  'plugin-sql': 'plugins/sql',
}

const counterparts = '**/*.counterpart.test.ts'
const ignored = ['**/node_modules/**', '**/dist/**']

export default defineConfig({
  // Without `module`: it names builds for bundlers, which Node cannot load (a dependency of prom-client has one).
  ssr: { resolve: { conditions: [source, ...defaultServerConditions.filter((one) => one !== 'module')] } },
  test: {
    pool: 'forks',
    // Threads and processes that a test starts run the sources too.
    execArgv: [`--conditions=${source}`],
    testTimeout: 20_000,
    projects: [
      ...Object.entries(folders).map(([name, folder]) => ({
        extends: true as const,
        test: {
          name,
          include: [`${folder}/src/**/*.test.ts`, `${folder}/test/**/*.test.ts`],
          exclude: [counterparts, ...ignored],
        },
      })),
      {
        extends: true as const,
        test: { name: 'scripts', include: ['scripts/**/*.test.ts'], exclude: ignored },
      },
      {
        extends: true as const,
        test: { name: 'test', include: ['test/**/*.test.ts'], exclude: [counterparts, ...ignored] },
      },
      {
        // What needs something from apt or pip beside it (CONTRIBUTING.md, "Counterparts").
        extends: true as const,
        test: { name: 'counterparts', include: [counterparts], exclude: ignored },
      },
    ],
  },
})
