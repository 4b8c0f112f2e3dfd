import { createHash } from 'node:crypto'
import { type Brief, htmlStyles, type PdfList, renderHtml, renderMarkdown, renderPdf } from '@rapport/assistant'

/** Briefs as somebody reads them, of one or of several. */
export interface Form {
  readonly extension: string
  readonly render: (briefs: Briefs, list?: PdfList) => string | Promise<Uint8Array<ArrayBuffer>>
}

type Briefs = readonly [Brief, ...Brief[]]

/** By media type; JSON, which is what a brief is, is none of them. */
export const forms: Readonly<Record<string, Form>> = {
  'text/markdown': { extension: 'md', render: (briefs) => renderMarkdown(...briefs) },
  'text/html': { extension: 'html', render: (briefs) => renderHtml(...briefs) },
  'application/pdf': { extension: 'pdf', render: renderPdf },
}

/** What a page of ours may do: be styled by its own styles. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(htmlStyles).digest('base64')}'; frame-ancestors 'none'`

/** The headers of a form; `name` is what the file is called when it is kept. */
export function formHeaders(type: string, name: string): Readonly<Record<string, string>> {
  return {
    'content-type': type.startsWith('text/') ? `${type}; charset=utf-8` : type,
    'content-disposition': dispositionOf(`${name}.${forms[type]?.extension ?? 'txt'}`),
    ...(type === 'text/html' && { 'content-security-policy': POLICY }),
  }
}

const MAX_NAME = 100

/**
 * Names the file that an answer may be kept as (RFC 6266): in the letters it has, and in plain ones for who knows no others. Nothing in
 * it leads to another folder or ends the header.
 */
export function dispositionOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.')
  const [stem, extension] = [fileName.slice(0, dot), fileName.slice(dot)]
  const words = stem
    .toWellFormed()
    .replace(/[\p{C}\p{Z}\\/:*?"<>|\ufffd]+/gu, ' ')
    .replace(/^[. ]+/, '')
    .trim()
  const name = `${[...words].slice(0, MAX_NAME).join('').trim() || 'brief'}${extension}`
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w .-]+/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `inline; filename="${plain}"; filename*=UTF-8''${encoded}`
}
