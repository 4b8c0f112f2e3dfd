import { z } from 'zod'
import type { Json } from '../json.ts'

/**
 * A yes-or-no question about one row: an order, an event, a profile's head. Leaves name a dotted path and one operator;
 * a path that is absent makes every operator but `exists: false` and `isNot`/`notIn` false.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | ({ readonly path: string } & Operator)

/**
 * One comparison. Text is compared as it is; dates and instants as ISO text, or by how far they are from now:
 * `withinDays: 30` means in the last 30 days, `nextDays: 30` in the coming 30.
 */
export type Operator =
  | { readonly is: string | number | boolean | null }
  | { readonly isNot: string | number | boolean | null }
  | { readonly in: readonly (string | number | boolean)[] }
  | { readonly notIn: readonly (string | number | boolean)[] }
  | { readonly exists: boolean }
  | { readonly gt: string | number }
  | { readonly gte: string | number }
  | { readonly lt: string | number }
  | { readonly lte: string | number }
  | { readonly contains: string }
  | { readonly startsWith: string }
  | { readonly withinDays: number }
  | { readonly nextDays: number }

const scalar = z.union([z.string(), z.number(), z.boolean()])
const ordered = z.union([z.string(), z.number()])

/** The operators as zod shapes, for every document whose leaves compare something. */
export const operatorShapes = [
  { is: scalar.nullable() },
  { isNot: scalar.nullable() },
  { in: z.array(scalar) },
  { notIn: z.array(scalar) },
  { exists: z.boolean() },
  { gt: ordered },
  { gte: ordered },
  { lt: ordered },
  { lte: ordered },
  { contains: z.string() },
  { startsWith: z.string() },
  { withinDays: z.number().positive() },
  { nextDays: z.number().positive() },
] as const

export const condition: z.ZodType<Condition, Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(condition) }),
    z.strictObject({ any: z.array(condition) }),
    z.strictObject({ not: condition }),
    ...operatorShapes.map((shape) => z.strictObject({ path: z.string(), ...shape })),
  ]),
) as z.ZodType<Condition, Condition>

/** A transform by name, or with its argument: `trim`, `{ split: ',' }`. */
export type Use = string | { readonly [transform: string]: Json }

/**
 * A value of a mapping, as data: a text is a dotted path into the row (`a.b.0.c`; names with dots are quoted: `a."b.c"`).
 * Inside `list` and `each` paths start at the element: `.` is the element itself, `$.a` starts at the row.
 * `template` puts paths in braces into a text, and is empty when one of them is; `{code | lower}` transforms on the way. `use` names a transform, or several
 * from left to right; `with` is the argument when there is one transform, several take theirs as `{ split: ',' }`.
 */
export type Expression =
  | string
  | { readonly const: Json }
  | { readonly template: string }
  | { readonly first: readonly Expression[] }
  | { readonly use: string | readonly Use[]; readonly of: Expression; readonly with?: Json }
  | { readonly when: readonly { readonly if: Condition; readonly then: Expression }[]; readonly else?: Expression }
  | { readonly lookup: Expression; readonly in: Readonly<Record<string, Json>>; readonly else?: Json }
  | { readonly split: Expression; readonly by: string; readonly at?: number }
  | { readonly list: Expression; readonly each: Targets }

/** Attribute → where its value comes from. An array makes a list of values or sub-entities, dropping the empty ones. */
export interface Targets {
  readonly [attribute: string]: Expression | readonly (Expression | Targets)[] | Targets
}

export const expression: z.ZodType<Expression, Expression> = z.lazy(() =>
  z.union([
    z.string().min(1),
    z.strictObject({ const: z.json() }),
    z.strictObject({ template: z.string().min(1) }),
    z.strictObject({ first: z.array(expression).min(1) }),
    z.strictObject({
      use: z.union([z.string(), z.array(z.union([z.string(), z.record(z.string(), z.json())])).min(1)]),
      of: expression,
      with: z.json().optional(),
    }),
    z.strictObject({
      // biome-ignore lint/suspicious/noThenProperty: `when/then` is how people write it, and these objects are never awaited.
      when: z.array(z.strictObject({ if: condition, then: expression })).min(1),
      else: expression.optional(),
    }),
    z.strictObject({ lookup: expression, in: z.record(z.string(), z.json()), else: z.json().optional() }),
    z.strictObject({ split: expression, by: z.string().min(1), at: z.int().optional() }),
    z.strictObject({ list: expression, each: targets }),
  ]),
) as z.ZodType<Expression, Expression>

export const targets: z.ZodType<Targets, Targets> = z.lazy(() =>
  z.record(z.string(), z.union([expression, z.array(z.union([expression, targets])), targets])),
) as z.ZodType<Targets, Targets>
