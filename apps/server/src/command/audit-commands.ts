import type { Command } from 'commander'
import type { summaryOf } from '../audit/find.ts'
import type { AuditRecord } from '../audit/record.ts'
import { onClient } from './on-client.ts'
import { table } from './output.ts'

interface AuditOptions {
  readonly profile?: string
  readonly reader?: string
  readonly kind?: string
  readonly since?: string
  readonly until?: string
  readonly limit: string
  readonly after?: string
}

type Summary = ReturnType<typeof summaryOf>

/** The command of the one who answers for what was told. */
export function addAuditCommands(program: Command): void {
  program
    .command('audit')
    .argument('[id]', 'aud_…: one record whole, with what left for a model; none: lists them, the newest first')
    .option('--profile <reference>', 'about whom: prf_…, email:…, phone:…')
    .option('--reader <key>', 'who was told: a key’s id')
    .option('--kind <kind>', 'brief or answer')
    .option('--since <instant>', 'from then on, as 2026-11-24T00:00:00Z')
    .option('--until <instant>', 'before then')
    .option('--limit <n>', 'how many', '50')
    .option('--after <cursor>', '`next` of the page before')
    .description('shows who was told what about whom, and what left for a model')
    .action(
      onClient<AuditOptions, [string | undefined]>(async ({ client, output, options }, id) => {
        if (id !== undefined) {
          const record = (await client.ask('GET', `/v1/audit/briefs/${encodeURIComponent(id)}`)) as AuditRecord
          output.result(record, () => whole(record))
          return
        }
        const { profile, reader, kind, since, until, limit, after } = options
        const given = Object.entries({ profile, reader, kind, since, until, limit, after })
        const query = new URLSearchParams(given.filter((pair): pair is [string, string] => pair[1] !== undefined))
        const page = (await client.ask('GET', `/v1/audit/briefs?${query}`)) as {
          readonly items: readonly Summary[]
          readonly next: string | null
        }
        output.result(page, () =>
          [
            table(page.items.map(line)) || 'Nothing was told.',
            ...(page.next ? [`More: --after ${page.next}`] : []),
          ].join('\n'),
        )
      }),
    )
}

const line = ({ id, lastAt, count, by, profile, kind, occasion, sentences, writer }: Summary): string[] => [
  id,
  lastAt,
  by.title,
  profile,
  occasion ?? kind,
  `${sentences} sentences`,
  writer === null ? 'not ended' : writer.by === 'model' ? `${writer.model}, ${writer.replaced} replaced` : 'rules',
  count > 1 ? `${count} times` : '',
]

function whole({ facts, prompts, question, ...record }: AuditRecord): string {
  return [
    table([line({ ...record, question, facts: facts.length, prompts: prompts.length })]),
    ...(question === null ? [] : [`Question: ${question}`]),
    table(facts.map(({ id, rows }) => [id, rows.map(({ stream, key }) => `${stream} ${key}`).join(', ')])),
    ...prompts.map(({ role, text }) => `--- ${role}\n${text}`),
  ].join('\n\n')
}
