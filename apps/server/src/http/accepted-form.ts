import { RapportError } from '@rapport/core'
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'

/**
 * The media type to answer in, by the Accept header.
 * @param supports the usual first: whoever takes anything, or says nothing, has that
 * @throws RapportError `NOT_ACCEPTABLE`
 */
export function acceptedForm(c: Context, supports: readonly string[]): string {
  const takesAny = /(^|,)\s*\*\/\*/.test(c.req.header('accept') ?? '*/*')
  const type = accepts(c, { header: 'Accept', supports: [...supports], default: takesAny ? (supports[0] ?? '') : '' })
  if (type === '') throw new RapportError('NOT_ACCEPTABLE', { offered: [...supports] })
  return type
}
