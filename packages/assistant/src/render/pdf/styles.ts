import type { Style } from './lines.ts'

/** Ink, what is beside it, and what is not to be missed. */
export const colors = {
  ink: '#1d1b19',
  quiet: '#6f6a63',
  accent: '#85663a',
  alert: '#8e2a2a',
  rule: '#ddd5ca',
  panel: '#faf5ee',
}

/** Headings in the left column, what they head in the right one. */
export const columns = { asidePt: 54, asideWidthPt: 106, textPt: 174, rightPt: 541.28 } as const
/** The styles of a page, the text of which is `scale` times ten points; what is small shrinks less. */
export function stylesAt(scale: number): Styles {
  const head = Math.max(scale, 0.86)
  const small = Math.max(scale, 0.84)
  const style = (one: Style): Style => one
  const heading = style({
    face: 'textStrong',
    sizePt: 9 * Math.max(scale, 0.8),
    color: colors.accent,
    trackingPt: 0.5,
    features: ['smcp'],
  })
  const mark = style({ face: 'text', sizePt: 6.6 * scale, color: colors.accent, risePt: 3.3 * scale })
  return {
    overline: style({
      face: 'textStrong',
      sizePt: 8,
      color: colors.accent,
      trackingPt: 0.6,
      features: ['smcp', 'c2sc'],
    }),
    title: style({ face: 'display', sizePt: 27 * head, color: colors.ink }),
    when: style({ face: 'displayItalic', sizePt: 13 * head, color: colors.quiet }),
    heading,
    alertHeading: style({ ...heading, color: colors.alert }),
    text: style({ face: 'text', sizePt: 10 * scale, color: colors.ink }),
    mark,
    alertMark: style({ ...mark, color: colors.alert }),
    alertText: style({ face: 'text', sizePt: 9.4 * scale, color: colors.alert }),
    closing: style({ face: 'displayItalic', sizePt: 10.8 * scale, color: colors.quiet }),
    name: style({ face: 'display', sizePt: 14, color: colors.ink }),
    note: style({ face: 'text', sizePt: 6.8 * small, color: colors.quiet }),
    noteNumber: style({ face: 'textStrong', sizePt: 6.8 * small, color: colors.accent }),
  }
}

type StyleName =
  | 'overline'
  | 'title'
  | 'when'
  | 'heading'
  | 'alertHeading'
  | 'text'
  | 'mark'
  | 'alertMark'
  | 'alertText'
  | 'closing'
  | 'name'
  | 'note'
  | 'noteNumber'
export type Styles = Readonly<Record<StyleName, Style>>
