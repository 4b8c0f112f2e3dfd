import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type LanguageCode, type Statement, verifyClaim } from '@rapport/assistant'

const folder = join(import.meta.dirname, '../fixtures/verifier')
/** When and where the sentences of the set are read. */
const READ = { nowMs: Date.parse('2026-11-24T09:00:00Z'), zone: 'Europe/Paris' }

/** A sentence over statements, with a person's verdict on it. */
export interface Judged {
  readonly language: LanguageCode
  readonly title: string
  readonly statements: readonly Statement[]
  readonly cited: readonly string[]
  readonly text: string
  readonly isRight: boolean
  /** What is wrong with it. */
  readonly why: string
}

/** Which files: what the verifier was tuned on, what it was not, or what a small model wrote. */
export type Part = 'tuned' | 'held-out' | 'model'

/** Reads a part of the set in both languages; the format is told in the files. */
export async function readVerifierSet(part: Part): Promise<readonly Judged[]> {
  const found: Judged[] = []
  for (const [name, language] of [
    ['english', 'en'],
    ['french', 'fr'],
  ] as const) {
    let title = ''
    let statements: Statement[] = []
    for (const line of (await readFile(join(folder, `${name}-${part}.txt`), 'utf8')).split('\n')) {
      const statement = /^(F\d+) (.*)$/.exec(line)
      const judged = /^([+-]) (\S+) \| (.*?)(?: \| ([^|]*))?$/.exec(line)
      if (line.startsWith('group ')) statements = []
      else if (line.startsWith('title ')) title = line.slice('title '.length)
      else if (statement) statements.push({ id: statement[1] ?? '', text: statement[2] ?? '' })
      else if (judged) {
        const [, sign, cited = '', text = '', why = ''] = judged
        found.push({ language, title, statements, cited: cited.split(','), text, isRight: sign === '+', why })
      }
    }
  }
  return found
}

/** Whether the verifier lets a sentence of the set pass. */
export function passes({ text, cited, statements, language, title }: Judged): boolean {
  return verifyClaim({ text, statements: cited }, statements, { language, title, ...READ }).length === 0
}

/**
 * Wrong sentences made of right ones, by machine: another digit, month, currency, currency sign, name, a denial put in or taken out, two
 * values that change places, a citation of another fact. Some hundreds more than a person would write.
 */
export function mutants(sentences: readonly Judged[]): readonly Judged[] {
  return sentences.flatMap((one) => {
    const texts = [
      // A rounded number may be rounded otherwise and still be right.
      ...(/\b(?:about|environ)\b/i.test(one.text) ? [] : [...one.text.matchAll(/\d/g)]).map(({ index }) => {
        const digit = (Number(one.text[index]) + 1) % 10
        return [`${one.text.slice(0, index)}${digit}${one.text.slice(index + 1)}`, 'digit'] as const
      }),
      ...swaps[one.language].flatMap(([from, to, why]) =>
        from.test(one.text) ? [[one.text.replace(from, to), why] as const] : [],
      ),
      ...exchanged(one.text),
    ]
    const others = one.statements.filter(({ id }) => !one.cited.includes(id)).map(({ id }) => id)
    return [
      ...texts.flatMap(([text, why]) => (text === one.text ? [] : [{ ...one, text, why, isRight: false }])),
      ...others.map((id) => ({ ...one, cited: [id], why: `cites ${id}`, isRight: false })),
    ]
  })
}

const MONTHS = 'May|October|November|December|mai|octobre|novembre|décembre'

/** Two dates that change places. */
function exchanged(text: string): readonly (readonly [string, string])[] {
  const dates = [...text.matchAll(new RegExp(`\\d{1,2} (?:${MONTHS})`, 'g'))]
  const [a, b] = dates
  if (!a || !b || a[0] === b[0]) return []
  return [
    [
      `${text.slice(0, a.index)}${b[0]}${text.slice(a.index + a[0].length, b.index)}${a[0]}${text.slice(b.index + b[0].length)}`,
      'exchanged',
    ],
  ]
}

type Swap = readonly [from: RegExp, to: string, why: string]
const swaps: Readonly<Record<LanguageCode, readonly Swap[]>> = {
  en: [
    [/November/, 'December', 'month'],
    [/October/, 'November', 'month'],
    [/€/, '$', 'currency'],
    [/£/, '€', 'currency'],
    [/ is (?!not)/, ' is not ', 'denied'],
    [/ was (?!not)/, ' was not ', 'denied'],
    [/ has been /, ' has never been ', 'denied'],
    [/ not (?:yet )?/, ' ', 'not denied'],
    [/\bunpaid\b/, 'paid', 'not denied'],
    [/\boverdue\b/, 'on time', 'status'],
    [/\bdelivered\b/, 'cancelled', 'status'],
    [/\bpromised\b/, 'refunded', 'status'],
    [/\b[Oo]pen\b/, 'closed', 'status'],
    [/\bdays\b/, 'weeks', 'unit'],
    [/\borders\b/, 'returns', 'unit'],
    [/\bstays\b/, 'nights', 'unit'],
    [/\bpoints\b/, 'orders', 'unit'],
    [/\bsince\b/, 'until', 'sense'],
    [/\buntil\b/, 'since', 'sense'],
    [/\b(?:Camille Roux|Marc Petit|Priya Shah|Inês Costa|Tom Greene)\b/, 'Paul Durand', 'name'],
    [/\.$/, ', which was promised by the manager.', 'invention'],
    [/\.$/, ' because of the weather.', 'invention'],
    [/\.$/, ' and is very unhappy about it.', 'invention'],
    [/^/, 'Unlike last time, ', 'invention'],
  ],
  fr: [
    [/novembre/, 'décembre', 'month'],
    [/octobre/, 'novembre', 'month'],
    [/€/, '$', 'currency'],
    [/ est (?!pas)/, " n'est pas ", 'denied'],
    [/ a été /, " n'a pas été ", 'denied'],
    [/ n'est pas (?:encore )?/, ' est ', 'not denied'],
    [/ pas encore /, ' ', 'not denied'],
    [/\bimpayés\b/, 'payés', 'not denied'],
    [/\ben retard\b/, 'à temps', 'status'],
    [/livrée/, 'annulée', 'status'],
    [/promise/, 'remboursée', 'status'],
    [/ouvert(e?)/, 'clos$1', 'status'],
    [/\bjours\b/, 'semaines', 'unit'],
    [/\bcommandes\b/, 'retours', 'unit'],
    [/\bséjours\b/, 'nuits', 'unit'],
    [/\bpoints\b/, 'commandes', 'unit'],
    [/\bdepuis\b/, "jusqu'à", 'sense'],
    [/\b(?:Camille Roux|Théo Marchand|Inês Costa|Bruno Salles)\b/, 'Paul Durand', 'name'],
    [/\.$/, ', promis par le directeur.', 'invention'],
    [/\.$/, ' à cause de la météo.', 'invention'],
    [/\.$/, ' et en est très mécontente.', 'invention'],
    [/^/, 'Contrairement à la dernière fois, ', 'invention'],
  ],
}
