import type { Offers } from '@rapport/assistant'
import { RapportError } from '@rapport/core'
import type { Command } from 'commander'
import type { DecisionAnswer } from '../actions/service.ts'
import type { CorrectionAnswer } from '../corrections/service.ts'
import type { WrittenAnswer } from '../http/routes/answers.ts'
import type { NoteAnswer } from '../notes/service.ts'
import { onClient } from './on-client.ts'
import { table } from './output.ts'

interface CorrectOptions {
  readonly about?: string
  readonly call?: string
  readonly undo?: string
}

interface NoteOptions {
  readonly kind?: string
  readonly outcome?: string
  readonly promise?: string
  readonly by?: string
  readonly until?: string
  readonly call?: string
}

interface AskOptions {
  readonly language?: string
  readonly zone?: string
  readonly call?: string
}

interface ActionsOptions {
  readonly occasion?: string
  readonly language?: string
  readonly accept?: string
  readonly decline?: string
  readonly why?: string
  readonly all?: boolean
}

const MAX_ROWS = 3

const pathOf = (reference: string) => `/v1/profiles/${encodeURIComponent(reference)}`

/** Commands that write down what is said at the desk. */
export function addDeskCommands(program: Command): void {
  program
    .command('correct')
    .argument('<reference>', 'prf_…, email:…, phone:…')
    .argument(
      '[changes...]',
      'phone=0612345678, address.street="12 rue des Lilas", languages=fr,en; none: lists corrections',
    )
    .option('--about <connection/stream/key>', 'the record that it is about')
    .option('--call <id>', 'the call in which it was said')
    .option('--undo <id>', 'takes a correction back')
    .description('corrects what is known of somebody, and says what is shown now')
    .action(
      onClient<CorrectOptions, [string, string[]]>(async ({ client, output, options }, reference, changes) => {
        const path = `${pathOf(reference)}/corrections`
        const { about, call, undo } = options
        if (undo !== undefined) {
          const undone = (await client.ask('DELETE', `${path}/${encodeURIComponent(undo)}`)) as CorrectionAnswer
          output.result(undone, () => outcomes(undone))
        } else if (changes.length === 0) {
          const { items } = (await client.ask('GET', path)) as { items: readonly CorrectionAnswer[] }
          output.result({ items }, () => table(items.map(summary)) || 'Nothing was corrected.')
        } else {
          const body = {
            set: setOf(changes),
            ...(about !== undefined && { about }),
            ...(call !== undefined && { call }),
          }
          const made = (await client.ask('POST', path, body)) as CorrectionAnswer
          output.result(made, () => outcomes(made))
        }
      }),
    )

  program
    .command('note')
    .argument('<reference>', 'prf_…, email:…, phone:…')
    .argument('<text...>', 'what was talked about')
    .option('--kind <kind>', 'note, call, visit, email or chat', 'note')
    .option('--outcome <words>', 'how it ended')
    .option('--promise <what>', 'what was promised')
    .option('--by <name>', 'who does it')
    .option('--until <instant>', 'until when, as 2026-11-26T17:00:00Z')
    .option('--call <id>', 'the call that it closes')
    .description('writes down what was talked about, and what was promised')
    .action(
      onClient<NoteOptions, [string, string[]]>(async ({ client, output, options }, reference, words) => {
        const { kind, outcome, promise, by, until, call } = options
        const body = {
          kind,
          text: words.join(' '),
          ...(outcome !== undefined && { outcome }),
          ...(call !== undefined && { call }),
          ...(promise !== undefined && {
            task: {
              subject: promise,
              ...(by !== undefined && { assignee: by }),
              ...(until !== undefined && { dueAt: until }),
            },
          }),
        }
        const note = (await client.ask('POST', `${pathOf(reference)}/notes`, body)) as NoteAnswer
        output.result(note, () => `${note.id} of ${note.profile}`)
      }),
    )

  program
    .command('ask')
    .argument('<reference>', 'prf_…, email:…, phone:…')
    .argument('<question...>', 'what to know, in English or French')
    .option('--language <code>', 'en or fr; default: the question’s')
    .option('--zone <name>', 'time zone in which times are told, as Europe/Paris')
    .option('--call <id>', 'the call in which it is asked')
    .description('answers a question about somebody from their data')
    .action(
      onClient<AskOptions, [string, string[]]>(async ({ client, output, options }, profile, words) => {
        const { language, zone, call } = options
        const body = {
          profile,
          question: words.join(' '),
          ...(language !== undefined && { language }),
          ...(zone !== undefined && { zone }),
          ...(call !== undefined && { call }),
        }
        const answer = (await client.ask('POST', '/v1/answers', body)) as WrittenAnswer
        output.result(answer, () => told(answer))
      }),
    )

  program
    .command('actions')
    .argument('<reference>', 'prf_…, email:…, phone:…')
    .option('--occasion <name>', 'call, visit or stay; default: any')
    .option('--language <code>', 'en or fr', 'en')
    .option('--all', 'also what may not be proposed, and why')
    .option('--accept <name>', 'they want it: does what follows')
    .option('--decline <name>', 'they do not want it')
    .option('--why <words>', 'why')
    .description('shows what to propose to somebody, with reasons; keeps what they answer')
    .action(
      onClient<ActionsOptions, [string]>(async ({ client, output, options }, reference) => {
        const { occasion, language = 'en', accept, decline, why, all } = options
        const path = `${pathOf(reference)}/actions`
        const name = accept ?? decline
        if (name !== undefined) {
          const verb = accept === undefined ? 'decline' : 'accept'
          const body = { language, ...(why !== undefined && { why }) }
          const answered = (await client.ask(
            'POST',
            `${path}/${encodeURIComponent(name)}/${verb}`,
            body,
          )) as DecisionAnswer
          output.result(answered, () => `${answered.action}: ${answered.status}`)
          return
        }
        const query = new URLSearchParams({
          language,
          ...(occasion !== undefined && { occasion }),
          ...(all && { all: 'true' }),
        })
        const offers = (await client.ask('GET', `${path}?${query}`)) as Offers
        output.result(offers, () =>
          [
            table(offers.items.map((one) => [one.name, String(one.value), one.text, one.reason])) ||
              'Nothing to propose.',
            table(offers.excluded.map((one) => [one.name, one.why, one.unless ?? one.until ?? '', one.text ?? ''])),
          ]
            .filter((part) => part !== '')
            .join('\n\n'),
        )
      }),
    )
}

