import { setImmediate as turn } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import type { Composed } from './compose.ts'
import { type Faces, faceNames } from './faces.ts'
import type { Element, Line, Measure, Piece } from './lines.ts'
import { type Place, type PlacedRow, sheet } from './rows.ts'
import { colors, columns } from './styles.ts'

/** What a document says of itself. */
export interface About {
  readonly faces: Faces
  readonly title: string
  /** BCP 47 */
  readonly language: string
  readonly atMs: number
}

/**
 * Draws what was composed. Text is tagged by what it is, in the order of reading, and lines and page numbers as ornament.
 * Between pages others have their turn: a page costs tens of milliseconds.
 * @param compose is told how wide text is
 */
export async function draw(
  compose: (measure: Measure) => Promise<readonly Composed[]>,
  about: About,
): Promise<Uint8Array<ArrayBuffer>> {
  const document = openDocument(about)
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    document.once('end', resolve)
    document.once('error', reject)
  })
  await new Drawing(document, await compose(measureIn(document))).draw()
  document.end()
  await ended
  return new Uint8Array(Buffer.concat(chunks))
}

function openDocument({ faces, title, language, atMs }: About): PDFKit.PDFDocument {
  const document = new PDFDocument({
    size: [sheet.widthPt, sheet.heightPt],
    margin: 0,
    autoFirstPage: false,
    // No other typeface is mentioned in the document.
    font: null as unknown as string,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: language,
    // The time is part of the document's id: of the same brief, always the same.
    info: { Title: title, Creator: 'Rapport', Producer: 'Rapport', CreationDate: new Date(atMs) },
  })
  for (const name of faceNames) document.registerFont(name, faces.bytes[name])
  return document
}

/** Widths grow with the size, so that each text is measured once. */
function measureIn(document: PDFKit.PDFDocument): Measure {
  const widths = new Map<string, number>()
  return (text, face, { sizePt, trackingPt = 0, features = [] }) => {
    const key = `${face} ${features.join()} ${text}`
    let width = widths.get(key)
    if (width === undefined) {
      width = document
        .font(face)
        .fontSize(1)
        .widthOfString(text, { features: [...features] })
      widths.set(key, width)
    }
    return width * sizePt + trackingPt * text.length
  }
}

class Drawing {
  readonly #document: PDFKit.PDFDocument
  readonly #composed: readonly Composed[]
  readonly #count: number
  readonly #elements = new Map<Element, PDFKit.PDFStructureElement>()

  constructor(document: PDFKit.PDFDocument, composed: readonly Composed[]) {
    this.#document = document
    this.#composed = composed
    this.#count = composed.reduce((sum, { pages }) => sum + pages.length, 0)
  }

