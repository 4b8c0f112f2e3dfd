import { parseArgs } from 'node:util'

/** A bench's numbers by name, with their defaults. */
type Numbers = Readonly<Record<string, number>>

export interface BenchOptions<T extends Numbers> {
  readonly numbers: { readonly [K in keyof T]: number }
  /** Where the figures go as JSON. */
  readonly json: string | undefined
  /** Where stores are kept for the next run; absent: a folder that goes with the process. */
  readonly store: string | undefined
}

/**
 * Reads `--NAME NUMBER` for each of the numbers, `--json FILE` and `--store DIR`. Anything else ends the process with the usage.
 */
export function readOptions<T extends Numbers>(bench: string, defaults: T): BenchOptions<T> {
  const options = Object.fromEntries(
    [...Object.keys(defaults), 'json', 'store'].map((name) => [name, { type: 'string' as const }]),
  )
  try {
    const { values } = parseArgs({ options, strict: true })
    const numbers = Object.fromEntries(
      Object.entries(defaults).map(([name, fallback]) => [name, numberOf(name, values[name], fallback)]),
    )
    return {
      numbers: numbers as BenchOptions<T>['numbers'],
      json: values.json as string | undefined,
      store: values.store as string | undefined,
    }
  } catch (error) {
    const usage = Object.entries(defaults).map(([name, value]) => `[--${name} ${value}]`)
    process.stderr.write(`${(error as Error).message}\n`)
    process.stderr.write(`Usage: npm run bench -- ${bench} ${usage.join(' ')} [--store DIR] [--json FILE]\n`)
    process.exit(2)
  }
}

function numberOf(name: string, text: unknown, fallback: number): number {
  if (text === undefined) return fallback
  const value = Number(String(text).replaceAll('_', ''))
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} takes a whole number, not '${text}'.`)
  return value
}
