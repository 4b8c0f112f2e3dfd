/** What every world is: streams of rows that several systems tell about the same people, and the truth beside them. */

/** A row as its system exports it: one JSON object, or one line of a delimited file (then flat). */
export type Row = object

export interface WorldOptions {
  /** How many people live in the world: 100 to 1,000,000. */
  readonly people: number
  /** Anything; the same seed, people, `now` and `eventsPerPerson` give the same bytes. Default `rapport`. */
  readonly seed?: string | number
  /** The instant at which the story happens; every date in the world hangs on it. Default {@link DEFAULT_NOW}. */
  readonly now?: string | Date
  /** Mean number of web events a person (a long tail: a few have many, many have none). Default 6. */
  readonly eventsPerPerson?: number
}

/** The instant that dates hang on when the caller names none, so that a world's bytes do not depend on the day. */
export const DEFAULT_NOW = '2026-11-24T09:30:00.000Z'

/** One kind of row of one system, and the file that holds it. */
export interface StreamInfo {
  readonly system: string
  readonly stream: string
  /** Path inside the world's folder, with `/`: `crm/contacts.jsonl`. */
  readonly file: string
  readonly format: 'jsonl' | 'csv'
  /** Columns of a delimited file in their order; also the full set of fields of a JSON Lines file. */
  readonly columns: readonly string[]
  readonly delimiter?: ',' | ';'
  readonly hasByteOrderMark?: boolean
  /** The column that holds a row's key, or null where rows carry no identity of a person's data (reference data). */
  readonly key: string
}

/** Who a row belongs to in truth: one person's part of a household, an organisation, or nobody (a shop's test record). */
export interface TruthLine {
  /** `p-000012-0`; null for an organisation, and for a record that stands for nobody (a test, a till's walk-in customer). */
  readonly personId: string | null
  /** `o-0000012-01`, of an organisation's line; null or absent of a person's and of nobody's. */
  readonly organizationId?: string | null
  readonly organization?: TrueOrganization | null
  readonly householdId: string | null
  /** True values, null for nobody. */
  readonly attributes: TrueAttributes | null
  /** Keys of all rows that are this person's, by `system/stream`; each key of each file is on exactly one line. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  /** Anonymous ids that the person's browsers sent; `isShared` when somebody else's did too. */
  readonly devices: readonly { readonly anonymousId: string; readonly isShared: boolean }[]
  /** What was planted: `nickname@crm/contacts:003…`. */
  readonly disagreements: readonly string[]
}

export interface TrueAttributes {
  readonly firstName: string
  readonly lastName: string
  readonly birthName: string | null
  /** Null where no system knows it. */
  readonly birthDate: string | null
  readonly gender: 'female' | 'male'
  readonly country: string
  readonly language: string
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly street: string
  readonly postalCode: string
  readonly city: string
  /** Null in worlds whose customers have none. */
  readonly tier: string | null
  /** What they do where they work, and the organisation's id; absent in worlds of private customers. */
  readonly jobTitle?: string
  readonly worksFor?: string | null
}

/** The true values of an organisation. */
export interface TrueOrganization {
  readonly name: string
  readonly legalName: string
  readonly kind: 'site' | 'chain'
  /** The organisation that pays for it; null: it pays for itself. */
  readonly payerId: string | null
  readonly finess: string | null
  readonly siret: string
  readonly phones: readonly string[]
  readonly emails: readonly string[]
  readonly street: string
  readonly postalCode: string
  readonly city: string
  readonly territory: string
}

/** How often a disagreement could have been planted, and was. */
export interface DisagreementCount {
  readonly eligible: number
  readonly planted: number
}

/** A world of a given size and seed: nothing is held in memory, every pass makes its rows again. */
export interface World {
  readonly name: string
  readonly people: number
  readonly households: number
  readonly seed: string
  /** ISO instant. */
  readonly now: string
  readonly eventsPerPerson: number
  readonly streams: readonly StreamInfo[]
  /**
   * The rows of one stream, in batches of a household or more, in the order of its file.
   * @throws RapportError `STREAM_UNKNOWN`
   */
  batches(file: string): Generator<readonly Row[]>
  /** One line a person and one a record that is nobody's; disagreements are counted into `counts` when given. */
  truth(counts?: Map<string, { eligible: number; planted: number }>): Generator<TruthLine>
  /** The fixed story's keys and facts, as written to `story.json`. */
  story(): object
}

/** Requests that show a part of a world's story to somebody who starts it for the first time. */
export interface Try {
  /** What one wants to know, as a sentence without a full stop or a question. */
  readonly title: string
  /** Paths of the API with their query; one with a body is posted. */
  readonly requests: readonly { readonly path: string; readonly body?: object }[]
}

/** A demo world as it can be opened. */
export interface WorldDefinition {
  readonly name: string
  readonly title: string
  /** Files of archived tracking messages: what sends them again, as visitors' browsers did, to a connection of the documents. */
  readonly tracked: readonly { readonly file: string; readonly connection: string }[]
  /** What to ask first of a workspace that has this world, given what its `story.json` says. */
  tries(story: object): readonly Try[]
  open(options: Required<Omit<WorldOptions, 'now' | 'seed'>> & { readonly seed: string; readonly nowMs: number }): World
}
