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
export { type RestoredWorkspace, restoreBackup } from './backup.ts'
export { defaultPlugins, defineConfig, type RuntimeConfig, type RuntimeConfigInput } from './config/config.ts'
export { loadConfig } from './config/load.ts'
export { createTransport } from './context/fetch.ts'
export { recordingTransport, replayingTransport } from './context/recorded.ts'
export { deliverBatch, deliveryId, type LaneParts, type LaneTurn } from './delivery/lane.ts'
export { clustersIn, type Evaluation, evaluate, evaluationLines, reportOf } from './match/match-report.ts'
export {
  type MatchedRecord,
  type MatchOptions,
  type MatchRun,
  matchRows,
  type RowsToMatch,
} from './match/match-rows.ts'
export { chainOf } from './models/chain-of.ts'
export { loadPlugins, type Part, PluginHost } from './plugins/host.ts'
export { openRuntime } from './runtime.ts'
export { type Keyring, openKeyring } from './secrets/keyring.ts'
export { Vault } from './secrets/vault.ts'
export { Scheduler } from './sync/schedule.ts'
export { SyncCoordinator } from './sync/syncs.ts'
export { createLogger } from './telemetry/log.ts'
export { Metrics } from './telemetry/metrics.ts'
export { commandsOver } from './threads/commands.ts'
export { directLink, type Link, type Notice, type Role } from './threads/link.ts'
export { RpcLink, serveRole } from './threads/rpc.ts'
export { type EngineDoor, type WriterParts, WriterRole } from './threads/writer-role.ts'
export { version } from './version.ts'
export { followChanges } from './workspace/change-feed.ts'
export { collect } from './workspace/collect.ts'
export { ConnectionRegistry } from './workspace/connections.ts'
export { openWorkspaceFolder, places, workspacesIn } from './workspace/folder.ts'
export { findHolder, type LockHolder, lockDirectory } from './workspace/lock.ts'
export { loadPacks } from './workspace/packs.ts'
