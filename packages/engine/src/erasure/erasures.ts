import { randomUUID } from 'node:crypto'
import {
  type ConnectionDocument,
  formatProfileId,
  type PersonReference,
  type ProfileId,
  RapportError,
  type Sequence,
} from '@rapport/core'
import { activationMembership } from '../activation-membership.ts'
import type { ErasureNotice, ErasureProof } from '../commands.ts'
import { decodeFigures } from '../figures/packed.ts'
import { removal } from '../pipeline/activate.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { PipelineContext } from '../pipeline/step.ts'
import type { Page, Reader } from '../port/reader.ts'
import type { Enqueue, Entry, Settled } from '../port/rows.ts'
import type { Head } from '../queries.ts'
import { entriesAbout } from '../query/entries-about.ts'
import { findProfiles } from '../query/find-profile.ts'
import { anchorTexts, identifierTexts, keysByConnection, type Person, readPerson, rejectedAbout } from './person.ts'

const ERASE_QUEUE = 'erase'
const PAGE = 200
/** Entries that say what a reader was told about a profile as it was then. */
const TOLD = 'brief'

/** Kept from before the first row goes until the proof is written, so that a killed process ends what it began. */
const PLAN = 'erasing'

interface Plan {
  readonly proof: ErasureProof
  readonly profile: ProfileId
  readonly anchors: Person['anchors'][number]['id'][]
  readonly suppress: readonly string[]
  /** Decisions about the person, and rejected rows that name them. */
  readonly decisions: readonly string[]
  readonly rejected: readonly Sequence[]
  readonly notices: readonly Omit<ErasureNotice, 'id' | 'attempt'>[]
  /** Takes the person out of what activations sent to systems that do not hear of erasures. */
  readonly removals: readonly Enqueue[]
}

export interface ErasuresOptions {
  readonly context: PipelineContext
  readonly pipeline: Pipeline
  readonly reader: Reader
  /** Whether the connection's plugin declares `onErase`. */
  readonly hearsOfErasures: (connection: ConnectionDocument) => boolean
}

/** Erases people, tells the systems they were known in, keeps the proofs. Callers let everything accepted be worked off first. */
export class Erasures {
  readonly #options: ErasuresOptions
  /** Notices under lease: what their proof is to say when they are settled. */
  readonly #leased = new Map<Sequence, { readonly proof: string; readonly connection: string }>()

  constructor(options: ErasuresOptions) {
    this.#options = options
  }

  /** Ends what a killed process had begun. */
  async open(): Promise<void> {
    const { context, reader } = this.#options
    await context.suppression.open()
    for (;;) {
      const { items } = await reader.entries(PLAN, { limit: PAGE })
      if (items.length === 0) return
      for (const { body } of items) await this.#carryOut(JSON.parse(body) as Plan)
    }
  }

  /** @throws RapportError `PROFILE_NOT_FOUND`, `PROFILE_ERASED`, `PROFILE_AMBIGUOUS`, `PROFILE_ID_INVALID` */
  erase(reference: string, by: string): Promise<ErasureProof> {
    return this.#options.pipeline.exclusive(async () => this.#forget(await this.#profileOf(reference), by, true))
  }

  /**
   * Erases whoever the hashes name, again: a restored store learns whom it must forget. Their systems were told when they were erased
   * first. An identifier alone names nobody when several have it now.
   */
  suppress(hashes: readonly string[]): Promise<number> {
    const { context, pipeline } = this.#options
    return pipeline.exclusive(async () => {
      await context.suppression.add(hashes, context.now())
      const named = await this.#namedBy(new Set(hashes))
      for (const profile of named) await this.#forget(profile, 'restore', false)
      return named.length
    })
  }

  async claim(
    max: number,
    leaseMs: number,
  ): Promise<{ readonly token: string; readonly items: readonly ErasureNotice[] }> {
    const { context } = this.#options
    const lease = await context.store.write.claim(ERASE_QUEUE, { max, leaseMs, nowMs: context.now() })
    const items = lease.items.map(({ id, attempt, body }) => {
      const notice = { ...(JSON.parse(body) as Plan['notices'][number]), id, attempt }
      this.#leased.set(id, { proof: notice.proof, connection: notice.connection })
      return notice
    })
    return { token: lease.token, items }
  }

  /** @throws RapportError `LEASE_LOST` */
  settle(token: string, settled: readonly Settled[]): Promise<void> {
    const { context, pipeline, reader } = this.#options
    return pipeline.exclusive(async () => {
      const proofs = new Map<string, ErasureProof>()
      for (const one of settled) {
        const leased = this.#leased.get(one.id)
        if (!leased || 'retryAt' in one) continue
        const text = proofs.get(leased.proof) ?? (await reader.entry('erasure', leased.proof))?.body
        if (text === undefined) continue
        const proof = typeof text === 'string' ? (JSON.parse(text) as ErasureProof) : text
        const state = 'done' in one ? 'done' : 'failed'
        proofs.set(leased.proof, {
          ...proof,
          systems: proof.systems.map((system) =>
            system.connection === leased.connection ? { ...system, state } : system,
          ),
        })
      }
      const committed = await context.store.write.commit({
        lease: token,
        settled,
        entries: [...proofs.values()].map(proofEntry),
      })
      for (const { id } of settled) this.#leased.delete(id)
      if (!committed.ok) throw new RapportError('LEASE_LOST')
    })
  }

