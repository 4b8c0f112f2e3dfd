import { resolve } from 'node:path'
import type { BackupManifest, DoctorCheck } from '@rapport/runtime'
import type { Command } from 'commander'
import { onClient } from './on-client.ts'
import { table } from './output.ts'

/** Commands of the one who runs it. */
export function addRunningCommands(program: Command): void {
  program
    .command('doctor')
    .description('looks at everything, says what is wrong and what to do')
    .action(
      onClient<object, readonly []>(async ({ client, output }) => {
        const answer = (await client.ask('GET', '/v1/doctor')) as { readonly items: readonly DoctorCheck[] }
        output.result(answer, () =>
          table(answer.items.map((one) => [one.state, one.name, `${one.finding}${one.solve ? ` ${one.solve}` : ''}`])),
        )
        if (answer.items.some((one) => one.state === 'failed')) process.exitCode = 1
      }),
    )

  program
    .command('backup')
    .argument('<dir>', 'an empty folder, or one to be made')
    .description('copies the workspace while it runs')
    .action(
      onClient<object, [string]>(async ({ client, output }, folder) => {
        const body = { directory: resolve(folder) }
        const manifest = (await client.ask('POST', '/v1/backups', body)) as BackupManifest
        output.result(manifest, () => table(manifest.workspaces.map((one) => [one.name, `${one.bytes} bytes`])))
      }),
    )
}
