import { writeFile } from 'node:fs/promises'
import { RapportError } from '@rapport/core'
import type { Command } from 'commander'
import type { DueAnswer } from '../agenda/agenda.ts'
import type { DayBrief, DayBriefs } from '../agenda/day-briefs.ts'
import { forms } from '../briefs/forms.ts'
import type { ReportAnswer } from '../reports/service.ts'
import type { Client } from './client.ts'
import { onClient } from './on-client.ts'
import { table } from './output.ts'

interface DayOptions {
  readonly kind: 'visit' | 'stay' | 'task'
  readonly date?: string
  readonly author?: string
  readonly location?: string
  readonly zone: string
  readonly briefs?: boolean
  readonly html?: boolean
  readonly pdf?: string
  readonly language?: string
}

interface ReportOptions {
  readonly visit?: string
  readonly outcome?: string
  readonly cancelled?: boolean
  readonly promise?: string
  readonly by?: string
  readonly until?: string
  readonly next?: string
  readonly zone: string
  readonly key?: string
  readonly undo?: string
}

const ROWS_A_PAGE = 200
const BRIEFS_A_PAGE = 20
const here = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Commands of who is visited and who arrives. */
export function addAgendaCommands(program: Command): void {
  program
    .command('day')
    .option('--kind <kind>', 'visit, stay or task', 'visit')
    .option('--date <day>', 'as 2026-11-24; default: today')
    .option('--author <name>', 'whose visits or tasks')
    .option('--location <stream/key>', 'the hotel where guests arrive')
    .option('--zone <name>', 'time zone in which it is today and times are told; default: this machine’s', here())
    .option('--briefs', 'what to know before each, as Markdown')
    .option('--html', 'the same as a page of HTML')
    .option('--pdf <file>', 'the same as a PDF, a page each, for nobody else to read')
    .option('--language <code>', 'en or fr')
    .description('shows who is due on a day, or what to know before each')
    .action(
      onClient<DayOptions, []>(async ({ client, output, options }) => {
        const { html, pdf, briefs } = options
        if (!html && !briefs && pdf === undefined) {
          const items = await rowsOf(client, options)
          output.result({ items }, () => table(items.map(lineOf)) || 'Nobody is due.')
          return
        }
        const day = await briefsOf(client, options)
        const [first, ...rest] = day.items.map(({ brief }) => brief)
        if (!first) {
          output.result(day, () => 'Nobody is due.')
          return
        }
        const type = pdf !== undefined ? 'application/pdf' : html ? 'text/html' : 'text/markdown'
        const times = day.items.map(({ item }) => item.at ?? undefined)
        const rendered = await forms[type]?.render([first, ...rest], { day: day.date, whose: options.author, times })
        if (pdf !== undefined && rendered !== undefined) await writeFile(pdf, rendered, { mode: 0o600 })
        output.result(day, () =>
          pdf === undefined ? String(rendered).trimEnd() : `${day.items.length} briefs: ${pdf}`,
        )
      }),
    )

  program
    .command('report')
    .argument('<reference>', 'prf_…, email:…, phone:…: who was visited')
    .argument('[text...]', 'how it went')
    .option('--visit <connection/stream/key>', 'the planned visit that it was')
    .option('--outcome <words>', 'how it ended')
    .option('--cancelled', 'it did not take place')
    .option('--promise <what>', 'what was promised')
    .option('--by <name>', 'who does it')
    .option('--until <instant>', 'until when, as 2026-11-26T17:00:00Z')
    .option('--next <instant>', 'when the next visit is')
    .option('--zone <name>', 'time zone in which the next visit’s day is counted; default: this machine’s', here())
    .option('--key <key>', 'your own key: sent again with it, nothing is made twice')
    .option('--undo <id>', 'takes a report back')
    .description('reports on a visit, what was promised and when the next one is')
    .action(
      onClient<ReportOptions, [string, string[]]>(async ({ client, output, options }, reference, words) => {
        const path = `/v1/profiles/${encodeURIComponent(reference)}/reports`
        const { undo, visit, outcome, cancelled, promise, by, until, next, zone, key } = options
        if (undo !== undefined) {
          await client.ask('DELETE', `${path}/${encodeURIComponent(undo)}`)
          output.result({ id: undo, undone: true }, () => `${undo} is taken back.`)
          return
        }
        const task = { subject: promise, ...(by !== undefined && { assignee: by }), ...(until && { dueAt: until }) }
        const body = {
          zone,
          ...(words.length > 0 && { text: words.join(' ') }),
          ...(cancelled && { status: 'cancelled' }),
          ...(visit !== undefined && { visit }),
          ...(outcome !== undefined && { outcome }),
          ...(key !== undefined && { key }),
          ...(promise !== undefined && { tasks: [task] }),
          ...(next !== undefined && { next: { at: next } }),
        }
        const report = (await client.ask('POST', path, body)) as ReportAnswer
        output.result(report, () => `${report.id} of ${report.profile}`)
      }),
    )
}

function dayOf({ kind, date, author, location, zone }: DayOptions): Readonly<Record<string, string>> {
  return {
    kind,
    zone,
    ...(date !== undefined && { date }),
    ...(author !== undefined && { author }),
    ...(location !== undefined && { location }),
  }
}

async function rowsOf(client: Client, options: DayOptions): Promise<readonly DueAnswer[]> {
  const items: DueAnswer[] = []
  let after: string | null = null
  do {
    const paging = { limit: String(ROWS_A_PAGE), ...(after !== null && { after }) }
    const query = new URLSearchParams({ ...dayOf(options), ...paging })
    const page = (await client.ask('GET', `/v1/agenda?${query}`)) as { items: DueAnswer[]; next: string | null }
    items.push(...page.items)
    after = page.next
  } while (after !== null)
  return items
}

async function briefsOf(client: Client, options: DayOptions): Promise<DayBriefs> {
  if (options.kind === 'task')
    throw new RapportError('REQUEST_INVALID', { problem: 'briefs are of visits and stays', path: '--kind' })
  const body = { ...dayOf(options), ...(options.language !== undefined && { language: options.language }) }
  // Who is due on two pages has one brief, too.
  const items = new Map<string, DayBrief>()
  let after: string | null = null
  for (;;) {
    const paging: string = `limit=${BRIEFS_A_PAGE}${after === null ? '' : `&after=${encodeURIComponent(after)}`}`
    const page = (await client.ask('POST', `/v1/briefs/day?${paging}`, body)) as DayBriefs
    for (const one of page.items) if (!items.has(one.item.profile.id)) items.set(one.item.profile.id, one)
    after = page.next
    if (after === null) return { ...page, items: [...items.values()] }
  }
}

const lineOf = ({ time, profile, status, subject, author, location, until, stream, key }: DueAnswer): string[] => [
  time ?? '',
  profile.name,
  profile.city ?? '',
  status ?? '',
  subject ?? (until === null ? '' : `until ${until}`),
  author ?? location?.name ?? '',
  `${stream}/${key}`,
]
