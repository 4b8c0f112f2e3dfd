import type { Brief } from '../brief/brief.ts'
import { kindsOf } from '../brief/plan.ts'
import { languages } from '../language/languages.ts'
import { Say } from '../language/say.ts'
import { numbersOf, sourceOf } from './markdown.ts'

/** A brief as a page of HTML without scripts or styles: sentences under the heading of their kind, each linked to its sources. */
export function renderHtml(brief: Brief): string {
  const language = languages[brief.language]
  const say = new Say(language, brief.zone, Date.parse(brief.generatedAt))
  const numbers = numbersOf(brief)
  const sections = kindsOf(brief.occasion).flatMap((kind) => {
    const sentences = brief.sentences.filter((one) => one.kind === kind)
    if (sentences.length === 0) return []
    const items = sentences.map(({ text, facts }) => {
      const marks = facts.map((id) => `<a href="#f${numbers.get(id)}">${numbers.get(id)}</a>`).join(' ')
      return `<li>${escapeHtml(text)} <sup>${marks}</sup></li>`
    })
    return [
      `<section data-kind="${kind}"><h2>${escapeHtml(language.headings[kind])}</h2>\n<ul>\n${items.join('\n')}\n</ul></section>`,
    ]
  })
  const sources = brief.facts.map(
    (fact) =>
      `<li id="f${numbers.get(fact.id)}" data-fact="${escapeHtml(fact.id)}">${escapeHtml(sourceOf(fact, say))}</li>`,
  )
  return [
    '<!doctype html>',
    `<html lang="${brief.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<title>${escapeHtml(brief.title)}</title></head><body><article>`,
    `<h1>${escapeHtml(brief.title)}</h1>`,
    ...sections,
    ...(brief.left.text === '' ? [] : [`<p>${escapeHtml(brief.left.text)}</p>`]),
    `<footer><h2>${escapeHtml(say.message('sources'))}</h2>\n<ol>\n${sources.join('\n')}\n</ol></footer>`,
    '</article></body></html>',
    '',
  ].join('\n')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] as string)
}
