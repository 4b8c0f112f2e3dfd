/**
 * Which of our packages each may import: the house's architecture, told in CONTRIBUTING.md. Transitive, and nothing
 * else: a package that is not here may import none and be imported by none.
 */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  harmonise: ['core'],
  matching: ['core', 'harmonise'],
  engine: ['core', 'harmonise', 'matching'],
  'store-memory': ['core', 'harmonise', 'matching', 'engine'],
  'store-sqlite': ['core', 'harmonise', 'matching', 'engine'],
  assistant: ['core', 'harmonise', 'matching', 'engine'],
  runtime: ['core', 'harmonise', 'matching', 'engine', 'store-memory', 'store-sqlite', 'assistant'],
  demo: ['core'],
  server: [
    'core',
    'harmonise',
    'matching',
    'engine',
    'store-memory',
    'store-sqlite',
    'assistant',
    'runtime',
    'demo',
    'plugin-rules',
    'plugin-web',
    'plugin-files',
    'plugin-webhook',
    'plugin-sql',
  ],
  // These know the server by its API alone.
  client: [],
  console: ['client'],
  // A plugin sees the contract and its own system; a resolver also what cleans and compares.
  'plugin-rules': ['core', 'harmonise', 'matching'],
  'plugin-web': ['core'],
  'plugin-files': ['core'],
  'plugin-webhook': ['core'],
  'plugin-sql': ['core'],
}

/** No files, network, processes or threads in these: what they compute depends on their arguments alone. */
export const pure: readonly string[] = ['core', 'harmonise', 'matching']

/** The built-in modules that a pure package may use. */
export const pureBuiltins: readonly string[] = ['crypto', 'buffer', 'util']
