import { RapportError } from '@rapport/core'
import { Ledger } from './ledger.ts'
import {
  countHousehold,
  countHouseholds,
  type Household,
  MOST_MEMBERS,
  type Person,
  trueAttributes,
} from './people/households.ts'
import { hashText, mixedOrder, Random } from './random.ts'
import { isoInstant } from './time.ts'
import { NOBODY, type Told, type WorldStream } from './told.ts'
import type { Row, StreamInfo, TrueAttributes, TruthLine, World, WorldDefinition } from './world.ts'

/** What a household did with the company; worlds add what is theirs. */
export interface HouseholdLife {
  readonly household: Household
  readonly people: readonly { readonly person: Person }[]
}

/** What a stream needs to tell its version of a household's life. */
export interface HouseholdTelling<L extends HouseholdLife> {
  readonly life: L
  readonly nowMs: number
  readonly random: Random
  readonly ledger: Ledger | null
  /** The world's seed, hashed. */
  readonly seed: number
  readonly eventsPerPerson: number
}

/** One household of a world is written by hand: the story, the same at any size and seed. */
interface StoryHousehold {
  readonly index: number
  /** The truth about its members, by ordinal. */
  readonly people: readonly TrueAttributes[]
  readonly rows: (file: string, nowMs: number) => readonly Told[]
  /** What its rows disagree on, as in the truth file. */
  readonly disagreements: readonly string[]
  /** What `story.json` says, given its members' lines of the truth file. */
  readonly write: (nowMs: number, lines: readonly TruthLine[]) => object
}

/** A world of people's households whose lives several systems tell. */
export interface HouseholdWorldDefinition<L extends HouseholdLife> extends Omit<WorldDefinition, 'open'> {
  readonly streams: readonly WorldStream<HouseholdTelling<L>>[]
  /** Makes a household's life again from its index; `size` is the most members that it may have. */
  readonly makeLife: (seed: number, index: number, nowMs: number, size: number, ledger: Ledger | null) => L
  readonly story: StoryHousehold
}

const ROWS_A_BATCH = 500

/**
 * A world out of its households. A life is a function of seed and index, and each system tells its own version of it:
 * nothing is remembered between households, so each file is a pass of its own, in constant memory.
 */
export function householdWorld<L extends HouseholdLife>(definition: HouseholdWorldDefinition<L>): WorldDefinition {
  const { name, title, tracked, tries } = definition
  return { name, title, tracked, tries, open: (options) => new HouseholdWorld(definition, options) }
}

class HouseholdWorld<L extends HouseholdLife> implements World {
  readonly name: string
  readonly people: number
  readonly households: number
  readonly seed: string
  readonly now: string
  readonly eventsPerPerson: number
  readonly streams: readonly StreamInfo[]
  readonly #definition: HouseholdWorldDefinition<L>
  readonly #personal: readonly WorldStream<HouseholdTelling<L>>[]
  readonly #seed: number
  readonly #nowMs: number
  readonly #lastSize: number

