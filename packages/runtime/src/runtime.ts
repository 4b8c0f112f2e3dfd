import { RapportError } from '@rapport/core'
import type { Runtime, RuntimeOptions } from './api.ts'

/**
 * Opens everything: configuration, plugins, workspaces, threads.
 * @throws RapportError `RUNTIME_INCOMPLETE`, always: the parts beside this file are not joined yet
 */
export async function openRuntime(_options: RuntimeOptions = {}): Promise<Runtime> {
  throw new RapportError('RUNTIME_INCOMPLETE')
}
