import { statfs } from 'node:fs/promises'
import { connectionDocument, RapportError } from '@rapport/core'
import type { DoctorCheck, Runtime, Workspace } from './api.ts'
import { collect } from './workspace/collect.ts'

const MIN_FREE_BYTES = 1024 ** 3
const LOW_FREE_BYTES = 5 * 1024 ** 3
const MAX_LAG_MS = 60_000

/** Everything an operator would look at: the disk, the writer, each workspace's queues and rejects, each connection. */
export async function examine(
  runtime: Pick<Runtime, 'config' | 'plugins' | 'readiness'>,
  workspaces: readonly Workspace[],
  nowMs: number,
): Promise<readonly DoctorCheck[]> {
  const checks = await Promise.all([
    checkDisk(runtime.config.dataDirectory),
    checkWriter(runtime),
    checkPlugins(runtime),
    ...workspaces.map((workspace) => checkWorkspace(workspace, nowMs)),
  ])
  return checks.flat()
}

const ok = (name: string, finding: string): DoctorCheck => ({ name, state: 'ok', finding, solve: null })

async function checkDisk(directory: string): Promise<DoctorCheck> {
  const { bavail, bsize } = await statfs(directory)
  const free = bavail * bsize
  const name = 'disk'
  const finding = `${(free / 1024 ** 3).toFixed(1)} GB are free where the data lies.`
  if (free > LOW_FREE_BYTES) return ok(name, finding)
  const solve = 'Make room, or move the data directory to a larger disk; a full disk refuses new data and loses none.'
  return { name, state: free < MIN_FREE_BYTES ? 'failed' : 'warning', finding, solve }
}

function checkWriter(runtime: Pick<Runtime, 'readiness'>): DoctorCheck {
  const { ready, problems } = runtime.readiness()
  if (ready) return ok('writer', 'It runs.')
  return { name: 'writer', state: 'failed', finding: problems.join(' '), solve: 'See the log for why it stopped.' }
}

function checkPlugins({ plugins }: Pick<Runtime, 'plugins'>): DoctorCheck {
  return ok('plugins', plugins.plugins.map(({ name, version }) => `${name} ${version}`).join(', '))
}

async function checkWorkspace(workspace: Workspace, nowMs: number): Promise<readonly DoctorCheck[]> {
  const { name, reader } = workspace
  const { profiles = 0, queued = 0, dead = 0, rejected = 0 } = await reader.inspect()
  const [oldest] = (await reader.queue('input', { limit: 1, state: 'waiting' })).items
  const lagMs = oldest ? Math.max(0, nowMs - oldest.dueAt) : 0
  const checks: DoctorCheck[] = [ok(`${name}: store`, `${profiles} profiles.`)]
  const add = (what: string, isFine: boolean, finding: string, solve: string) =>
    checks.push(
      isFine ? ok(`${name}: ${what}`, finding) : { name: `${name}: ${what}`, state: 'warning', finding, solve },
    )
  add(
    'queue',
    lagMs < MAX_LAG_MS,
    queued === 0 ? 'Nothing waits.' : `${queued} items wait; the oldest input for ${Math.round(lagMs / 1000)} s.`,
    'Look at /metrics for what is slow; what waits is on disk.',
  )
  add(
    'rejected rows',
    rejected === 0,
    rejected === 0 ? 'None.' : `${rejected} rows wait for somebody.`,
    'List them with `rapport rejected`; correct them or their mapping, then replay.',
  )
  add(
    'dead letters',
    dead === 0,
    dead === 0 ? 'None.' : `${dead} items could not be sent.`,
    'See /v1/activations/{name}/deliveries for why, then replay.',
  )
  for (const { work, done, of } of await workspace.queries.backfills())
    checks.push(ok(`${name}: changed rules`, `Being applied to who is there: ${done} of ${of} (${work}).`))
  for (const [activation, reason] of workspace.stoppedActivations())
    add(`activation ${activation}`, false, `It stands still: ${reason}`, 'Correct its connection or its secrets.')
  return [...checks, ...(await checkConnections(workspace))]
}

async function checkConnections(workspace: Workspace): Promise<readonly DoctorCheck[]> {
  const { name, documents, connections } = workspace
  const stored = await collect((paging) => documents.list({ type: 'connection', ...paging }))
  const open = stored.flatMap(({ body }) => (body === null ? [] : [connectionDocument.parse(JSON.parse(body))]))
  return Promise.all(
    open
      .filter(({ paused }) => !paused)
      .map(async ({ name: connection }): Promise<DoctorCheck> => {
        const what = `${name}: connection ${connection}`
        try {
          const health = await connections.check(connection)
          if (health.ok) return ok(what, health.note ?? 'It works.')
          return { name: what, state: 'failed', finding: health.problem, solve: health.solve }
        } catch (error) {
          const { message, solve } = RapportError.from(error)
          return { name: what, state: 'failed', finding: message, solve }
        }
      }),
  )
}
