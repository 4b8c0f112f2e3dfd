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
  if (from.length > 0) conditions.push(writer.atLeast(order.slice(0, from.length), from))
  const by = order.map((column) => grammar.quote(column.name)).join(', ')
  return writer.statement(plan, conditions, `order by ${by} limit ${limit}`)
}

/** Rows that lack a part of their key, which no page has: they are shown so that somebody can mend them. */
export function keylessStatement(grammar: Grammar, plan: Plan, from: readonly RawValue[], limit: number): Statement {
  const writer = new Writer(grammar)
  const conditions = [`(${plan.key.map((column) => `${grammar.quote(column.name)} is null`).join(' or ')})`]
  if (plan.cursor !== undefined && from.length > 0) conditions.push(writer.atLeast([plan.cursor], from.slice(0, 1)))
  return writer.statement(plan, conditions, `limit ${limit}`)
}

class Writer {
  readonly #grammar: Grammar
  readonly #values: RawValue[] = []

  constructor(grammar: Grammar) {
    this.#grammar = grammar
  }

  statement({ columns, from }: Plan, conditions: readonly string[], end: string): Statement {
    const selected = columns.map(({ expression, name }) => expression ?? this.#grammar.quote(name)).join(', ')
    const sql = `select ${selected} from ${from} where ${conditions.join(' and ')} ${end}`
    return { sql, values: this.#values }
  }

  /** That the columns together are not less than the values. */
  atLeast(columns: readonly Column[], values: readonly RawValue[]): string {
    const names = columns.map((column) => this.#grammar.quote(column.name))
    if (this.#grammar.hasRowValues && columns.length > 1)
      return `(${names.join(', ')}) >= (${columns.map((column, at) => this.#bound(column, values[at])).join(', ')})`
    const level = (at: number): string => {
      const name = names[at]
      const column = columns[at] as Column
      if (at === columns.length - 1) return `${name} >= ${this.#bound(column, values[at])}`
      // The first comparison is what an index is searched by.
      const first = at === 0 ? `${name} >= ${this.#bound(column, values[at])} and ` : ''
      return `${first}(${name} > ${this.#bound(column, values[at])} or (${name} = ${this.#bound(column, values[at])} and ${level(at + 1)}))`
    }
    return level(0)
  }

  #bound(column: Column, value: RawValue | undefined): string {
    this.#values.push(value ?? null)
    const mark = this.#grammar.placeholder(this.#values.length)
    return column.bind?.replace('?', mark) ?? mark
  }
}
