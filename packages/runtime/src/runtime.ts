import { RapportError } from '@rapport/core'
import type { Runtime, RuntimeOptions } from './api.ts'

/** Opens everything: configuration, plugins, workspaces, threads. @throws RapportError `CONFIG_INVALID`, `PLUGIN_*`, `DATA_DIRECTORY_LOCKED` */
export async function openRuntime(_options: RuntimeOptions = {}): Promise<Runtime> {
  throw new RapportError('INTERNAL')
}
