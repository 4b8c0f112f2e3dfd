import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** What another program finds in a PDF. */
export interface ReadPdf {
  /** Each page's text as it would be copied, its blanks as one space. */
  readonly pages: readonly string[]
  readonly title: unknown
  readonly language: string | null
  /** Everything that the document says of itself. */
  readonly metadata: string
  readonly outline: readonly { readonly title: string; readonly items: readonly string[] }[]
  /** Of the first page: tags in order, depth first. */
  readonly tags: readonly string[]
  /** Per page, in points: A4 is 595 × 842. */
  readonly sizes: readonly string[]
  /** Pages that links lead to, from 1, in the order of the links. */
  readonly links: readonly (readonly number[])[]
}

type Outline = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>
type Tree = { readonly role?: string; readonly children?: readonly Tree[] }

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  // The reader takes the bytes for itself.
  const task = getDocument({ data: bytes.slice(), verbosity: 0 })
  const document = await task.promise
  const { info, metadata } = await document.getMetadata()
  const numbers = Array.from({ length: document.numPages }, (_, index) => index + 1)
  const pages = await Promise.all(numbers.map((number) => document.getPage(number)))
  const texts = await Promise.all(pages.map((page) => page.getTextContent()))
  const annotations = await Promise.all(pages.map((page) => page.getAnnotations()))
  const found = {
    pages: texts.map(({ items }) => asCopied(items as readonly Item[])),
    title: (info as { Title?: unknown }).Title,
    language: (info as { Language?: string }).Language ?? null,
    metadata: JSON.stringify([info, metadata?.getRaw()]),
    outline: (((await document.getOutline()) ?? []) as NonNullable<Outline>).map(({ title, items }) => ({
      title,
      items: items.map((one: { title: string }) => one.title),
    })),
    tags: tagsOf((await pages[0]?.getStructTree()) as Tree),
    sizes: pages.map(({ view }) => view.map((one: number) => Math.round(one)).join(' ')),
    links: await Promise.all(
      annotations.map((on) => Promise.all(on.map(async ({ dest }: { dest: string }) => pageAt(document, dest)))),
    ),
  }
  await task.destroy()
  return found
}

type Item = { readonly str: string; readonly transform: readonly number[] }

/** Pieces of a line in their order, and a space where another line begins. */
function asCopied(items: readonly Item[]): string {
  let text = ''
  let lastY: number | undefined
  for (const { str, transform } of items) {
    const y = transform[5] as number
    // Figures above the line stand apart from what they stand by.
    text += lastY === undefined || y === lastY ? str : ` ${str}`
    lastY = y
  }
  return text.replace(/\s+/gu, ' ').trim()
}

async function pageAt(document: PDFDocumentProxy, name: string): Promise<number> {
  const [page] = (await document.getDestination(name)) ?? []
  return (await document.getPageIndex(page as never)) + 1
}

const tagsOf = ({ role, children = [] }: Tree): readonly string[] => [
  ...(role && role !== 'Root' ? [role] : []),
  ...children.flatMap(tagsOf),
]
