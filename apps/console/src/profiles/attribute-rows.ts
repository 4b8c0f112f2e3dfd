/** An attribute as a line: its path as provenance names it, and for a source's own the system. */
export interface AttributeRow {
  readonly path: string
  readonly system?: string
  readonly value: unknown
}

/** Said by others already: names in parts say the whole, contact points have a place of their own. */
const elsewhere = new Set(['fullName', 'email', 'phone', 'address'])

/** Attributes in the order they came, what belongs to one system last. */
export function attributeRows(attributes: Readonly<Record<string, unknown>>): readonly AttributeRow[] {
  const hasParts = 'givenName' in attributes || 'familyName' in attributes
  const own = Object.entries(attributes)
    .filter(([name]) => name !== 'ext' && (!elsewhere.has(name) || (name === 'fullName' && !hasParts)))
    .map(([path, value]) => ({ path, value }))
  const systems = Object.entries((attributes.ext ?? {}) as Readonly<Record<string, unknown>>)
  const theirs = systems.flatMap(([system, values]) =>
    typeof values === 'object' && values !== null && !Array.isArray(values)
      ? Object.entries(values).map(([name, value]) => ({
          path: `ext.${system}.${name}`,
          system,
          value: value as unknown,
        }))
      : [{ path: `ext.${system}`, system, value: values }],
  )
  return [...own, ...theirs]
}
