import type { FieldKind, Json } from '@rapport/core'
import { foldCode, foldText } from '@rapport/harmonise'
import { stableText } from '../figures/stable-hash.ts'

/**
 * A value as conflicts are judged: two that differ only in accents, case or marks are one. Names and texts are folded, codes
 * lose spaces and marks, addresses are folded part by part; all else is compared as it is.
 */
export function comparable(kind: FieldKind, value: Json): string {
  if (typeof value === 'string') {
    switch (kind) {
      case 'name':
      case 'text':
        return foldText(value) || value
      case 'code':
      case 'iban':
      case 'vat':
        return foldCode(value) || value
      case 'email':
      case 'url':
        return value.toLowerCase()
      default:
        return value
    }
  }
  if (kind === 'address' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const parts = Object.entries(value as Readonly<Record<string, Json>>)
      .filter(([, part]) => typeof part === 'string' && part !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return parts.map(([name, part]) => `${name}:${foldText(part as string)}`).join(' ')
  }
  return stableText(value)
}

/** Nothing was said: null, an empty text, list or object. */
export function isBlank(value: Json | undefined): value is null | undefined {
  if (value === undefined || value === null || value === '') return true
  if (typeof value !== 'object') return false
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0
}
