import { basename } from 'node:path'
import { RapportError } from '@rapport/core'

/** A file that is not what was written, or not all of it. `problem` completes "is cut or damaged: …". */
export const damaged = (path: string, problem: string, cause?: unknown): RapportError =>
  new RapportError('FILE_DAMAGED', { file: basename(path), problem }, { cause })

/** A file that only needs more memory than a reader may take. `problem` completes "is too large to be read: …". */
export const tooLarge = (path: string, problem: string): RapportError =>
  new RapportError('FILE_TOO_LARGE', { file: basename(path), problem })

/** A file of a kind that is not read, and the kinds that are. */
export const unknownFormat = (path: string, found: string, instead: string): RapportError =>
  new RapportError('FILE_FORMAT_UNKNOWN', { file: basename(path), found, instead })

export const protectedFile = (path: string): RapportError =>
  new RapportError('FILE_PROTECTED', { file: basename(path) })
