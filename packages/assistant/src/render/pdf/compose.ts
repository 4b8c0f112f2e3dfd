import type { Page, Section, Source } from '../page.ts'
import type { Element, LineSetter, Span, Style } from './lines.ts'
import { heightOf, type Place, placeRows, type Row } from './rows.ts'
import { columns, type Styles, stylesAt } from './styles.ts'

const TEXT_WIDTH = columns.rightPt - columns.textPt
const WIDTH = columns.rightPt - columns.asidePt

/** Smaller than this nobody reads at a counter: 7.2 points. */
const LEAST_SCALE = 0.72
/** Smaller than this, sentences need the room of the rows behind them: one is named, the others are counted. */
const TIGHT_SCALE = 0.86
/** Where one page cannot hold it, several are to be read with ease. */
const FLOWING_SCALE = 0.95
const STEPS = 14
const STEP = (1 - LEAST_SCALE) / STEPS

/** What a page of a document needs beside what stands on it. */
export interface Composed {
  readonly pages: readonly Place[]
  readonly title: string
  readonly sections: readonly { readonly heading: string; readonly element: Element }[]
  /** At the foot of each page. */
  readonly footer: string
}

/** The texts of a page about one brief, and what its links are told apart by in the document. */
export interface Sheet {
  readonly page: Page
  readonly key: string
  /** Says that characters are missing; empty when none are. */
  readonly lacking: string
}

/** Sets a brief on one A4 page, in as large a type as fits; on several where even the least does not. */
export function composeSheet(sheetOf: Sheet, setter: LineSetter): Composed {
  const at = (step: number) => composeAt(sheetOf, setter, LEAST_SCALE + step * STEP)
  const isOne = ({ pages }: Composed) => pages.length === 1
  let best = at(STEPS)
  if (isOne(best)) return best
  best = at(0)
  if (!isOne(best)) return composeAt(sheetOf, setter, FLOWING_SCALE)
  let [fits, tooLarge] = [0, STEPS]
  while (tooLarge - fits > 1) {
    const step = Math.floor((fits + tooLarge) / 2)
    const made = at(step)
    if (isOne(made)) [best, fits] = [made, step]
    else tooLarge = step
  }
  return best
}

function composeAt({ page, key, lacking }: Sheet, setter: LineSetter, scale: number): Composed {
  const styles = stylesAt(scale)
  const headings: { heading: string; element: Element }[] = []
  const body = page.sections.flatMap((section, index) => {
    const element: Element = { tag: 'H2' }
    headings.push({ heading: section.heading, element })
    return sectionRows(section, index, { element, key, setter, styles, scale })
  })
  const closing =
    page.left === '' ? [] : paragraph([plainSpan(page.left, styles.closing)], 8 * airOf(scale), styles.closing, setter)
  const notes = noteRows(page, { key, setter, styles, scale, lacking })
  const rows = [...headRows(page, key, setter, styles, scale), ...body, ...closing]
  return {
    pages: placeRows(rows, notes, runningHead(page.title, setter, styles)),
    title: page.title,
    sections: headings,
    footer: page.written,
  }
}

const LEADING = 1.4
/** Smaller type needs less between its lines. */
const leadingOf = ({ sizePt }: Style): number => sizePt * (sizePt < 8.6 ? LEADING - 0.08 : LEADING)

/** White shrinks before type does. */
const airOf = (scale: number): number => scale ** 1.7

export const plainSpan = (text: string, style: Style, element: Element = { tag: 'P' }): Span => ({
  text,
  style,
  element,
})

/** A line across both columns. */
function wholeRows(
  spans: readonly Span[],
  beforePt: number,
  style: Style,
  leading: number,
  setter: LineSetter,
): readonly Row[] {
  return setter.lines(spans, WIDTH).map((line, index) => ({
    heightPt: style.sizePt * leading,
    beforePt: index === 0 ? beforePt : 0,
    lines: [{ line, xPt: columns.asidePt, baselinePt: style.sizePt * (leading - 0.28) }],
    keep: true,
  }))
}

export function headRows(
  { occasion, when, title }: Pick<Page, 'occasion' | 'when' | 'title'>,
  key: string,
  setter: LineSetter,
  styles: Styles,
  scale: number,
): readonly Row[] {
  const h1: Element = { tag: 'H1' }
  return [
    ...wholeRows([plainSpan(occasion, styles.overline)], 0, styles.overline, 1.3, setter),
    ...wholeRows([{ ...plainSpan(title, styles.title, h1), destination: key }], 4, styles.title, 1.1, setter),
    ...(when === undefined ? [] : wholeRows([plainSpan(when, styles.when)], 3, styles.when, 1.3, setter)),
    { heightPt: 0, beforePt: 8 * airOf(scale), lines: [] },
  ]
}

