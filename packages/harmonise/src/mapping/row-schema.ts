import { z } from 'zod'

/** A place in a row's schema, to check a mapping's paths against. */
export interface RowShape {
  /** Follows a path: the shape there (`undefined`: anything may be), or the first name that cannot exist. */
  at(segments: readonly string[]): {
    readonly shape: RowShape | undefined
    readonly unknown?: { readonly name: string; readonly known: readonly string[] }
  }
  /** The shape of a list's elements. */
  element(): RowShape | undefined
}

type Schema = { readonly [key: string]: unknown }

/**
 * A row's schema as something paths can be checked against. A zod object or a JSON Schema with `properties` is taken
 * to be complete unless it says `additionalProperties` (zod: `looseObject`, `catchall`).
 */
export function rowShape(schema: z.ZodType | Schema): RowShape {
  const json =
    schema instanceof z.ZodType ? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema) : schema
  return shapeOf([json], json)
}

/** Several schemas where a union leaves it open which one holds: a path is known when one of them knows it. */
function shapeOf(schemas: readonly Schema[], root: Schema): RowShape {
  const options = schemas.flatMap((schema) => branches(schema, root, 0))
  return {
    at: (segments) => {
      const [name, ...rest] = segments
      if (name === undefined) return { shape: shapeOf(schemas, root) }
      const known = new Set<string>()
      const next: Schema[] = []
      for (const option of options) {
        const elements = elementsOf(option)
        if (elements !== undefined) {
          const isIndex = /^\d+$/.test(name)
          const found = shapeOf([elements], root).at(isIndex ? rest : segments)
          if (found.unknown === undefined) return found
          for (const one of found.unknown.known) known.add(one)
          continue
        }
        const { properties, additionalProperties } = option as { properties?: Schema; additionalProperties?: unknown }
        const property = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined
        if (property !== undefined) next.push(property === true ? {} : (property as Schema))
        else if (additionalProperties !== undefined && additionalProperties !== false) return { shape: undefined }
        else if (properties === undefined && !isScalar(option)) return { shape: undefined }
        for (const key of Object.keys(properties ?? {})) known.add(key)
      }
      if (next.length > 0) return shapeOf(next, root).at(rest)
      return { shape: undefined, unknown: { name, known: [...known] } }
    },
    element: () => {
      const elements = options.map(elementsOf).filter((one) => one !== undefined)
      return elements.length === 0 ? undefined : shapeOf(elements, root)
    },
  }
}

function branches(schema: Schema, root: Schema, depth: number): readonly Schema[] {
  if (depth > 20) return [{}]
  const reference = schema.$ref
  if (typeof reference === 'string') {
    const target = resolve(reference, root)
    return target === undefined ? [{}] : branches(target, root, depth + 1)
  }
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const several = schema[key]
    if (Array.isArray(several)) return several.flatMap((one) => branches(one as Schema, root, depth + 1))
  }
  return [schema]
}

function resolve(reference: string, root: Schema): Schema | undefined {
  let found: unknown = root
  for (const part of reference.replace(/^#\/?/, '').split('/')) {
    if (part === '') continue
    found = (found as Schema | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return found as Schema | undefined
}

function elementsOf(schema: Schema): Schema | undefined {
  const { type, items } = schema as { type?: unknown; items?: unknown }
  if (type !== 'array' && items === undefined) return undefined
  return typeof items === 'object' && items !== null && !Array.isArray(items) ? (items as Schema) : {}
}

function isScalar({ type }: Schema): boolean {
  return type === 'string' || type === 'number' || type === 'integer' || type === 'boolean' || type === 'null'
}
