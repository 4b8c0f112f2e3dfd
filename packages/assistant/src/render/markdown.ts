import type { Brief } from '../brief/brief.ts'
import { pageOf, type Source } from './page.ts'

/** Briefs as Markdown: of each the name, a list of sentences under the heading of their kind, and the rows behind each. */
export function renderMarkdown(...briefs: readonly [Brief, ...Brief[]]): string {
  return briefs.map(markdownOf).join('\n')
}

function markdownOf(brief: Brief): string {
  const { title, sections, left, sourcesHeading, sources } = pageOf(brief)
  const lines = [`# ${escapeMarkdown(title)}`]
  for (const { heading, sentences } of sections) {
    lines.push('', `## ${heading}`, '')
    for (const { text, sources } of sentences) lines.push(`- ${escapeMarkdown(text)} ${sources.map(mark).join('')}`)
  }
  if (left !== '') lines.push('', escapeMarkdown(left))
  if (sources.length > 0) lines.push('', `## ${sourcesHeading}`, '')
  for (const { number, text } of sources) lines.push(`${number}. ${escapeMarkdown(text)}`)
  return `${lines.join('\n')}\n`
}

const mark = ({ number }: Source): string => `[${number}]`

/** What customers wrote is text, never formatting, a link or HTML; nor a list where it begins a line. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~&!]/g, '\\$&')
    .replace(/^([+=-])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2')
}
