import { posix } from 'node:path'
import { crc32 } from 'node:zlib'
import { RapportError } from '@rapport/core'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { isBomb, MAX_EXPANSION } from '../bomb.ts'
import { damaged, protectedFile, tooLarge } from '../refusals.ts'
import { readXml, type XmlHandler } from './xml.ts'

/** No workbook has as many parts; a list of them is held in memory. */
const MAX_PARTS = 20_000
/** Of what describes a workbook; sheets and texts are not held to it. */
const MAX_DESCRIPTION_BYTES = 64 * 1024 * 1024

/** Where a relationship leads, in the package. */
export interface Relationship {
  readonly id: string
  /** The last word of its type: `worksheet`, `styles`. */
  readonly kind: string
  readonly target: string
}

/** A workbook's parts: a ZIP archive of which only what is asked for is unpacked, bit by bit. */
export class Package implements AsyncDisposable {
  readonly path: string
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>

  private constructor(path: string, zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.path = path
    this.#zip = zip
    this.#entries = entries
  }

  /** @throws RapportError `FILE_DAMAGED`, `FILE_PROTECTED`, `FILE_TOO_LARGE` */
  static async open(path: string): Promise<Package> {
    let zip: ZipFile | undefined
    try {
      zip = await openPromise(path, { autoClose: false, lazyEntries: true })
      const entries = new Map<string, Entry>()
      for await (const entry of zip.eachEntry()) {
        if (entry.isEncrypted()) throw protectedFile(path)
        if (entries.size === MAX_PARTS) throw tooLarge(path, `it has over ${MAX_PARTS} parts`)
        entries.set(entry.fileName.toLowerCase(), entry)
      }
      return new Package(path, zip, entries)
    } catch (cause) {
      zip?.close()
      throw faultOf(cause, () => damaged(path, 'it is no whole ZIP archive', cause))
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase())
  }

  /** Whether a part lies in a folder of this name. */
  hasFolder(name: string): boolean {
    return this.#entries.keys().some((part) => part.startsWith(`${name}/`))
  }

  /** Reads a small part as a whole. @throws as {@link stream} */
  async read(name: string, handler: XmlHandler): Promise<void> {
    let bytes = 0
    for await (const chunk of this.stream(name, handler)) {
      bytes += chunk
      if (bytes > MAX_DESCRIPTION_BYTES) throw tooLarge(this.path, `its part ${name} is over 64 MB`)
    }
  }

  /**
   * Reads a part, handing what it says to the handler; pauses after each piece and yields its bytes. That all of it is
   * as it was written is known at its end.
   * @throws RapportError `FILE_DAMAGED`, `FILE_TOO_LARGE`
   */
  async *stream(name: string, handler: XmlHandler): AsyncGenerator<number> {
    const entry = this.#entries.get(name.toLowerCase())
    if (entry === undefined) throw damaged(this.path, `its part ${name} is missing`)
    const xml = readXml(this.path, handler)
    let bytes = 0
    let sum = 0
    try {
      for await (const chunk of (await this.#zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
        bytes += chunk.length
        if (isBomb(bytes, entry.compressedSize))
          throw tooLarge(this.path, `it unzips to over ${MAX_EXPANSION} times its size`)
        sum = crc32(chunk, sum)
        xml.write(chunk)
        yield chunk.length
      }
      xml.end()
      if (sum !== entry.crc32) throw damaged(this.path, `the checksum of its part ${name} is another`)
      yield 0
    } catch (cause) {
      throw faultOf(cause, () => damaged(this.path, `its part ${name} cannot be understood`, cause))
    }
  }

  /** Where a part leads; that of the package itself is `''`. */
  async relationships(part: string): Promise<readonly Relationship[]> {
    const found: Relationship[] = []
    const folder = posix.dirname(part)
    const list = posix.join(folder, '_rels', `${posix.basename(part)}.rels`)
    if (!this.has(list)) return []
    await this.read(list, {
      open(name, { Id = '', Type = '', Target = '', TargetMode }) {
        if (name !== 'Relationship' || TargetMode === 'External') return
        const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target)
        found.push({ id: Id, kind: posix.basename(Type), target })
      },
    })
    return found
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#zip.close()
  }
}

/** Our own errors and the file system's pass; the others say that the file is no workbook. */
function faultOf(error: unknown, made: () => RapportError): unknown {
  const code = (error as { code?: unknown } | null)?.code
  return RapportError.is(error) || (typeof code === 'string' && /^E[A-Z]+$/.test(code)) ? error : made()
}
