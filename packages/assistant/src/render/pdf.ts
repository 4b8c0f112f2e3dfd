import type { Brief } from '../brief/brief.ts'
import type { PdfList } from './pdf/contents.ts'

/**
 * Briefs as a PDF: an A4 page each, in smaller type where it must be, on several where even that is not enough; nothing is cut. Of
 * several, a list comes first: when, who, the first alert, on which page. Its text can be selected, searched and heard (tagged by
 * what it is, in the language of the first brief); the same briefs give the same bytes. What needs letters beyond Latin, Greek and
 * Cyrillic is shown as `□`, and the page says so. Costs about 0.1 s a page, between which
 * others have their turn; what it needs is loaded with the first.
 * @param briefs at least one, in the order of the day
 * @returns the document's bytes
 */
export async function renderPdf(
  briefs: readonly [Brief, ...Brief[]],
  list: PdfList = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { drawBriefs } = await import('./pdf/briefs.ts')
  return drawBriefs(briefs, list)
}
