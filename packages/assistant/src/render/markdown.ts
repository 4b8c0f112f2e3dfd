import type { Brief } from '../brief/brief.ts'
import { kindsOf } from '../brief/plan.ts'
import type { Fact } from '../facts/fact.ts'
import { languages } from '../language/languages.ts'
import { Say } from '../language/say.ts'

/** A brief as Markdown: the name, a list of sentences under the heading of their kind, and the rows behind each. */
export function renderMarkdown(brief: Brief): string {
  const language = languages[brief.language]
  const say = new Say(language, brief.zone, Date.parse(brief.generatedAt))
  const numbers = numbersOf(brief)
  const lines = [`# ${escapeMarkdown(brief.title)}`]
  for (const kind of kindsOf(brief.occasion)) {
    const sentences = brief.sentences.filter((one) => one.kind === kind)
    if (sentences.length === 0) continue
    lines.push('', `## ${language.headings[kind]}`, '')
    for (const { text, facts } of sentences)
      lines.push(`- ${escapeMarkdown(text)} ${facts.map((id) => `[${numbers.get(id)}]`).join('')}`)
  }
  if (brief.left.text !== '') lines.push('', escapeMarkdown(brief.left.text))
  if (brief.facts.length > 0) lines.push('', `## ${say.message('sources')}`, '')
  for (const fact of brief.facts) lines.push(`${numbers.get(fact.id)}. ${escapeMarkdown(sourceOf(fact, say))}`)
  return `${lines.join('\n')}\n`
}

/** Facts by their place among the sources, from 1. */
export function numbersOf(brief: Brief): ReadonlyMap<string, number> {
  return new Map(brief.facts.map((fact, index) => [fact.id, index + 1]))
}

const MAX_ROWS = 3

/** The rows of a fact in a line: `shop/orders MA-1 (12 March)`. */
export function sourceOf({ rows }: Fact, say: Say): string {
  if (rows.length === 0) return '–'
  const named = rows
    .slice(0, MAX_ROWS)
    .map(({ stream, key, observedAt }) => `${stream} ${key} (${say.date({ type: 'instant', value: observedAt })})`)
  return rows.length > MAX_ROWS ? `${named.join(', ')}, +${rows.length - MAX_ROWS}` : named.join(', ')
}

/** What customers wrote is text, never formatting, a link or HTML; nor a list where it begins a line. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~&!]/g, '\\$&')
    .replace(/^([+=-])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2')
}
