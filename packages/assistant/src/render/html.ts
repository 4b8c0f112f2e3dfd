import type { Brief } from '../brief/brief.ts'
import { type Page, pageOf } from './page.ts'

/**
 * Briefs as a page of HTML without scripts: sentences under the heading of their kind, each linked to its sources. Its few styles
 * ({@link htmlStyles}) begin each brief on a sheet of its own where it is printed, and nothing outside it is loaded.
 * @param briefs in one language
 */
export function renderHtml(...briefs: readonly [Brief, ...Brief[]]): string {
  const [{ language, title }] = briefs
  return [
    '<!doctype html>',
    `<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<title>${escapeHtml(title)}</title><style>${htmlStyles}</style></head><body>`,
    ...briefs.map((brief, index) => articleOf(pageOf(brief), briefs.length === 1 ? 'f' : `b${index + 1}f`)),
    '</body></html>',
    '',
  ].join('\n')
}

/** @param anchor what the anchors of its sources begin with */
function articleOf(
  { title, occasion, when, sections, left, sourcesHeading, sources, written }: Page,
  anchor: string,
): string {
  return [
    `<article><header><p>${escapeHtml([occasion, when].filter((part) => part).join(' · '))}</p>`,
    `<h1>${escapeHtml(title)}</h1></header>`,
    ...sections.map(({ kind, heading, sentences }) => {
      const items = sentences.map(({ text, sources }) => {
        const marks = sources.map(({ number }) => `<a href="#${anchor}${number}">${number}</a>`)
        return `<li>${escapeHtml(text)} <sup>${marks.join(' ')}</sup></li>`
      })
      return `<section data-kind="${kind}"><h2>${escapeHtml(heading)}</h2>\n<ul>\n${items.join('\n')}\n</ul></section>`
    }),
    ...(left === '' ? [] : [`<p>${escapeHtml(left)}</p>`]),
    `<footer><h2>${escapeHtml(sourcesHeading)}</h2>\n<ol>`,
    ...sources.map(
      ({ number, fact, text }) =>
        `<li id="${anchor}${number}" data-fact="${escapeHtml(fact)}">${escapeHtml(text)}</li>`,
    ),
    `</ol>\n<p>${escapeHtml(written)}</p></footer></article>`,
  ].join('\n')
}

/**
 * The styles of the page, for who says in a policy which styles are ours. Readable on any screen; on paper A4, and no sentence torn
 * in two.
 */
export const htmlStyles: string = [
  'body{font:1rem/1.5 system-ui,sans-serif;color:#1d1b19;background:#fff;max-width:42rem;margin:2rem auto;padding:0 1rem}',
  'header p,h2,footer{color:#6f6a63;font-size:.8rem}h1{font:500 2rem/1.2 Georgia,serif;margin:0 0 1rem}h2{margin:1rem 0 .25rem}',
  'ul,ol{margin:0;padding-left:1.2rem}sup{line-height:0;font-size:.7em;white-space:nowrap}sup a{color:#85663a;text-decoration:none}',
  '[data-kind=alert]{background:#faf5ef;border-left:3px solid #8e2a2a;padding:.1rem .75rem .5rem}[data-kind=alert] h2{color:#8e2a2a}',
  '@page{size:A4;margin:16mm}@media print{body{margin:0;padding:0;max-width:none;font-size:9pt}h2{margin:.6rem 0 .1rem}',
  'article+article{break-before:page}section,li{break-inside:avoid}h2{break-after:avoid}footer{font-size:7pt;columns:2}',
  '[data-kind=alert]{-webkit-print-color-adjust:exact;print-color-adjust:exact}}',
].join('')

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
