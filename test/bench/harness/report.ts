import { writeFileSync } from 'node:fs'

/** One measured number, as it is printed and written. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The counterpart's number, measured in the same run. */
  readonly peer: number | null
  /** `value / peer`. */
  readonly ratio: number | null
  /** What was promised, in words; `null`: for information. */
  readonly goal: string | null
  readonly met: boolean | null
}

export interface NewFigure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly peer?: number
  /** What is promised of the value, or of the ratio to the peer. */
  readonly goal?: { readonly of: 'value' | 'ratio'; readonly atLeast?: number; readonly atMost?: number }
}

/** Collects a bench's figures; prints what it finds as it goes, and the table at the end. */
export class Report {
  readonly #bench: string
  readonly #json: string | undefined
  readonly #figures: Figure[] = []
  readonly #conditions: string[] = []
  readonly #startedAt: number = performance.now()

  constructor(bench: string, json: string | undefined) {
    this.#bench = bench
    this.#json = json
  }

  /** What the numbers hold for: mix, warm or cold, durability, load. */
  condition(text: string): void {
    this.#conditions.push(text)
  }

  progress(text: string): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(0)
    process.stderr.write(`[${seconds.padStart(4)} s] ${text}\n`)
  }

  add({ name, value, unit, peer, goal }: NewFigure): void {
    const ratio = peer === undefined ? null : value / peer
    const judged = goal?.of === 'ratio' ? (ratio ?? Number.NaN) : value
    const what = goal?.of === 'ratio' ? ' × peer' : ` ${unit}`
    this.#figures.push({
      name,
      value: rounded(value),
      unit,
      peer: peer === undefined ? null : rounded(peer),
      ratio: ratio === null ? null : rounded(ratio),
      goal:
        goal === undefined
          ? null
          : goal.atLeast !== undefined
            ? `>= ${goal.atLeast}${what}`
            : `<= ${goal.atMost}${what}`,
      met:
        goal === undefined
          ? null
          : judged >= (goal.atLeast ?? Number.NEGATIVE_INFINITY) && judged <= (goal.atMost ?? Number.POSITIVE_INFINITY),
    })
  }

  /** Prints the table and writes the JSON. The exit code says nothing of goals: a bench measures, a reader judges. */
  finish(): void {
    const rows = [
      ['figure', 'value', 'unit', 'peer', 'ratio', 'goal', 'met'],
      ...this.#figures.map(({ name, value, unit, peer, ratio, goal, met }) => [
        name,
        shown(value),
        unit,
        peer === null ? '' : shown(peer),
        ratio === null ? '' : ratio.toFixed(3),
        goal ?? '',
        met === null ? '' : met ? 'yes' : 'NO',
      ]),
    ]
    const widths = (rows[0] as string[]).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
    const lines = rows.map((row) =>
      row
        .map((cell, column) =>
          [1, 3, 4].includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    process.stdout.write(`\n${this.#bench}\n${this.#conditions.map((one) => `  ${one}\n`).join('')}\n`)
    process.stdout.write(`${lines.join('\n')}\n`)
    if (this.#json !== undefined)
      writeFileSync(
        this.#json,
        `${JSON.stringify({ bench: this.#bench, conditions: this.#conditions, figures: this.#figures }, null, 2)}\n`,
      )
  }
}

const rounded = (value: number): number => Number(value.toPrecision(4))

const shown = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 })
