import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { Compressors } from 'hyparquet'
import { compressors as foreign } from 'hyparquet-compressors'

/** What pages are unpacked by: Node's own where it has it. None writes more than the page's header promised. */
export const compressors: Compressors = {
  GZIP: (bytes, length) => gunzipSync(bytes, { maxOutputLength: length }),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: length }),
  ZSTD: (bytes, length) => zstdDecompressSync(bytes, { maxOutputLength: length }),
  ...(foreign.SNAPPY && { SNAPPY: foreign.SNAPPY }),
  ...(foreign.LZ4 && { LZ4: foreign.LZ4 }),
  ...(foreign.LZ4_RAW && { LZ4_RAW: foreign.LZ4_RAW }),
}

export const codecs: ReadonlySet<string | undefined> = new Set(['UNCOMPRESSED', ...Object.keys(compressors)])
