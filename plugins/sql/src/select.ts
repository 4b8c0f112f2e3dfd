import type { Column, Grammar, RawValue, Statement } from './database.ts'
import type { Plan } from './plan.ts'

/** Which rows, and in which order. */
export interface Range {
  /** Pages follow one another in the order of these columns. */
  readonly order: readonly Column[]
  /** The least that is read: values of the first of `order`, or of several. Inclusive. */
  readonly from: readonly RawValue[]
  /** Rows of which this column is NULL, and no others. */
  readonly without?: Column | undefined
}

/** A page of a range: at most so many rows. Rows without a value in one of the order's columns are not in it. */
export function pageStatement(grammar: Grammar, plan: Plan, range: Range, limit: number): Statement {
  const { order, from, without } = range
  const writer = new Writer(grammar)
  const conditions = order.map((column) => `${grammar.quote(column.name)} is not null`)
  if (without !== undefined) conditions.push(`${grammar.quote(without.name)} is null`)
  const branches = from.length === 0 ? [[]] : writer.atLeast(order.slice(0, from.length), from).map((one) => [one])
  const by = order.map((column) => grammar.quote(column.name)).join(', ')
  const selects = branches.map((branch) => writer.select(plan, [...conditions, ...branch]))
  return writer.statement(`${selects.join(' union all ')} order by ${by} limit ${limit}`)
}

/** Rows that lack a part of their key, which no page has: they are shown so that somebody can mend them. */
export function keylessStatement(grammar: Grammar, plan: Plan, from: readonly RawValue[], limit: number): Statement {
  const writer = new Writer(grammar)
  const conditions = [`(${plan.key.map((column) => `${grammar.quote(column.name)} is null`).join(' or ')})`]
  if (plan.cursor !== undefined && from.length > 0) conditions.push(...writer.atLeast([plan.cursor], from.slice(0, 1)))
  return writer.statement(`${writer.select(plan, conditions)} limit ${limit}`)
}

class Writer {
  readonly #grammar: Grammar
  readonly #values: RawValue[] = []

  constructor(grammar: Grammar) {
    this.#grammar = grammar
  }

  select({ columns, from }: Plan, conditions: readonly string[]): string {
    const selected = columns.map(({ expression, name }) => expression ?? this.#grammar.quote(name)).join(', ')
    return `select ${selected} from ${from} where ${conditions.join(' and ')}`
  }

  statement(sql: string): Statement {
    return { sql, values: this.#values }
  }

  /** That the columns together are not less than the values: one condition, or several that never hold for the same row. */
  atLeast(columns: readonly Column[], values: readonly RawValue[]): readonly string[] {
    const last = columns.length - 1
    const compare = (at: number, operator: '=' | '>' | '>=') =>
      `${this.#grammar.quote(columns[at]?.name ?? '')} ${operator} ${this.#bound(columns[at], values[at])}`
    if (last === 0) return [compare(0, '>=')]
    if (this.#grammar.seek === 'row') {
      const names = columns.map((column) => this.#grammar.quote(column.name)).join(', ')
      return [`(${names}) >= (${columns.map((column, at) => this.#bound(column, values[at])).join(', ')})`]
    }
    if (this.#grammar.seek === 'or') {
      const level = (at: number): string =>
        at === last ? compare(at, '>=') : `(${compare(at, '>')} or (${compare(at, '=')} and ${level(at + 1)}))`
      // The first comparison is what an index is searched by.
      return [`${compare(0, '>=')} and ${level(0)}`]
    }
    return columns.map((_, at) => {
      const end = last - at
      const equal = Array.from({ length: end }, (_, before) => compare(before, '='))
      return [...equal, compare(end, at === 0 ? '>=' : '>')].join(' and ')
    })
  }

  #bound(column: Column | undefined, value: RawValue | undefined): string {
    this.#values.push(value ?? null)
    const mark = this.#grammar.placeholder(this.#values.length)
    return column?.bind?.replace('?', mark) ?? mark
  }
}
