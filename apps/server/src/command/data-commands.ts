import { setTimeout as wait } from 'node:timers/promises'
import { RapportError } from '@rapport/core'
import type { SyncRun } from '@rapport/runtime'
import type { Command } from 'commander'
import type { Client } from './client.ts'
import { onClient } from './on-client.ts'
import { type Output, table } from './output.ts'
import { type BatchLimits, rowBatches, trackingLimits } from './row-batches.ts'
import { wholeNumber } from './start.ts'

const ROWS_A_BATCH = 1000
const rowLimits: BatchLimits = { maxRows: ROWS_A_BATCH, maxCharacters: 2_000_000 }
const POLL_MS = 500

/** Where rows go: one of the two. */
interface ImportTarget {
  readonly stream?: string
  readonly tracking?: string
}

interface ImportOptions extends ImportTarget {
  readonly sheet?: string
  readonly firstRow?: number
}

interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string | null
}
const pretty = (value: unknown) => JSON.stringify(value, null, 2)

/** Commands about people and their rows. */
export function addDataCommands(program: Command): void {
  program
    .command('profile')
    .argument('<reference>', 'prf_…, email:…, phone:…')
    .description('shows one profile')
    .action(
      onClient<object, [string]>(async ({ client, output }, reference) => {
        const profile = await client.ask('GET', `/v1/profiles/${encodeURIComponent(reference)}`)
        output.result(profile, () => pretty(profile))
      }),
    )

  program
    .command('search')
    .argument('<text...>', 'a name, part of a phone number, an e-mail, an order number')
    .description('finds profiles')
    .action(
      onClient<object, [string[]]>(async ({ client, output }, words) => {
        const path = `/v1/search?q=${encodeURIComponent(words.join(' '))}`
        const found = (await client.ask('GET', path)) as Page<{ id: string; name: string; matched: string }>
        output.result(found, () => table(found.items.map((one) => [one.id, one.name, one.matched])) || 'Nobody.')
      }),
    )

  program
    .command('import')
    .argument('<files...>', 'JSON Lines, JSON, CSV, Excel or Parquet files')
    .option('--stream <connection/stream>', 'the stream the rows are of')
    .option('--tracking <connection>', 'the tracking connection whose archived messages they are')
    .option('--sheet <name>', 'of Excel workbooks: the sheet, by name or by number; default: the first')
    .option(
      '--first-row <number>',
      'of a sheet: the row that names the columns',
      wholeNumber('--first-row', 1, 1_048_576),
    )
    .description('sends rows of files to a stream, or to a tracking endpoint')
    .action(
      onClient<ImportOptions, [string[]]>(async ({ client, output, options }, files) => {
        if ((options.stream === undefined) === (options.tracking === undefined))
          throw new RapportError('REQUEST_INVALID', { problem: 'say one of the two', path: '--stream, --tracking' })
        const accepted: Record<string, number> = {}
        for (const file of files) accepted[file] = await importFile(client, file, options, output)
        output.result({ accepted }, () => table(Object.entries(accepted).map(([file, rows]) => [file, `${rows} rows`])))
      }),
    )

  program
    .command('sync')
    .argument('[connection]', 'default: all connections')
    .option('--stream <name>', 'only this stream')
    .option('--allow-deletes', 'let a snapshot delete more than the brake allows')
    .description('syncs sources now, and waits for the end')
    .action(
      onClient<{ readonly stream?: string; readonly allowDeletes?: boolean }, [string | undefined]>(
        async ({ client, output, options }, connection) => {
          const all = (await client.ask('GET', '/v1/sources')) as Page<{ name: string; paused: boolean }>
          const names = connection ? [connection] : all.items.flatMap((one) => (one.paused ? [] : [one.name]))
          const { stream, allowDeletes } = options
          const runs: SyncRun[] = []
          for (const name of names) runs.push(await syncOne(client, name, { stream, allowDeletes }, output))
          output.result({ runs }, () =>
            table(
              runs.flatMap((run) =>
                run.streams.map((one) => [run.connection, one.stream, `${one.rows} rows`, one.state]),
              ),
            ),
          )
          if (runs.some((run) => run.state !== 'done')) process.exitCode = 1
        },
      ),
    )

  program
    .command('rejected')
    .argument('[action]', '`replay` or `drop`; default: list')
    .option('--stream <connection/stream>', 'only of this stream')
    .description('lists rows that could not be read, tries them again, or lets them go')
    .action(
      onClient<{ readonly stream?: string }, [string | undefined]>(async ({ client, output, options }, action) => {
        if (action !== undefined && action !== 'replay' && action !== 'drop')
          throw new RapportError('REQUEST_INVALID', { problem: '`replay` or `drop` was expected', path: 'the action' })
        const rows = await allRejected(client, options.stream)
        if (action === undefined) {
          output.result({ items: rows }, () =>
            table(rows.map((one) => [String(one.id), one.stream, one.key, one.code, one.reason])),
          )
          return
        }
        let replayed = 0
        let rejectedAgain = 0
        for (let from = 0; from < rows.length; from += ROWS_A_BATCH) {
          const ids = rows.slice(from, from + ROWS_A_BATCH).map((one) => one.id)
          if (action === 'drop') await client.ask('POST', '/v1/rejected/drop', { ids })
          else {
            const items = ids.map((id) => ({ id }))
            const outcome = (await client.ask('POST', '/v1/rejected/replay', { items })) as Record<string, number>
            replayed += outcome.replayed ?? 0
            rejectedAgain += outcome.rejectedAgain ?? 0
          }
        }
        if (action === 'drop') output.result({ dropped: rows.length }, () => `${rows.length} dropped`)
        else output.result({ replayed, rejectedAgain }, () => `${replayed} replayed, ${rejectedAgain} rejected again`)
      }),
    )

  program
    .command('erase')
    .argument('<reference>', 'prf_…, email:…, phone:…')
    .description('erases a person everywhere, and prints the proof')
    .action(
      onClient<object, [string]>(async ({ client, output }, reference) => {
        const proof = await client.ask('POST', '/v1/erasures', { profile: reference })
        output.result(proof, () => pretty(proof))
      }),
    )
}

