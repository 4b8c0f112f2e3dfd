import { countsOf, datesOf, moneyOf, spanDays } from './derivations.ts'
import { folded, localIn, rawValuesOf } from './raw-values.ts'
import type { SourceRow, SourceRows } from './source-rows.ts'
import { type Cue, type Spoken, type SpokenLanguage, spokenIn } from './spoken.ts'

/** A brief as its reader has it, with the rows that each sentence says it stands on. */
export interface CheckedBrief {
  readonly language: SpokenLanguage
  /** IANA zone in which its times are told. */
  readonly zone: string
  readonly nowMs: number
  /** All rows of the profile's history: what adds up of more rows than a sentence cites is added up of these. */
  readonly own: readonly CitedRow[]
  readonly sentences: readonly { readonly text: string; readonly rows: readonly CitedRow[] }[]
}

export interface CitedRow {
  readonly stream: string
  readonly key: string
}

/** A value that no cited row holds, nor gives by a stated derivation. */
export interface Unsupported {
  readonly sentence: string
  readonly value: string
  readonly kind: Spoken['kind'] | 'citation'
}

/** What systems are called in sentences, by the connection whose rows they are. */
const systemNames = new Set('crm erp pms shop website support directory marketing email desk'.split(' '))
/** What a system's own people call a pharmacy, as the world's README says. */
const abbreviations: Readonly<Record<string, readonly string[]>> = { pharmacie: ['phie', 'pharm.', 'pharm'] }
/** Said by a template of the workspace, of every row that it tells. */
const templateWords = new Set(['sap'])
/** Of so many rows of a stream, a sentence cites the newest. */
const MOST_CITED = 20

/** Looks for every value of every sentence in the rows that it cites. Knows the rows' formats and nothing of how briefs are made. */
export function unsupportedIn(brief: CheckedBrief, source: SourceRows): readonly Unsupported[] {
  return brief.sentences.flatMap((sentence) => unsupportedOf(sentence, brief, source))
}

function unsupportedOf(
  { text, rows }: CheckedBrief['sentences'][number],
  { language, zone, nowMs, own }: CheckedBrief,
  source: SourceRows,
): readonly Unsupported[] {
  const missing: Unsupported[] = []
  const cited = rows.flatMap(({ stream, key }) => {
    const found = source.cited(stream, key)
    if (found.length === 0) missing.push({ sentence: text, value: `${stream}/${key}`, kind: 'citation' })
    return found
  })
  const year = Number(localIn(zone, nowMs).day.slice(0, 4))
  const spoken = spokenIn(text, language, year)
  const judge = new Judge(cited, whole(rows, own, source), source, zone, nowMs)
  for (const value of spoken) {
    const system = systemAfter(text, value, language)
    const isSupported = system === undefined ? judge.supports(value) : judge.of(system).supportsPart(value)
    if (!isSupported) missing.push({ sentence: text, value: value.text, kind: value.kind })
  }
  return missing
}

/** The cited rows, and all of the profile's of a stream of which only the newest are cited, or events among others. */
function whole(rows: readonly CitedRow[], own: readonly CitedRow[], source: SourceRows): readonly SourceRow[] {
  const isCut = (stream: string) =>
    stream === 'website/events' ||
    new Set(rows.filter((one) => one.stream === stream).map(({ key }) => key)).size >= MOST_CITED
  const streams = [...new Set(rows.map(({ stream }) => stream))].filter(isCut)
  const all = [...rows, ...own.filter(({ stream }) => streams.includes(stream))]
  const distinct = new Map(all.map((row) => [`${row.stream}/${row.key}`, row]))
  return [...distinct.values()].flatMap(({ stream, key }) => source.cited(stream, key))
}

/** `“Inoue” in CRM`: said of that system's rows alone. */
function systemAfter(text: string, { kind, at, text: said }: Spoken, language: SpokenLanguage): string | undefined {
  if (kind === 'name') return undefined
  const word = language === 'en' ? 'in' : 'selon'
  const name = new RegExp(`^ ${word} ([\\p{L}-]+)`, 'u').exec(text.slice(at + said.length))?.[1]?.toLowerCase()
  return name !== undefined && systemNames.has(name) ? name : undefined
}

class Judge {
  readonly #cited: readonly SourceRow[]
  /** For what adds up. */
  readonly #whole: readonly SourceRow[]
  readonly #source: SourceRows
  readonly #zone: string
  readonly #nowMs: number
  #wider: readonly SourceRow[] | undefined

  constructor(
    cited: readonly SourceRow[],
    whole: readonly SourceRow[],
    source: SourceRows,
    zone: string,
    nowMs: number,
  ) {
    this.#cited = cited
    this.#whole = whole
    this.#source = source
    this.#zone = zone
    this.#nowMs = nowMs
  }

