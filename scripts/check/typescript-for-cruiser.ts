import { createRequire, registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

/**
 * Gives dependency-cruiser the TypeScript of this workspace (5): the root's (7) has no JavaScript API, and with it
 * dependency-cruiser sees no modules, hence no violation. Call before it is imported.
 */
export function giveCruiserItsTypescript(): void {
  const { resolve } = createRequire(import.meta.url)
  registerHooks({
    resolve: (specifier, context, next) =>
      /^typescript(\/|$)/.test(specifier) && context.parentURL?.includes('/dependency-cruiser/')
        ? { url: pathToFileURL(resolve(specifier)).href, shortCircuit: true }
        : next(specifier, context),
  })
}