  async #forget(profile: ProfileId, by: string, isTold: boolean): Promise<ErasureProof> {
    const { context, reader } = this.#options
    const person = await readPerson(reader, context.store.write, profile)
    const id = randomUUID()
    const notices = isTold ? await this.#notices(person, id) : []
    const plan: Plan = {
      profile,
      anchors: person.anchors.map((anchor) => anchor.id),
      suppress: person.texts.map((text) => context.suppression.hash(text)),
      decisions: (await reader.links(profile)).decisions.map((decision) => decision.id),
      rejected: await rejectedAbout(reader, person),
      notices,
      removals: isTold ? await this.#removals(profile) : [],
      proof: {
        id,
        profile: formatProfileId(profile),
        at: new Date(context.now()).toISOString(),
        by,
        rows: {},
        suppressed: person.texts.length,
        systems: notices.map(({ connection }) => ({ connection, state: 'queued' as const })),
      },
    }
    await context.store.write.commit({
      // Before the erasure, which empties the bytes of what is gone.
      removedEntries: await this.#toldAbout(profile),
      entries: [{ type: PLAN, name: id, profile: null, at: context.now(), body: JSON.stringify(plan) }],
    })
    return this.#carryOut(plan)
  }

  async #carryOut(plan: Plan): Promise<ErasureProof> {
    const { context, pipeline } = this.#options
    const { profile, anchors, suppress } = plan
    const at = Date.parse(plan.proof.at)
    const { rows } = await context.store.write.erase({ profile, anchors, suppress, at })
    context.suppression.stored()
    pipeline.forget()
    const proof: ErasureProof = { ...plan.proof, rows }
    // After the erasure, which would take the person out of what is queued.
    await context.store.write.commit({
      entries: [proofEntry(proof), ...context.suppression.entries(suppress, at)],
      removedEntries: [{ type: PLAN, name: proof.id }, ...plan.decisions.map((name) => ({ type: 'decision', name }))],
      unrejected: plan.rejected,
      enqueue: [
        ...plan.removals,
        ...plan.notices.map((notice) => ({
          queue: ERASE_QUEUE,
          lane: notice.connection,
          dueAt: context.now(),
          key: null,
          body: JSON.stringify(notice),
        })),
      ],
    })
    return proof
  }

  /** What readers were told while somebody else's profile held the person's records. Of their own profiles it goes with those. */
  async #toldAbout(profile: ProfileId): Promise<readonly Pick<Entry, 'type' | 'name'>[]> {
    const read = await entriesAbout(this.#options.reader, TOLD, profile)
    const found: Pick<Entry, 'type' | 'name'>[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const page: Page<Entry> = await read({ limit: PAGE, ...(after === undefined ? {} : { after }) })
      for (const { type, name } of page.items) found.push({ type, name })
      after = page.next
    }
    return found
  }

  /** Sources that gave rows of the person, and every activator: what was sent to those is not remembered for ever. */
  async #notices(person: Person, proof: string): Promise<Plan['notices']> {
    const { context, reader, hearsOfErasures } = this.#options
    const { connections, streams } = context.rulebook()
    const keys = await keysByConnection(reader, person)
    const sources = new Set([...streams.values()].map((stream) => stream.connection))
    return [...connections.values()].flatMap((connection) => {
      const own = keys.get(connection.name) ?? []
      if (!hearsOfErasures(connection) || (own.length === 0 && sources.has(connection.name))) return []
      const reference: PersonReference = { identifiers: person.identifiers, keys: own }
      return [{ proof, connection: connection.name, person: reference }]
    })
  }

  async #removals(id: ProfileId): Promise<readonly Enqueue[]> {
    const { context, reader, hearsOfErasures } = this.#options
    const { activations, connections, insights } = context.rulebook()
    const sent = new Set((await reader.memberships(id)).map(({ segment }) => segment))
    const meant = activations.filter((activation) => {
      const connection = connections.get(activation.connection)
      return sent.has(activationMembership(activation.name)) && !(connection && hearsOfErasures(connection))
    })
    const [found] = meant.length === 0 ? [] : await reader.profiles([id])
    if (found?.status !== 'found') return []
    const figures = decodeFigures(insights, found.profile.figures, context.now())
    const head = JSON.parse(found.profile.head) as Head
    return meant.map((activation) => removal(activation, { id, figures, segments: [] }, head, context.now()))
  }

  async #namedBy(hashes: ReadonlySet<string>): Promise<readonly ProfileId[]> {
    const { context, reader } = this.#options
    const isNamed = (text: string) => hashes.has(context.suppression.hash(text))
    const named: ProfileId[] = []
    for (let after: string | undefined; ; ) {
      const page = await reader.list({ limit: PAGE, ...(after === undefined ? {} : { after }) })
      for (const { id } of page.items) {
        const anchors = await reader.anchors(id)
        const found = anchorTexts(anchors).some(isNamed)
        if (found) named.push(id)
        else {
          const texts = identifierTexts(await reader.records(anchors.map((anchor) => anchor.id))).filter(isNamed)
          const owners = texts.length === 0 ? [] : await reader.profilesByKey(texts)
          if (owners.some((all) => all.length === 1)) named.push(id)
        }
      }
      if (page.next === null) return named
      after = page.next
    }
  }

  async #profileOf(reference: string): Promise<ProfileId> {
    const { reader } = this.#options
    const [id, other] = await findProfiles(reader, reference)
    if (other !== undefined) throw new RapportError('PROFILE_AMBIGUOUS')
    const [found] = id === undefined ? [] : await reader.profiles([id])
    if (found?.status === 'erased') throw new RapportError('PROFILE_ERASED')
    if (found?.status !== 'found') throw new RapportError('PROFILE_NOT_FOUND')
    return found.profile.id
  }
}

const proofEntry = (proof: ErasureProof): Entry => ({
  type: 'erasure',
  name: proof.id,
  profile: null,
  at: Date.parse(proof.at),
  body: JSON.stringify(proof),
})
