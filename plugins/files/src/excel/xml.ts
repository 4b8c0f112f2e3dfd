import { SaxesParser } from 'saxes'
import { damaged, tooLarge } from '../refusals.ts'

/** What is in an XML part, in its order. Names come without their namespace's prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

/** A longer text, tag or comment is in no workbook: the parser would hold all of it. */
const MAX_TOKEN_CHARACTERS = 4 * 1024 * 1024

/** A parser that is fed piece by piece. @throws what saxes throws, RapportError `FILE_TOO_LARGE`, `FILE_DAMAGED` */
export function readXml(
  path: string,
  handler: XmlHandler,
): { readonly write: (bytes: Uint8Array) => void; readonly end: () => void } {
  const parser = new SaxesParser({ position: false, xmlns: false })
  let sinceToken = 0
  parser.on('opentag', ({ name, attributes }) => {
    sinceToken = 0
    handler.open?.(local(name), attributes as Record<string, string>)
  })
  parser.on('closetag', ({ name }) => {
    sinceToken = 0
    handler.close?.(local(name))
  })
  if (handler.text !== undefined) {
    parser.on('text', (text) => handler.text?.(text))
    parser.on('cdata', (text) => handler.text?.(text))
  }
  // Entities of its own are how a small file becomes a large one.
  parser.on('doctype', () => {
    throw damaged(path, 'a part of it brings a document type')
  })
  let decoder: InstanceType<typeof TextDecoder> | undefined
  const write = (text: string): void => {
    sinceToken += text.length
    if (text !== '') parser.write(text)
    if (sinceToken > MAX_TOKEN_CHARACTERS) throw tooLarge(path, 'a single text of it is over 4 MB')
  }
  return {
    write(bytes) {
      decoder ??= new TextDecoder(encodingOf(bytes))
      write(decoder.decode(bytes, { stream: true }))
    },
    end() {
      write(decoder?.decode() ?? '')
      parser.close()
    },
  }
}

const local = (name: string): string => {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}
