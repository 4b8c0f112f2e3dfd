import { writeFile } from 'node:fs/promises'
import { RapportError } from '@rapport/core'
import type { Command } from 'commander'
import { onClient } from './on-client.ts'

interface BriefOptions {
  readonly format?: string
  readonly markdown?: boolean
  readonly html?: boolean
  readonly out?: string
  readonly all?: boolean
  readonly call?: string
  readonly zone?: string
  readonly language?: string
  readonly occasion?: string
}

const types: Readonly<Record<string, string>> = {
  markdown: 'text/markdown',
  html: 'text/html',
  pdf: 'application/pdf',
  json: 'application/json',
}

/** `rapport brief`: what to know, to read here or to keep. */
export function addBriefCommands(program: Command): void {
  program
    .command('brief')
    .argument('<reference>', 'prf_…, email:…, phone:…')
    .option('--format <name>', 'markdown (the default), html, pdf or json')
    .option('--markdown', 'as Markdown')
    .option('--html', 'as a page of HTML')
    .option('--out <file>', 'writes it there, for nobody else to read')
    .option('--occasion <name>', 'call, visit or stay', 'call')
    .option('--all', 'everything, not only what matters most')
    .option('--call <id>', 'the call that it is for: sensitive facts wait until its caller is verified')
    .option('--zone <name>', 'time zone in which times are told, as Europe/Paris')
    .option('--language <code>', 'en or fr')
    .description('shows what to know before a call, a visit or a stay')
    .action(
      onClient<BriefOptions, [string]>(async ({ client, output, options }, profile) => {
        const { out, all, call, zone, language, occasion } = options
        const format = formatOf(options)
        const body = {
          profile,
          occasion,
          ...(call !== undefined && { call }),
          ...(zone !== undefined && { zone }),
          ...(language !== undefined && { language }),
        }
        if (format === 'pdf' && out === undefined && process.stdout.isTTY)
          throw new RapportError('REQUEST_INVALID', { problem: 'a PDF goes into a file', path: '--out FILE' })
        const path = `/v1/briefs${all ? '?all=true' : ''}`
        const bytes = await client.file('POST', path, body, types[format] as string)
        if (out !== undefined) {
          await writeFile(out, bytes, { mode: 0o600 })
          output.result({ file: out, bytes: bytes.length }, () => out)
        } else if (format === 'pdf') process.stdout.write(bytes)
        else process.stdout.write(`${Buffer.from(bytes).toString().trimEnd()}\n`)
      }),
    )
}

/** One form: by its name, by a flag, or by `--json`, which says how the command speaks where a file is written. */
function formatOf({ format, markdown, html, json, out }: BriefOptions & { readonly json: boolean }): string {
  const asked = [
    ...(format === undefined ? [] : [format]),
    ...(markdown ? ['markdown'] : []),
    ...(html ? ['html'] : []),
    ...(json && out === undefined ? ['json'] : []),
  ]
  if (new Set(asked).size > 1)
    throw new RapportError('REQUEST_INVALID', { problem: 'only one form at a time', path: 'the options' })
  const [one = 'markdown'] = asked
  if (!Object.hasOwn(types, one))
    throw new RapportError('REQUEST_INVALID', { problem: `one of ${Object.keys(types).join(', ')}`, path: '--format' })
  return one
}
