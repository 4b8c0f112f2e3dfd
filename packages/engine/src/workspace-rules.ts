import {
  type ConnectionDocument,
  type Endpoint,
  type Entity,
  type JsonObject,
  parseDocument,
  RapportError,
  type Resolver,
  type Stream,
} from '@rapport/core'
import type { Backfill } from './backfill.ts'
import type { DocumentToSave } from './commands.ts'
import type { Pipeline } from './pipeline/pipeline.ts'
import type { PipelineContext } from './pipeline/step.ts'
import type { StoredDocument, StreamId } from './port/rows.ts'
import type { Store } from './port/store.ts'
import type { Rulebook } from './rulebook.ts'
import { buildRulebook, type RulebookParts, readRuleDocuments } from './rulebook-build.ts'

/** What plugins bring to a workspace's rules. */
export interface RuleParts {
  readonly model: Readonly<Record<string, Entity>>
  readonly resolvers: ReadonlyMap<string, Resolver>
  readonly streamsOf: (connection: ConnectionDocument) => Promise<readonly Stream<object>[]>
  readonly endpointOf: (
    connection: ConnectionDocument,
  ) => { readonly endpoint: Endpoint; readonly config: JsonObject } | undefined
  readonly onProblem?: (connection: string, error: unknown) => void
}

export interface WorkspaceRulesOptions {
  readonly store: Store
  readonly caches: PipelineContext['caches']
  readonly parts: RuleParts
  readonly now: () => number
}

/** A workspace's documents and what is compiled of them. One change at a time: each stands on the one before. */
export class WorkspaceRules {
  readonly #options: WorkspaceRulesOptions
  readonly #endpoints: Map<string, ReturnType<RuleParts['endpointOf']>> = new Map()
  #rulebook: Rulebook | undefined
  #tail: Promise<unknown> = Promise.resolve()

  constructor(options: WorkspaceRulesOptions) {
    this.#options = options
  }

  get rulebook(): Rulebook {
    if (!this.#rulebook) throw new RapportError('INTERNAL')
    return this.#rulebook
  }

  /** The endpoint of a connection with its configuration, the same object until rules change. */
  endpointOf(name: string): ReturnType<RuleParts['endpointOf']> {
    if (!this.#endpoints.has(name)) {
      const connection = this.rulebook.connections.get(name)
      this.#endpoints.set(name, connection && this.#options.parts.endpointOf(connection))
    }
    return this.#endpoints.get(name)
  }

  /** Compiles the documents that are there; a connection whose streams cannot be had is left out. */
  reload(pipeline: Pipeline): Promise<void> {
    const { store, parts } = this.#options
    return this.#afterOthers(async () => {
      const rulebook = await buildRulebook(await readRuleDocuments(store.documents), {
        ...this.#parts(),
        onProblem: (connection, error) => parts.onProblem?.(connection, error),
      })
      await pipeline.exclusive(async () => this.#use(rulebook))
    })
  }

  /**
   * Writes new versions, all or none, and goes by them from the next step on.
   * @throws RapportError as compiling does, before anything is written; `DOCUMENT_VERSION_MOVED`
   */
  save(
    pipeline: Pipeline,
    backfill: Backfill,
    documents: readonly DocumentToSave[],
    by: string,
  ): Promise<readonly StoredDocument[]> {
    const { store, now } = this.#options
    return this.#afterOthers(async () => {
      const bodies = documents.map(({ body }) => parseDocument(body))
      const current = await store.documents.read(bodies.map(({ type, name }) => ({ type, name })))
      const next = new Map(
        (await readRuleDocuments(store.documents)).map((document) => [
          `${document.body.type}/${document.body.name}`,
          document,
        ]),
      )
      bodies.forEach((body, index) => {
        next.set(`${body.type}/${body.name}`, { version: (current[index]?.version ?? 0) + 1, body })
      })
      const rulebook = await buildRulebook([...next.values()], this.#parts())
      const at = now()
      const writes = bodies.map((body, index) => ({
        type: body.type,
        name: body.name,
        body: JSON.stringify(body),
        by,
        at,
        expected: documents[index]?.expected ?? current[index]?.version ?? 0,
      }))
      return pipeline.exclusive(() =>
        backfill.through({ types: bodies.map(({ type }) => type), from: this.rulebook, to: rulebook }, async () => {
          const written = await store.documents.write(writes)
          this.#use(rulebook)
          return written
        }),
      )
    })
  }

  /** @throws RapportError `DOCUMENT_NOT_FOUND`, and as compiling does when others need it */
  remove(pipeline: Pipeline, backfill: Backfill, type: string, name: string, by: string): Promise<void> {
    const { store, now } = this.#options
    return this.#afterOthers(async () => {
      const [there] = await store.documents.read([{ type, name }])
      if (!there || there.body === null) throw new RapportError('DOCUMENT_NOT_FOUND', { type, name })
      const all = await readRuleDocuments(store.documents)
      const rulebook = await buildRulebook(
        all.filter(({ body }) => body.type !== type || body.name !== name),
        this.#parts(),
      )
      await pipeline.exclusive(() =>
        backfill.through({ types: [type], from: this.rulebook, to: rulebook }, async () => {
          await store.documents.write([{ type, name, body: null, by, at: now(), expected: there.version }])
          this.#use(rulebook)
        }),
      )
    })
  }

  #use(rulebook: Rulebook): void {
    this.#rulebook = rulebook
    this.#endpoints.clear()
  }

  #parts(): Omit<RulebookParts, 'onProblem'> {
    const { store, caches, parts } = this.#options
    const { model, resolvers, streamsOf } = parts
    return {
      model,
      resolvers,
      streamsOf,
      streamIds: async (names) => {
        const ids = await store.write.streams(names)
        for (const [index, name] of names.entries()) caches.streams.set(name, ids[index] as StreamId)
        return ids
      },
    }
  }

  #afterOthers<T>(task: () => Promise<T>): Promise<T> {
    const run = this.#tail.then(task)
    this.#tail = run.catch(() => undefined)
    return run
  }
}
