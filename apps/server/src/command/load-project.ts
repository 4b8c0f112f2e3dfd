import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Runtime } from '@rapport/runtime'
import { importDocuments, readAll, readDocumentFile } from '../http/documents.ts'
import type { Tenant } from '../http/host.ts'
import type { Output } from './output.ts'

/** Imports a project's documents (`$INPUT` in them is the input folder) into a workspace and syncs what can be read. */
export async function loadProject(
  runtime: Runtime,
  { workspace }: Tenant,
  project: { readonly folder: string; readonly input: string | undefined; readonly by: string },
  output: Output,
): Promise<void> {
  const folder = join(project.folder, 'documents')
  if (!existsSync(folder)) return
  const bodies = []
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    if (!/\.(ya?ml|json)$/.test(name)) continue
    const text = await readFile(join(folder, name), 'utf8')
    bodies.push(...readDocumentFile(text.replaceAll('$INPUT', resolve(project.input ?? project.folder)), name))
  }
  const { saved, unchanged } = await importDocuments(workspace, bodies, project.by)
  output.progress(`${workspace.name}: ${saved.length} documents saved, ${unchanged} unchanged`)
  await syncAll(runtime, workspace, output)
}

async function syncAll(runtime: Runtime, workspace: Tenant['workspace'], output: Output): Promise<void> {
  for (const { name, body } of await readAll(workspace, 'connection')) {
    if (!runtime.plugins.connectable(String(body.part)).source || body.paused === true) continue
    const streams = await workspace.connections.streams(name)
    if (!streams.some((one) => one.isRead)) continue
    const run = await workspace.syncs.run(name)
    for (const one of run.streams)
      output.progress(`${name}/${one.stream}: ${one.rows} rows, ${one.rejected} rejected, ${one.state}`)
    if (run.error) output.progress(`${name}: ${run.error.message} ${run.error.solve}`)
  }
  await workspace.commands.settle()
}
