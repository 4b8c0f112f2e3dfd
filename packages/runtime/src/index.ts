export type {
  BackupManifest,
  ChangeFeed,
  ConnectedEndpoint,
  Connections,
  DoctorCheck,
  Problem,
  Runtime,
  RuntimeOptions,
  Secrets,
  StreamDescription,
  SyncedStream,
  SyncOptions,
  SyncRun,
  Syncs,
  Workspace,
} from './api.ts'
export { defaultPlugins, defineConfig, type RuntimeConfig, type RuntimeConfigInput } from './config/config.ts'
export { loadConfig } from './config/load.ts'
export { loadPlugins, type Part, PluginHost } from './plugins/host.ts'
export { openRuntime } from './runtime.ts'