  /** Over the rows of one system. */
  of(system: string): Judge {
    const own = this.#cited.filter(({ stream }) => stream.startsWith(`${system}/`))
    return new Judge(own, own, this.#source, this.#zone, this.#nowMs)
  }

  /** `“Inoue” in CRM`: a field may hold more than the value, as a name in one text does, and an address lies in several. */
  supportsPart(value: Spoken): boolean {
    if (value.kind !== 'quote') return this.supports(value)
    const said = quotable(value.words)
    const tokens = said.split(/[\s,]+/).filter((one) => one !== '')
    return (
      this.#holdsWords(value.words, value.isCut) ||
      this.#cited.some(({ row }) => {
        const { texts } = rawValuesOf(row)
        if (texts.some((text) => hasToken(text, said))) return true
        return said.includes(',') && tokens.every((token) => texts.some((text) => hasToken(text, token)))
      })
    )
  }

  supports(value: Spoken): boolean {
    switch (value.kind) {
      case 'quote':
        return this.#holdsWords(value.words, value.isCut)
      case 'date':
        return this.#times(
          value.cue,
          (local, isDay) => local.day === value.day && (value.time === null || (!isDay && local.time === value.time)),
        )
      case 'month':
        return this.#times(value.cue, ({ day }) => day.startsWith(value.month))
      case 'money':
        return moneyOf(this.#whole, value.currency, this.#nowMs).some((one) => Math.abs(one - value.amount) < 0.005)
      case 'percent':
        return this.#numbers().includes(value.share)
      case 'phone':
        return this.#texts().some((text) => text.replace(/\D/g, '').endsWith(value.digits.slice(-9)))
      case 'identifier':
        return this.#texts().some(
          (text) => text === folded(value.identifier) || hasToken(text, folded(value.identifier)),
        )
      case 'number':
        return this.#counts(value)
      case 'name':
        return this.#names(value.word)
    }
  }

  #counts({ number, noun }: Extract<Spoken, { kind: 'number' }>): boolean {
    if (noun === 'day') return spanDays(this.#cited, this.#zone, this.#nowMs).includes(number)
    const derived = noun === null ? undefined : countsOf(this.#whole, noun, this.#nowMs)
    if (derived !== undefined) return derived.includes(number)
    return this.#numbers().includes(number) || this.#widerTexts().some((text) => hasToken(text, String(number)))
  }

  #names(word: string): boolean {
    const name = folded(word)
    if (templateWords.has(name)) return true
    if (systemNames.has(name)) return this.#cited.some(({ stream }) => stream.startsWith(`${name}/`))
    return [name, ...(abbreviations[name] ?? [])].some((one) => this.#widerTexts().some((text) => hasToken(text, one)))
  }

  /** A quotation is the beginning of a text when it was cut, else a whole text, or one of a list. */
  #holdsWords(words: string, isCut: boolean): boolean {
    const said = quotable(words)
    const forms = [
      said,
      ...Object.entries(abbreviations).flatMap(([word, short]) => short.map((one) => said.replace(word, one))),
    ]
    return this.#widerRaw().some((text) => {
      const whole = quotable(text)
      return forms.some((form) => (isCut ? whole.startsWith(form) : whole === form))
    })
  }

  #times(
    cue: Cue | null,
    is: (local: { readonly day: string; readonly time: string }, isDay: boolean) => boolean,
  ): boolean {
    const times = datesOf(this.#whole, cue) ?? this.#cited.flatMap(({ row }) => rawValuesOf(row).times)
    return times.some((time) =>
      'day' in time ? is({ day: time.day, time: '' }, true) : is(localIn(this.#zone, time.ms), false),
    )
  }

  #texts(): readonly string[] {
    return this.#cited.flatMap(({ row }) => rawValuesOf(row).texts)
  }

  #numbers(): readonly number[] {
    return this.#cited.flatMap(({ row }) => rawValuesOf(row).numbers)
  }

  /** With the rows that the cited ones name by their keys: a hotel's name, a product's, a payer's. */
  #widerRows(): readonly SourceRow[] {
    this.#wider ??= [...this.#cited, ...this.#source.bearing(new Set(this.#cited.flatMap(({ row }) => keysIn(row))))]
    return this.#wider
  }

  #widerTexts(): readonly string[] {
    return this.#widerRows().flatMap(({ row }) => rawValuesOf(row).texts)
  }

  #widerRaw(): readonly string[] {
    return this.#widerRows().flatMap(({ row }) => rawValuesOf(row).raw)
  }
}

/** What may be another row's key: short texts without spaces, and the second field of an order's positions. */
const keysIn = (row: SourceRow['row']): readonly string[] =>
  rawValuesOf(row).raw.flatMap((text) =>
    text.includes('|') || /^\d+\/[^/]+\//.test(text)
      ? text.split('|').map((line) => line.split('/')[1] ?? '')
      : /\s/.test(text)
        ? []
        : [text],
  )

const quotable = (text: string): string =>
  folded(text.replace(/[“”„«»"]/g, "'").replace(/[\p{Cc}\p{Cf}]/gu, ' ')).replace(/[\s,;:.–—-]+$/u, '')

/** Whether a text has these letters as words of their own. */
function hasToken(text: string, token: string): boolean {
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1))
    if (!isWord(text[at - 1]) && !isWord(text[at + token.length])) return true
  return false
}

const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character)
