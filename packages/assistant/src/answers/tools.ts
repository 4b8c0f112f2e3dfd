import type { ActionCatalogue, TimelineItem } from '@rapport/engine'
import { foldText } from '@rapport/harmonise'
import { z } from 'zod'
import { dayIn } from '../language/calendar.ts'
import type { ToolCall, ToolOffer } from '../model/endpoint.ts'
import type { Masking } from '../model/mask.ts'
import { isOpen, isProven } from './answer.ts'
import type { Told } from './answer-fact.ts'
import { type Asked, tellingOf } from './asked.ts'
import { answerBy, entitiesOf, rowsFor, tellBound, tellRowOf } from './by-rule.ts'
import { tellFigures } from './figures.ts'
import { findByWords } from './find.ts'
import { intents } from './intents.ts'
import { tellCount } from './profile-facts.ts'
import { asTheirs, type Related, readRelated, tellRelated } from './related.ts'
import { metIn } from './search.ts'
import { linesOf, type Statements } from './statements.ts'
import { noRows, readRows, type Subject } from './subject.ts'

/** Rows told at one look-up. */
const MAX_ROWS = 10
const MAX_WORD = 60
const MAX_WORDS = 8

const whose = z
  .enum(['self', 'payer', 'parent'])
  .optional()
  .describe('self (default): the customer; payer, parent: the organisation that pays for it, or that it belongs to')
const words = z.array(z.string().min(1).max(MAX_WORD)).max(MAX_WORDS)
const date = z.iso.date()

const lookUp = z.strictObject({
  about: z.enum(intents).describe('what to look up'),
  whose,
  words: words.optional().describe('only what holds one of these words'),
  from: date.optional().describe('only of this day and later, as 2026-11-24'),
  to: date.optional().describe('only of this day and earlier'),
  order: z.enum(['newest', 'oldest']).optional().describe('which come first; default newest'),
})
const search = z.strictObject({ words: words.min(1), whose })
const figures = z.strictObject({})

const offer = (name: string, description: string, schema: z.ZodType): ToolOffer => {
  const { $schema: _, ...parameters } = z.toJSONSchema(schema, { io: 'input' }) as Record<string, unknown>
  return { name, description, parameters }
}

/** What a model may have looked up, of the one customer and whom they hang on: there is no way to name another. */
export const toolOffers: readonly ToolOffer[] = [
  offer('look_up', 'Facts of one kind about the customer: at most ten rows, newest first.', lookUp),
  offer('search', 'What was written about the customer that holds any of these words: notes, cases, orders.', search),
  offer('figures', 'What is calculated of the customer: counts, sums and last dates.', figures),
]

/** A model's look-ups: read-only, of who is asked about and whom they hang on, with the reader's rights, and only what is open. */
export class Tools {
  readonly #asked: Asked
  readonly #catalogue: ActionCatalogue
  readonly #masking: Masking
  readonly #statements: Statements
  readonly #known = new Set<string>()
  /** What was found and is sensitive: no model is told it. */
  readonly withheld: Told[] = []
  /** That older rows were not read. */
  readonly bounds: Told[] = []

  constructor(asked: Asked, masking: Masking, statements: Statements) {
    this.#asked = asked
    this.#catalogue = asked.queries.actions()
    this.#masking = masking
    this.#statements = statements
  }

  /** What a call is answered with: statements, one JSON object a line, or why there is none. Never throws for what a model wrote. */
  async run({ name, input }: ToolCall): Promise<string> {
    const asked = `${name} ${input}`
    if (this.#known.has(asked)) return 'You have looked this up before: see above.'
    this.#known.add(asked)
    switch (name) {
      case 'look_up':
        return this.#with(lookUp, input, (args) => this.#lookUp(args))
      case 'search':
        return this.#with(search, input, (args) => this.#search(args))
      case 'figures':
        return this.#with(figures, input, () => this.#figures())
      default:
        return `There is no such tool. There are: ${toolOffers.map((one) => one.name).join(', ')}.`
    }
  }

  async #with<T>(schema: z.ZodType<T>, input: string, run: (args: T) => Promise<string>): Promise<string> {
    let value: unknown
    try {
      value = JSON.parse(input.trim() === '' ? '{}' : input)
    } catch {
      return 'The arguments are not JSON.'
    }
    const parsed = schema.safeParse(withoutNothing(value))
    if (parsed.success) return run(parsed.data)
    const [issue] = parsed.error.issues
    return `The arguments are not right${issue ? `: ${[...issue.path, issue.code].join(' ')}` : ''}. You may look up this customer only.`
  }