/** @throws RapportError what {@link rowBatches} throws, and what the API refuses with */
async function importFile(
  client: Client,
  file: string,
  { sheet, firstRow, stream, tracking }: ImportOptions,
  output: Output,
): Promise<number> {
  let sent = 0
  const options = {
    ...(sheet !== undefined && { sheet: /^[1-9]\d*$/.test(sheet) ? Number(sheet) : sheet }),
    ...(firstRow !== undefined && { firstRow }),
  }
  for await (const rows of rowBatches(file, tracking === undefined ? rowLimits : trackingLimits, options)) {
    if (tracking === undefined) await client.ask('POST', '/v1/rows', { stream, rows })
    else await client.ask('POST', `/v1/in/${encodeURIComponent(tracking)}/import`, { batch: rows })
    sent += rows.length
    output.progress(`${file}: ${sent} rows`)
  }
  return sent
}

async function syncOne(client: Client, name: string, body: object, output: Output): Promise<SyncRun> {
  const path = `/v1/sources/${encodeURIComponent(name)}`
  let run = (await client.ask('POST', `${path}/sync`, body)) as SyncRun
  while (run.state === 'running') {
    await wait(POLL_MS)
    const { items } = (await client.ask('GET', `${path}/runs?limit=20`)) as Page<SyncRun>
    run = items.find((one) => one.id === run.id) ?? run
    output.progress(`${name}: ${run.streams.map((one) => `${one.stream} ${one.rows}`).join(', ')}`)
  }
  if (run.error) output.progress(`${name}: ${run.error.message} ${run.error.solve}`)
  return run
}

interface RejectedRow {
  readonly id: number
  readonly stream: string
  readonly key: string
  readonly code: string
  readonly reason: string
}

async function allRejected(client: Client, stream: string | undefined): Promise<readonly RejectedRow[]> {
  const rows: RejectedRow[] = []
  let after: string | null = null
  do {
    const query = new URLSearchParams({ limit: '500' })
    if (stream !== undefined) query.set('stream', stream)
    if (after !== null) query.set('after', after)
    const page = (await client.ask('GET', `/v1/rejected?${query}`)) as Page<RejectedRow>
    rows.push(...page.items)
    after = page.next ?? null
  } while (after !== null)
  return rows
}