  async draw(): Promise<void> {
    const document = this.#document
    const root = document.struct('Document')
    document.addStructure(root)
    let number = 0
    for (const { pages, title, sections, footer } of this.#composed) {
      const part = document.struct('Sect', { title })
      root.add(part)
      const outline = this.#count > 1 ? { item: undefined as PDFKit.PDFOutline | undefined } : undefined
      for (const rows of pages) {
        document.addPage()
        number++
        if (outline && !outline.item) outline.item = document.outline.addItem(title)
        for (const { heading, element } of sections)
          if (pages.length > 1 && has(rows, element)) outline?.item?.addItem(heading)
        this.#page(rows, part, `${number} / ${this.#count}`, footer)
        await turn()
      }
      for (const element of this.#elements.values()) element.end()
      this.#elements.clear()
      part.end()
    }
    root.end()
  }

  #page(rows: Place, part: PDFKit.PDFStructureElement, number: string, footer: string): void {
    this.#ornament(() => {
      this.#panel(rows.filter((row) => row.isPanel))
      for (const [index, { yPt, beforePt, isRuled, isPanel }] of rows.entries())
        if (isRuled && index > 0 && !isPanel && !rows[index - 1]?.isPanel) this.#rule(yPt - beforePt / 2)
    })
    for (const { yPt, lines } of rows)
      for (const { line, xPt, baselinePt } of lines) this.#line(line, xPt, yPt + baselinePt, part)
    // Last, so that who copies the page has it last.
    this.#ornament(() => this.#foot(number, footer))
  }

  #panel(rows: readonly PlacedRow[]): void {
    const [first, last] = [rows[0], rows.at(-1)]
    if (!first || !last) return
    const [top, bottom] = [first.yPt - 8, last.yPt + last.heightPt + 5]
    const left = columns.asidePt - 12
    this.#document.rect(left, top, columns.rightPt + 12 - left, bottom - top).fill(colors.panel)
    this.#document.rect(left, top, 2, bottom - top).fill(colors.alert)
  }

  #rule(yPt: number): void {
    this.#document.moveTo(columns.asidePt, yPt).lineTo(columns.rightPt, yPt).lineWidth(0.4).stroke(colors.rule)
  }

  #foot(number: string, footer: string): void {
    this.#rule(sheet.bottomPt + 12)
    const document = this.#document
    const y = sheet.bottomPt + 24
    document.font('text').fontSize(7).fillColor(colors.quiet)
    document.text(footer, columns.asidePt, y, { lineBreak: false, baseline: 'alphabetic' })
    document.text(number, columns.rightPt - document.widthOfString(number), y, {
      lineBreak: false,
      baseline: 'alphabetic',
    })
  }

  /** What nobody reads aloud. */
  #ornament(draw: () => void): void {
    this.#document.markContent('Artifact', { type: 'Pagination' })
    draw()
    this.#document.endMarkedContent()
  }

  #line(line: Line, xPt: number, baselinePt: number, part: PDFKit.PDFStructureElement): void {
    for (const piece of line.pieces) {
      const element = this.#elementOf(piece.element, part)
      const place = [xPt + piece.xPt, baselinePt - (piece.style.risePt ?? 0)] as const
      if (piece.goTo === undefined) element.add(() => this.#text(piece, ...place))
      else this.#link(piece, ...place, element)
    }
  }

  #elementOf(element: Element, part: PDFKit.PDFStructureElement): PDFKit.PDFStructureElement {
    const there = this.#elements.get(element)
    if (there) return there
    const made = this.#document.struct(element.tag)
    part.add(made)
    this.#elements.set(element, made)
    return made
  }

  #link(piece: Piece, xPt: number, baselinePt: number, element: PDFKit.PDFStructureElement): void {
    const link = this.#document.struct('Link')
    element.add(link)
    link.add(() => this.#text(piece, xPt, baselinePt))
    const { sizePt } = piece.style
    // A finger's breadth would cover the line; this is at least more than the digit.
    const annotation = { structParent: link, Contents: asString(piece.text) }
    const document = this.#document as unknown as { goTo(...args: readonly unknown[]): void }
    document.goTo(xPt - 1, baselinePt - sizePt, piece.widthPt + 2, sizePt * 1.3, piece.goTo, annotation)
    link.end()
  }

  #text({ text, face, style, destination }: Piece, xPt: number, baselinePt: number): void {
    const document = this.#document
    if (destination !== undefined)
      document.addNamedDestination(destination, 'XYZ', xPt, Math.max(0, baselinePt - style.sizePt * 2), null as never)
    document.font(face).fontSize(style.sizePt).fillColor(style.color)
    document.text(text, xPt, baselinePt, {
      lineBreak: false,
      baseline: 'alphabetic',
      characterSpacing: style.trackingPt ?? 0,
      features: [...(style.features ?? [])],
    })
  }
}

/** The library writes bare strings as names. */
const asString = (text: string): unknown => Object(text)

const has = (rows: Place, element: Element): boolean =>
  rows.some(({ lines }) => lines.some(({ line }) => line.pieces.some((piece) => piece.element === element)))
