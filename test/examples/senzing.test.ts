import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  isSharedDataAbsent,
  type LoadedProject,
  loadProject,
  recordsByKey,
  rowsOf,
  sharedFile,
} from '../support/project.ts'

const folder = fileURLToPath(new URL('../../examples/senzing', import.meta.url))
const now = Date.parse('2026-11-24T12:00:00Z')
const systems = ['customers', 'reference', 'watchlist'] as const

interface Raw {
  /** `customers/1001`. */
  readonly key: string
  readonly features: readonly Readonly<Record<string, string>>[]
  readonly AMOUNT?: string
}
const rawOf = (system: string): readonly Raw[] =>
  readFileSync(sharedFile(`identity/senzing_truthset/${system}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map((row) => ({ ...row, key: `${system}/${row.RECORD_ID}`, features: row.FEATURES }))

/** Of each record what a state gave to one person only: number, and the first letters of who gave it (US, USA). */
function exactIdentifiers({ features }: Raw): readonly string[] {
  return features.flatMap((one) => [
    ...(one.PASSPORT_NUMBER
      ? [`passport ${one.PASSPORT_COUNTRY?.slice(0, 2).toUpperCase()} ${one.PASSPORT_NUMBER}`]
      : []),
    ...(one.SSN_NUMBER?.includes('-') ? [`ssn ${one.SSN_NUMBER}`] : []),
    ...(one.DRIVERS_LICENSE_NUMBER
      ? [`licence ${one.DRIVERS_LICENSE_STATE?.slice(0, 2).toUpperCase()} ${one.DRIVERS_LICENSE_NUMBER}`]
      : []),
    ...(one.NATIONAL_ID_COUNTRY ? [`national ${one.NATIONAL_ID_COUNTRY} ${one.NATIONAL_ID_NUMBER}`] : []),
  ])
}

describe.skipIf(isSharedDataAbsent)('the Senzing truth set', () => {
  let project: LoadedProject
  let raw: readonly Raw[]
  let clusters: ReadonlyMap<string, string>
  beforeAll(async () => {
    raw = systems.flatMap(rawOf)
    project = await loadProject(folder, sharedFile('identity/senzing_truthset'), { now })
    clusters = await clustersOf(project)
  }, 60_000)
  afterAll(() => project?.close())

  /** Profile by `system/id`: people and organizations of a file are two streams. */
  async function clustersOf(one: LoadedProject): Promise<ReadonlyMap<string, string>> {
    const records = await recordsByKey(one)
    return new Map([...records].map(([key, { profile }]) => [key.replace(/\/(people|organizations)\//, '/'), profile]))
  }

  it('is read whole: 159 records of three systems, persons and organizations each in a stream of their own', async () => {
    expect(raw).toHaveLength(159)
    expect([...clusters.keys()].sort()).toEqual(raw.map(({ key }) => key).sort())
    for (const system of systems)
      for (const stream of ['people', 'organizations'])
        expect(rowsOf(project, `${system}/${stream}`)).toEqual({ rows: rawOf(system).length, rejected: 0 })
    const organizations = raw.filter(({ features }) =>
      features.some(({ RECORD_TYPE }) => RECORD_TYPE === 'ORGANIZATION'),
    )
    const profiles = project.profiles.filter(({ entity }) => entity === 'organization')
    expect(new Set(organizations.map(({ key }) => clusters.get(key)))).toEqual(new Set(profiles.map(({ id }) => id)))
  })

  it('joins all records that share an exact identifier, across systems too', () => {
    const holders = new Map<string, Raw[]>()
    for (const one of raw)
      for (const identifier of exactIdentifiers(one)) holders.set(identifier, [...(holders.get(identifier) ?? []), one])
    const shared = [...holders.values()].filter((records) => records.length > 1)
    expect(shared.length).toBeGreaterThan(10)
    for (const records of shared) expect(new Set(records.map(({ key }) => clusters.get(key))).size).toBe(1)
    const across = shared.filter((records) => new Set(records.map(({ key }) => key.split('/')[0])).size > 1)
    expect(across.map((records) => records.map(({ key }) => key).sort()).sort()).toEqual([
      ['customers/1005', 'watchlist/1006'],
      ['customers/1009', 'watchlist/1014'],
      ['customers/1020', 'watchlist/1021'],
    ])
  })

  it('joins nobody whom the truth keeps apart', () => {
    const truth = new Map(
      readFileSync(sharedFile('identity/senzing_truthset/actual_truthset_key.csv'), 'utf8')
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.split(','))
        .map(([, cluster = '', system = '', id = '']) => [`${system.toLowerCase()}/${id}`, cluster]),
    )
    expect(truth.size).toBe(159)
    const keys = [...truth.keys()]
    const pairs = keys.flatMap((a, at) => keys.slice(at + 1).map((b) => [a, b] as const))
    const joined = pairs.filter(([a, b]) => clusters.get(a) === clusters.get(b))
    expect(joined.filter(([a, b]) => truth.get(a) !== truth.get(b))).toEqual([])
    // 108 are true; rules alone find what shares an identifier, and what shares a name and something else.
    expect(joined.length).toBeGreaterThanOrEqual(47)
  })

  it('gives the same partition whatever system comes first', async () => {
    const other = await loadProject(folder, sharedFile('identity/senzing_truthset'), {
      now,
      order: ['watchlist', 'reference', 'customers'],
    })
    try {
      const partition = (of: ReadonlyMap<string, string>) =>
        [...Map.groupBy(of.keys(), (key) => of.get(key)).values()].map((keys) => keys.sort().join(' ')).sort()
      expect(partition(await clustersOf(other))).toEqual(partition(clusters))
    } finally {
      await other.close()
    }
  }, 60_000)

  it('keeps what each system knows: amounts, owners and directors, entries of the watch list', () => {
    const insight = (name: string) => project.profiles.reduce((sum, { insights }) => sum + Number(insights[name]), 0)
    const amounts = rawOf('customers').flatMap(({ AMOUNT }) => (AMOUNT === undefined ? [] : [Number(AMOUNT)]))
    const roles = raw.flatMap(({ features }) => features.flatMap(({ REL_POINTER_ROLE }) => REL_POINTER_ROLE ?? []))
    expect(insight('orders')).toBe(amounts.length)
    expect(insight('spend')).toBe(amounts.reduce((sum, one) => sum + one, 0) * 100)
    expect(insight('watchEntries')).toBe(rawOf('watchlist').length)
    expect(insight('ownerships')).toBe(roles.filter((role) => role.startsWith('Owns')).length)
    const watched = new Set(rawOf('watchlist').map(({ key }) => clusters.get(key)))
    const customers = new Set(rawOf('customers').map(({ key }) => clusters.get(key)))
    expect(
      new Set(project.profiles.filter(({ segments }) => segments.includes('watchedCustomers')).map(({ id }) => id)),
    ).toEqual(watched.intersection(customers))
  })
})