  async #lookUp({ about, whose = 'self', words = [], from, to, order = 'newest' }: z.output<typeof lookUp>) {
    const found = await this.#whose(whose)
    if (typeof found === 'string') return found
    const { subject, related } = found
    const { queries, options, clock } = this.#asked
    const wanted = entitiesOf[about]
    const rights = { ...options.rights, sensitive: true }
    const rows = wanted.length === 0 ? noRows : await readRows(queries, subject.id, wanted, rights)
    const telling = await tellingOf(this.#asked, subject, rows)
    const bounds = rows.isWhole ? [] : [tellBound(telling)]
    const tellRow = tellRowOf(about)
    if (!tellRow) return this.#answer(answerBy(about, anything, telling, []), bounds, related, '')
    const all = rowsFor(about, telling.material)
    const terms = this.#termsOf(words)
    const isMeant = (item: TimelineItem) => {
      const day = dayIn(clock.zone, Date.parse(item.occurredAt))
      return (
        (terms.length === 0 || metIn(item, terms) > 0) &&
        (from === undefined || day >= from) &&
        (to === undefined || day <= to)
      )
    }
    const meant = all.filter(isMeant)
    const ordered = order === 'newest' ? meant : [...meant].reverse()
    const listed = ordered.slice(0, MAX_ROWS).map((item) => tellRow(telling, item))
    const isCounted = about === 'orders' && all.length > 1 && meant.length === all.length
    const told = isCounted ? [tellCount(telling, all), ...listed] : listed
    return this.#answer(told, bounds, related, moreOf(meant.length - listed.length, all.length - meant.length))
  }

  async #search({ words, whose = 'self' }: z.output<typeof search>) {
    const found = await this.#whose(whose)
    if (typeof found === 'string') return found
    const by = { limit: MAX_ROWS, isOpen: true }
    const { told, bounds } = await findByWords(this.#asked, found.subject, this.#termsOf(words), by)
    return this.#answer(told, bounds, found.related, '')
  }

  async #figures() {
    return this.#answer(await tellFigures(this.#asked, this.#catalogue), [], undefined, '')
  }

  async #whose(whose: 'self' | Related['whose']): Promise<string | { subject: Subject; related: Related | undefined }> {
    const { queries, options, subject } = this.#asked
    if (whose === 'self') return { subject, related: undefined }
    const related = await readRelated(queries, subject, whose, options.nowMs, options.rights)
    if (!related?.subject) return `No ${whose} of the customer is on record, or it may not be seen.`
    return { subject: related.subject, related }
  }

  async #answer(found: readonly Told[], bounds: readonly Told[], related: Related | undefined, note: string) {
    let told = found.filter((one) => isProven(this.#asked, one))
    if (related) {
      const who = tellRelated(await tellingOf(this.#asked, this.#asked.subject, noRows), related)
      told = [who, ...asTheirs(told, who, related)]
    }
    const open = told.filter(isOpen)
    const hidden = told.filter((one) => !isOpen(one))
    this.withheld.push(...hidden)
    this.bounds.push(...bounds)
    const notes = [
      note,
      hidden.length > 0 ? `${hidden.length} more are sensitive: they are told without you.` : '',
      bounds.length > 0 ? 'Older rows were not read.' : '',
    ].filter((one) => one !== '')
    const lines = linesOf(this.#statements.add(open))
    return [lines === '' ? 'Nothing.' : lines, ...notes].join('\n')
  }

  /** Words as they are told apart; a token stands for its value here. */
  #termsOf(words: readonly string[]): readonly string[] {
    return words.flatMap((word) => foldText(this.#masking.restore(word)).split(' ')).filter((word) => word.length > 1)
  }
}

const anything = { besides: [], terms: [], isLast: false, isOverdue: false }

const moreOf = (more: number, others: number): string =>
  [more > 0 ? `${more} more match: narrow by words or days.` : '', others > 0 ? `${others} others do not match.` : '']
    .filter((one) => one !== '')
    .join(' ')

/** Models write null for what they leave out. */
function withoutNothing(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null))
}
