import type { CorrectedSet } from '../api/corrections.ts'

/** What the form asks for, by the field's name. */
export type Draft = Readonly<Record<string, string>>

const addressParts = ['street', 'postalCode', 'city', 'country'] as const

/** Fields by what they are about. Names are the attributes'; parts of an address stand under `address.`. */
export const fieldsOf: Readonly<Record<'person' | 'organization', Readonly<Record<string, readonly string[]>>>> = {
  person: {
    name: ['honorific', 'givenName', 'familyName'],
    reach: ['email', 'phone'],
    address: addressParts.map((part) => `address.${part}`),
    more: ['birthDate', 'languages', 'jobTitle'],
  },
  organization: {
    name: ['name', 'legalName'],
    reach: ['email', 'phone', 'website'],
    address: addressParts.map((part) => `address.${part}`),
    more: [],
  },
}

/** What nobody may change who has not proven who they are: by it one could be mistaken for somebody. */
export const isSensitive = (field: string): boolean => /^(?:email|phone|birthDate|address\..*)$/.test(field)

/** What is filled in, as the server takes it: lists by their commas, an address as one. */
export function setOf(draft: Draft): CorrectedSet {
  const set: Record<string, CorrectedSet[string]> = {}
  const address: Record<string, string> = {}
  for (const [field, typed] of Object.entries(draft)) {
    const text = typed.trim()
    if (text === '') continue
    if (field.startsWith('address.')) address[field.slice('address.'.length)] = text
    else if (field === 'languages')
      set.languages = text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '')
    else set[field] = text
  }
  return Object.keys(address).length > 0 ? { ...set, address } : set
}

/** What stands there now, in a line; empty where it is not known. */
export function presentOf(attributes: Readonly<Record<string, unknown>>, field: string): unknown {
  const [name, part] = field.split('.') as [string, string | undefined]
  const value = attributes[name]
  return part === undefined ? value : (value as Readonly<Record<string, unknown>> | undefined)?.[part]
}