/** `address.street=12 rue des Lilas` and its like, as the API wants them. */
function setOf(changes: readonly string[]): object {
  const set: Record<string, unknown> = {}
  for (const change of changes) {
    const at = change.indexOf('=')
    if (at < 1) throw new RapportError('REQUEST_INVALID', { problem: 'write attribute=value', path: 'the changes' })
    const [name = '', part] = change.slice(0, at).split('.')
    const value = change.slice(at + 1)
    if (part !== undefined) set[name] = { ...(set[name] as object | undefined), [part]: value }
    else if (name === 'languages') set[name] = value.split(',').map((one) => one.trim())
    else set[name] = name === 'deceased' ? value === 'true' : value
  }
  return set
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const outcomes = ({ id, outcome }: CorrectionAnswer): string =>
  [
    id,
    table(
      outcome.map(({ attribute, shows, isHidden, holds, from, rule }) => [
        attribute,
        holds ? 'shown' : `not shown: ${isHidden ? '(hidden)' : shown(shows)}`,
        from?.stream ?? '',
        rule?.pick ?? '',
      ]),
    ),
  ].join('\n')

/** Each sentence with the rows behind it. */
function told({ sentences, facts, held, writer }: WrittenAnswer): string {
  const rows = new Map(
    facts.map((fact) => [fact.id, fact.rows.slice(0, MAX_ROWS).map((row) => `${row.stream} ${row.key}`)]),
  )
  const lines = sentences.map(
    ({ text, facts: ids }) => `${text} [${ids.flatMap((id) => rows.get(id) ?? []).join(', ')}]`,
  )
  const by = writer.by === 'model' ? `Worded by ${writer.model}; ${writer.replaced} of its sentences were refused.` : ''
  return [...lines, held.text, by].filter((line) => line !== '').join('\n')
}

const summary = ({ id, at, set, undone }: CorrectionAnswer): string[] => [
  id,
  at,
  Object.keys(set).join(', '),
  undone ? `undone ${undone.at}` : '',
]
