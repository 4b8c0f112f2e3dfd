import { createRequire } from 'node:module'

/** The version of this Rapport: all its packages carry the same. */
export const version: string = (createRequire(import.meta.url)('../package.json') as { readonly version: string })
  .version
