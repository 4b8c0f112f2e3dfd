/** What unzips to more than this and to more than so many times its size is made to fill a disk, not to tell of customers. */
const SUSPECT_BYTES = 256 * 1024 * 1024
export const MAX_EXPANSION = 500

/** Whether so many bytes out of so few are a zip bomb. */
export const isBomb = (unzipped: number, zipped: number): boolean =>
  unzipped > SUSPECT_BYTES && unzipped > zipped * MAX_EXPANSION