  constructor(definition: HouseholdWorldDefinition<L>, options: Parameters<WorldDefinition['open']>[0]) {
    this.#definition = definition
    this.name = definition.name
    this.streams = definition.streams
    this.#personal = definition.streams.filter((stream) => stream.tell !== null)
    this.people = options.people
    this.seed = options.seed
    this.now = isoInstant(options.nowMs)
    this.#seed = hashText(options.seed)
    this.#nowMs = options.nowMs
    this.eventsPerPerson = options.eventsPerPerson
    const { index, people } = definition.story
    const { households, lastSize } = countHouseholds(this.#seed, options.people, index, people.length)
    this.households = households
    this.#lastSize = lastSize
  }

  *batches(file: string): Generator<readonly Row[]> {
    const { streams, story } = this.#definition
    const stream = streams.find((one) => one.file === file)
    if (stream === undefined) throw new RapportError('STREAM_UNKNOWN', { stream: file })
    if (stream.reference !== null) {
      yield stream.reference(this.#nowMs)
      return
    }
    // Each file has an order of its own, so that a person's rows lie far apart and no file gives away another's order.
    const householdAt = mixedOrder(this.households, hashText(file))
    let batch: Row[] = []
    for (let position = 0; position < this.households; position++) {
      const index = householdAt(position)
      const told =
        index === story.index ? story.rows(file, this.#nowMs) : this.#tell(stream, this.#life(index, null), null)
      for (const { row } of told) batch.push(row)
      if (batch.length >= ROWS_A_BATCH) {
        yield batch
        batch = []
      }
    }
    if (batch.length > 0) yield batch
  }

  *truth(counts?: Map<string, { eligible: number; planted: number }>): Generator<TruthLine> {
    for (let index = 0; index < this.households; index++) {
      if (index === this.#definition.story.index) {
        yield* this.#storyTruth()
        continue
      }
      const ledger = new Ledger(counts)
      const life = this.#life(index, ledger)
      countHousehold(life.household, ledger)
      const told = this.#personal.map((stream) => [stream, this.#tell(stream, life, ledger)] as const)
      for (const { person } of life.people) {
        const attributes = trueAttributes(life.household, person)
        yield truthLine(person.id, life.household.id, attributes, told, person.ordinal, ledger.notes)
      }
      yield* nobodyLines(told)
    }
  }

  story(): object {
    const lines = [...this.#storyTruth()].filter((line) => line.personId !== null)
    return this.#definition.story.write(this.#nowMs, lines)
  }

  #life(index: number, ledger: Ledger | null): L {
    const size = index === this.households - 1 ? this.#lastSize : MOST_MEMBERS
    return this.#definition.makeLife(this.#seed, index, this.#nowMs, size, ledger)
  }

  #tell(stream: WorldStream<HouseholdTelling<L>>, life: L, ledger: Ledger | null): readonly Told[] {
    const random = new Random(this.#seed, stream.label, life.household.index)
    const { eventsPerPerson } = this
    return stream.tell?.({ life, nowMs: this.#nowMs, random, ledger, seed: this.#seed, eventsPerPerson }) ?? []
  }

  *#storyTruth(): Generator<TruthLine> {
    const { story } = this.#definition
    const household = String(story.index).padStart(7, '0')
    const told = this.#personal.map((stream) => [stream, story.rows(stream.file, this.#nowMs)] as const)
    for (const [ordinal, attributes] of story.people.entries()) {
      const personId = `p-${household}-${ordinal}`
      yield truthLine(personId, `h-${household}`, attributes, told, ordinal, story.disagreements)
    }
    yield* nobodyLines(told)
  }
}

/**
 * Gathers one person's keys; a key that two rows have (versions, a message sent twice) is listed once. Rows with an
 * `anonymousId` are tracking messages; those that name their device come from one that is lent to many.
 */
function truthLine(
  personId: string,
  householdId: string,
  attributes: TrueAttributes,
  told: readonly (readonly [StreamInfo, readonly Told[]])[],
  owner: number,
  notes: readonly string[],
): TruthLine {
  const keys: Record<string, string[]> = {}
  const usedBy = new Map<string, number>()
  for (const [stream, rows] of told) {
    const own = new Set<string>()
    for (const one of rows) {
      if (one.owner === owner) own.add(one.key)
      if ('anonymousId' in one.row) {
        const { anonymousId, context } = one.row as { anonymousId: string; context: { device?: object } }
        const isOthersToo = one.owner !== owner || context.device !== undefined
        const flags = (one.owner === owner ? 1 : 0) | (isOthersToo ? 2 : 0)
        usedBy.set(anonymousId, (usedBy.get(anonymousId) ?? 0) | flags)
      }
    }
    if (own.size > 0) keys[`${stream.system}/${stream.stream}`] = [...own]
  }
  const devices = [...usedBy]
    .filter(([, flags]) => (flags & 1) !== 0)
    .map(([anonymousId, flags]) => ({ anonymousId, isShared: (flags & 2) !== 0 }))
  const disagreements = notes.filter((note) => {
    const at = note.indexOf('@')
    const colon = note.indexOf(':', at)
    return keys[note.slice(at + 1, colon)]?.includes(note.slice(colon + 1)) ?? false
  })
  return { personId, householdId, attributes, keys, devices, disagreements }
}

function* nobodyLines(told: readonly (readonly [StreamInfo, readonly Told[]])[]): Generator<TruthLine> {
  for (const [stream, rows] of told) for (const one of rows) if (one.owner === NOBODY) yield nobodyLine(stream, one.key)
}

function nobodyLine(stream: StreamInfo, key: string): TruthLine {
  return {
    personId: null,
    householdId: null,
    attributes: null,
    keys: { [`${stream.system}/${stream.stream}`]: [key] },
    devices: [],
    disagreements: [],
  }
}
