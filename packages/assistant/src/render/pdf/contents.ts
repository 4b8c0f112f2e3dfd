import type { Page } from '../page.ts'
import { type Composed, headRows, plainSpan, runningHead, type Sheet } from './compose.ts'
import type { Element, LineSetter, Span } from './lines.ts'
import { placeRows, type Row } from './rows.ts'
import { columns, stylesAt } from './styles.ts'

/** What the list of several briefs is headed by. */
export interface PdfList {
  /** The day, `2026-11-24`; default: that on which the first was written. */
  readonly day?: string | undefined
  /** Whose day it is, as it is to be read. */
  readonly whose?: string | undefined
  /** When each is, as instants in the order of the briefs; default: as its own facts tell. */
  readonly times?: readonly (string | undefined)[] | undefined
}

/** The same in words. */
export type ListHead = Pick<Page, 'occasion' | 'when' | 'title'>

const KEY = 'list'
/** Left of the page's number. */
const NUMBER_WIDTH = 24

/** One line for each brief: when, who, what is not to be missed, and on which page. */
export function composeContents(
  head: ListHead,
  sheets: readonly Sheet[],
  composed: readonly Composed[],
  setter: LineSetter,
): Composed {
  const styles = stylesAt(1)
  const compose = (from: number): Composed => {
    let number = from
    const rows = sheets.flatMap((sheet, index) => {
      const at = number
      number += composed[index]?.pages.length ?? 0
      return entryRows(sheet, at, index, setter)
    })
    return {
      pages: placeRows(
        [...headRows(head, KEY, setter, styles, 1), ...rows],
        [],
        runningHead(head.title, setter, styles),
      ),
      title: head.title,
      sections: [],
      footer: composed[0]?.footer ?? '',
    }
  }
  // The list itself may need more than one page; how many does not hang on the numbers in it.
  const { pages } = compose(2)
  return compose(pages.length + 1)
}

function entryRows({ page, key }: Sheet, number: number, index: number, setter: LineSetter): readonly Row[] {
  const styles = stylesAt(1)
  const element: Element = { tag: 'P' }
  const width = columns.rightPt - columns.textPt - NUMBER_WIDTH
  const span = (text: string, style: Span['style']) => ({ ...plainSpan(text, style, element), goTo: key })
  const alert = page.sections.find(({ kind }) => kind === 'alert')?.sentences[0]
  const names = setter.lines([span(page.title, styles.name)], width)
  const [time] = setter.lines([plainSpan(page.at ?? '', styles.when, element)], columns.asideWidthPt)
  const [pageNumber] = setter.lines([span(`${number}`, styles.text)], NUMBER_WIDTH)
  const heights = { name: styles.name.sizePt * 1.3, alert: styles.text.sizePt * 1.35 }
  const named = names.map((line, at): Row => {
    const beside = [
      ...(time ? [{ line: time, xPt: columns.asidePt, baselinePt: styles.name.sizePt }] : []),
      { line, xPt: columns.textPt, baselinePt: styles.name.sizePt },
    ]
    const last = pageNumber
      ? [{ line: pageNumber, xPt: columns.rightPt - pageNumber.widthPt, baselinePt: styles.name.sizePt }]
      : []
    return {
      heightPt: heights.name,
      beforePt: at > 0 ? 0 : index === 0 ? 10 : 16,
      lines: at === 0 ? [...beside, ...last] : beside.slice(-1),
      keep: at < names.length - 1 || alert !== undefined,
      isRuled: at === 0 && index > 0,
    }
  })
  const alerts = alert ? setter.lines([plainSpan(alert.text, styles.alertText, element)], width) : []
  return [
    ...named,
    ...alerts.map((line, at) => ({
      heightPt: heights.alert,
      beforePt: at === 0 ? 2 : 0,
      lines: [{ line, xPt: columns.textPt, baselinePt: styles.text.sizePt }],
      keep: at < alerts.length - 1,
    })),
  ]
}
