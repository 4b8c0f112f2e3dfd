import type { ContactPoint, Identifier, JsonObject } from '@rapport/core'

type BareIdentifier = Pick<Identifier, 'namespace' | 'value'>

/** The stream of bare identifiers of a namespace: anchors that only an identifier is known of. */
export const bareStream = (namespace: string): string => `@${namespace}`

/** The namespace of a bare stream's name; `undefined` for a source's stream. */
export const bareNamespace = (streamName: string): string | undefined =>
  streamName.startsWith('@') ? streamName.slice(1) : undefined

/** The match key by which an identifier finds its records. */
export const identifierKey = (namespace: string, value: string): string => `=${namespace}:${value}`

/**
 * All identifiers that a party's attributes give: the explicit ones, and e-mails and phones among its contact points.
 * Distinct, in a stable order.
 */
export function identifiersOf(attributes: JsonObject): readonly BareIdentifier[] {
  const found = new Map<string, BareIdentifier>()
  const add = (namespace: string, value: string) => {
    const key = identifierKey(namespace, value)
    if (!found.has(key)) found.set(key, { namespace, value })
  }
  for (const { namespace, value } of (attributes.identifiers ?? []) as readonly unknown[] as readonly Identifier[])
    add(namespace, value)
  for (const point of (attributes.contactPoints ?? []) as readonly unknown[] as readonly ContactPoint[]) {
    if (point.kind === 'email' || point.kind === 'phone') add(point.kind, point.normal)
  }
  return [...found.values()]
}
