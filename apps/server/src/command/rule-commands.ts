import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { text as readAllText } from 'node:stream/consumers'
import { RapportError } from '@rapport/core'
import type { Command } from 'commander'
import { stringify } from 'yaml'
import { type Scope, scopes, scopeTitles } from '../auth/scopes.ts'
import { readDocumentFile } from '../http/documents.ts'
import { onClient } from './on-client.ts'
import { table } from './output.ts'

interface KeyLine {
  readonly id: string
  readonly title: string
  readonly scopes: readonly Scope[]
  readonly key?: string
}

/** Commands about documents, keys and secrets. */
export function addRuleCommands(program: Command): void {
  const documents = program.command('documents').description('exports and imports business rules as files')
  documents
    .command('export')
    .argument('<dir>', 'a file a document is written into it')
    .description('writes all documents as YAML files')
    .action(
      onClient<object, [string]>(async ({ client, output }, folder) => {
        const yaml = (await client.ask('GET', '/v1/documents/export')) as string
        const files: string[] = []
        for (const body of readDocumentFile(yaml, 'the export') as readonly { type: string; name: string }[]) {
          const file = join(resolve(folder), body.type, `${body.name.replaceAll('/', '.')}.yaml`)
          await mkdir(dirname(file), { recursive: true })
          await writeFile(file, stringify(body))
          files.push(file)
        }
        output.result({ files }, () => `${files.length} documents written to ${resolve(folder)}`)
      }),
    )
  documents
    .command('import')
    .argument('<paths...>', 'YAML or JSON files, or folders of them')
    .description('saves the documents of files, all or none')
    .action(
      onClient<object, [string[]]>(async ({ client, output }, paths) => {
        const bodies = []
        for (const file of await documentFiles(paths))
          bodies.push(...readDocumentFile(await readFile(file, 'utf8'), file))
        const headers = { 'content-type': 'application/json' }
        const answer = (await client.ask('POST', '/v1/documents/import', JSON.stringify(bodies), headers)) as {
          readonly saved: readonly unknown[]
          readonly unchanged: number
        }
        output.result(answer, () => `${answer.saved.length} saved, ${answer.unchanged} unchanged`)
      }),
    )

  const keys = program.command('keys').description('makes, lists and revokes API keys')
  keys
    .command('create')
    .requiredOption('--title <text>', 'who or what uses it')
    .requiredOption('--scopes <list>', `with commas: ${scopes.map((one) => `${one} (${scopeTitles[one]})`).join(', ')}`)
    .option('--spaces <list>', 'only rows of these spaces')
    .option('--territories <list>', 'only rows of these territories')
    .option('--connection <name>', 'for write keys: the tracking connection')
    .description('makes a key; its text is shown once')
    .action(
      onClient<
        { title: string; scopes: string; spaces?: string; territories?: string; connection?: string },
        readonly []
      >(async ({ client, output, options }) => {
        const made = (await client.ask('POST', '/v1/keys', {
          title: options.title,
          scopes: list(options.scopes),
          ...(options.spaces !== undefined && { spaces: list(options.spaces) }),
          ...(options.territories !== undefined && { territories: list(options.territories) }),
          ...(options.connection !== undefined && { connection: options.connection }),
        })) as KeyLine
        output.result(made, () => `${made.key}\nIt is shown this once; its id is ${made.id}.`)
      }),
    )
  keys
    .command('list')
    .description('lists keys, without their text')
    .action(
      onClient<object, readonly []>(async ({ client, output }) => {
        const answer = (await client.ask('GET', '/v1/keys')) as { readonly items: readonly KeyLine[] }
        output.result(answer, () => table(answer.items.map((one) => [one.id, one.title, one.scopes.join(',')])))
      }),
    )
  keys
    .command('revoke')
    .argument('<id>', 'key_…')
    .description('revokes a key, at once')
    .action(
      onClient<object, [string]>(async ({ client, output }, id) => {
        await client.ask('DELETE', `/v1/keys/${encodeURIComponent(id)}`)
        output.result({ revoked: id }, () => `${id} opens nothing any more.`)
      }),
    )

  const secrets = program.command('secrets').description('sets, lists and removes secrets that documents point at')
  secrets
    .command('set')
    .argument('<name>')
    .description('reads the value from standard input, so that no shell remembers it')
    .action(
      onClient<object, [string]>(async ({ client, output }, name) => {
        if (process.stdin.isTTY) output.progress('Type the value, then Ctrl-D:')
        const value = (await readAllText(process.stdin)).replace(/\r?\n$/, '')
        await client.ask('PUT', `/v1/secrets/${encodeURIComponent(name)}`, { value })
        output.result({ set: name }, () => `${name} is set.`)
      }),
    )
  secrets
    .command('list')
    .description('lists names, never values')
    .action(
      onClient<object, readonly []>(async ({ client, output }) => {
        const answer = (await client.ask('GET', '/v1/secrets')) as {
          readonly items: readonly { readonly name: string; readonly setAt: string }[]
        }
        output.result(answer, () => table(answer.items.map((one) => [one.name, one.setAt])))
      }),
    )
  secrets
    .command('remove')
    .argument('<name>')
    .description('removes a secret')
    .action(
      onClient<object, [string]>(async ({ client, output }, name) => {
        await client.ask('DELETE', `/v1/secrets/${encodeURIComponent(name)}`)
        output.result({ removed: name }, () => `${name} is gone.`)
      }),
    )
}

const list = (text: string): readonly string[] => text.split(',').flatMap((one) => one.trim() || [])

/** @throws RapportError `FILE_UNREADABLE` */
async function documentFiles(paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = []
  for (const path of paths) {
    try {
      if (!(await stat(path)).isDirectory()) files.push(path)
      else
        for (const name of (await readdir(path, { recursive: true })).sort())
          if (/\.(ya?ml|json)$/.test(name)) files.push(join(path, name))
    } catch (cause) {
      throw new RapportError(
        'FILE_UNREADABLE',
        { file: path, problem: (cause as { code?: string }).code ?? 'unknown' },
        { cause },
      )
    }
  }
  return files
}