/** On every page but the first: whom it is about. */
export function runningHead(title: string, setter: LineSetter, styles: Styles): readonly Row[] {
  const [first] = wholeRows([plainSpan(title, styles.closing)], 0, styles.closing, 1.3, setter)
  return first
    ? [
        { ...first, keep: false },
        { heightPt: 6, beforePt: 0, lines: [] },
      ]
    : []
}

interface Setting {
  readonly key: string
  readonly setter: LineSetter
  readonly styles: Styles
  readonly scale: number
}

function sectionRows(
  section: Section,
  index: number,
  { element, key, setter, styles, scale }: Setting & { element: Element },
): readonly Row[] {
  const isPanel = section.kind === 'alert'
  const style = isPanel ? styles.alertHeading : styles.heading
  const mark = isPanel ? styles.alertMark : styles.mark
  const text = section.sentences.flatMap(({ text, sources }, at) => {
    const of: Element = { tag: 'P' }
    const spans = [
      plainSpan(text, styles.text, of),
      ...sources.flatMap((source, place) => citation(source, place, key, of, mark)),
    ]
    return paragraph(spans, at === 0 ? 0 : 3.2 * airOf(scale), styles.text, setter)
  })
  return besideHeading(section.heading, text, {
    element,
    style,
    setter,
    gapPt: (index === 0 ? 8 : 13) * airOf(scale),
    isPanel,
    isRuled: index > 0,
    baselinePt: styles.text.sizePt,
  })
}

/** More marks than these may go on in the next line. */
const TOGETHER = 4

/** A number above the line that leads to its source; it stands by its sentence, whatever comes. */
function citation({ number }: Source, place: number, key: string, element: Element, style: Style): readonly Span[] {
  return [
    { text: place === 0 ? '\u202f' : place < TOGETHER ? ',\u202f' : ', ', style, element },
    { text: `${number}`, style, element, goTo: `${key}-${number}` },
  ]
}

function paragraph(spans: readonly Span[], beforePt: number, style: Style, setter: LineSetter): readonly Row[] {
  const lines = setter.lines(spans, TEXT_WIDTH)
  return lines.map((line, index) => ({
    heightPt: leadingOf(style),
    beforePt: index === 0 ? beforePt : 0,
    lines: [{ line, xPt: columns.textPt, baselinePt: style.sizePt * 1.02 }],
    // Neither the first line of a paragraph nor its last stands alone on a page.
    keep: lines.length > 1 && (index === 0 || index === lines.length - 2),
  }))
}

interface Heading {
  readonly element: Element
  readonly style: Style
  readonly setter: LineSetter
  readonly gapPt: number
  readonly baselinePt: number
  readonly isPanel?: boolean
  readonly isRuled?: boolean
}

/** The heading's lines all belong to the first row, so that it is read before what it heads. */
function besideHeading(
  heading: string,
  text: readonly Row[],
  { element, style, setter, gapPt, baselinePt, ...look }: Heading,
): readonly Row[] {
  const lines = setter.lines([plainSpan(heading, style, element)], columns.asideWidthPt)
  const leading = style.sizePt * 1.25
  const aside = lines.map((line, index) => ({
    line,
    xPt: columns.asidePt,
    baselinePt: baselinePt * 1.02 + index * leading,
  }))
  const lackingPt = lines.length * leading - heightOf(text)
  const rows = lackingPt > 0 ? [...text, { heightPt: lackingPt, beforePt: 0, lines: [] }] : text
  let asidePt = lines.length * leading
  return rows.map((row, index) => {
    const isBeside = index < rows.length - 1 && asidePt > row.heightPt
    asidePt -= row.heightPt
    const made = { ...row, isPanel: look.isPanel === true, keep: row.keep === true || isBeside }
    return index === 0
      ? { ...made, beforePt: gapPt, isRuled: look.isRuled === true, lines: [...aside, ...row.lines] }
      : made
  })
}

/** The rows behind the facts, one after another like footnotes. */
function noteRows(
  { sourcesHeading, sources }: Page,
  { key, setter, styles, scale, lacking }: Setting & { lacking: string },
): readonly Row[] {
  const of: Element = { tag: 'P' }
  const isTight = scale < TIGHT_SCALE
  const spans = sources.flatMap(({ number, text, short }, index): readonly Span[] => {
    const element: Element = { tag: 'P' }
    return [
      { text: `${number}`, style: styles.noteNumber, element, destination: `${key}-${number}` },
      {
        text: `\u202f\u202f${isTight ? short : text}${index < sources.length - 1 ? '   ' : ''}`,
        style: styles.note,
        element,
      },
    ]
  })
  const about = lacking === '' ? [] : paragraph([plainSpan(lacking, styles.note, of)], 3, styles.note, setter)
  const rows = [...(spans.length === 0 ? [] : paragraph(spans, 0, styles.note, setter)), ...about]
  if (rows.length === 0) return []
  return besideHeading(sourcesHeading, rows, {
    element: { tag: 'H2' },
    style: styles.heading,
    setter,
    gapPt: 14 * airOf(scale),
    isRuled: true,
    baselinePt: styles.note.sizePt,
  })
}
