import {
  type DocumentType,
  type Endpoint,
  formatProfileId,
  type ProfileId,
  parseDocument,
  parseProfileId,
  RapportError,
  type Sequence,
} from '@rapport/core'
import type {
  Commands,
  Entry,
  Lookup,
  ProfileAnswer,
  Queries,
  ReaderRights,
  ReceivedRequest,
  RecordAnswer,
  Store,
  TimelineItem,
} from '@rapport/engine'
import { chainOf, openKeyring, type Runtime, type RuntimeConfig, Vault, type Workspace } from '@rapport/runtime'
import { openMemoryStore } from '@rapport/store-memory'
import { Registry } from 'prom-client'

/** A profile of the fake, with the phone numbers that its records carry. */
export interface FakeProfile {
  readonly id: number
  readonly givenName: string
  readonly phones?: readonly string[]
  readonly birthDate?: string
  readonly space?: string
  /** Rows of its history, newest first, all of stream `crm/contacts`. */
  readonly timeline?: readonly Pick<TimelineItem, 'entity' | 'key' | 'occurredAt' | 'attributes'>[]
}

/**
 * A runtime for tests of the HTTP side: entries, documents and changes lie in a real memory store; profiles are those it
 * is given, since who is who is not the HTTP side's business.
 */
export interface FakeRuntime {
  readonly runtime: Runtime
  readonly workspace: Workspace
  readonly store: Store
  /** What tracking requests were handed on, group by group. */
  readonly received: ReceivedRequest[][]
  readonly emitted: { readonly connection: string; readonly stream: string; readonly body: string }[]
  readonly logged: { readonly level: string; readonly fields: object }[]
  /** What `receive` answers or throws instead of accepting. */
  refuse: RapportError | undefined
  change(kind: 'updated' | 'erased', profile: number, at?: number): Promise<void>
}

const endpoint: Endpoint = {
  paths: ['/v1/track', '/v1/batch'],
  authentication: 'write-key',
  maxBodyBytes: 50_000,
  decode: () => [],
  keyInBody: (body) => /"writeKey":"([^"]+)"/.exec(body)?.[1],
}

/** Opens the fake with the given profiles, what the configuration says of models, and the clock that those go by. */
export async function fakeRuntime(
  profiles: readonly FakeProfile[],
  name = 'main',
  model?: RuntimeConfig['workspaces'][number]['model'],
  now: () => number = Date.now,
): Promise<FakeRuntime> {
  const store = await openMemoryStore()
  const reader = await store.reader()
  const listeners = new Set<() => void>()
  const received: ReceivedRequest[][] = []
  const emitted: { connection: string; stream: string; body: string }[] = []
  const logged: { level: string; fields: object }[] = []

  const visible = (id: number, rights: ReaderRights): FakeProfile | undefined =>
    profiles.find(
      (one) => one.id === id && (!rights.spaces || one.space === undefined || rights.spaces.includes(one.space)),
    )
  const answer = (one: FakeProfile, rights: ReaderRights): ProfileAnswer => ({
    id: formatProfileId(one.id as ProfileId),
    version: 1,
    entity: 'person',
    attributes: {
      givenName: one.givenName,
      ...(rights.sensitive && one.birthDate !== undefined && { birthDate: one.birthDate }),
    },
    identifiers: [],
    contactPoints: [],
    consents: [],
    provenance: {},
    conflicts: [],
    records: 1,
    sources: ['crm/contacts'],
    insights: { orders12m: 2 },
    segments: [],
    space: one.space ?? null,
    territory: null,
  })
  const lookup = async (reference: string, rights: ReaderRights): Promise<Lookup> => {
    if (!reference.includes(':') && parseProfileId(reference) === undefined)
      throw new RapportError('PROFILE_ID_INVALID')
    const id = parseProfileId(reference)
    if (id === 99) return { status: 'erased' }
    const ids =
      id !== undefined
        ? [id === 98 ? (1 as ProfileId) : id]
        : profiles.flatMap((one) =>
            reference.startsWith('phone:') && one.phones?.includes(reference.slice(6)) ? [one.id as ProfileId] : [],
          )
    const seen = ids.flatMap((one) => visible(one, rights) ?? [])
    const [first] = seen
    if (!first) return { status: 'absent' }
    if (seen.length > 1) return { status: 'ambiguous', ids: seen.map((one) => one.id as ProfileId) }
    return {
      status: 'found',
      id: first.id as ProfileId,
      version: 1,
      text: JSON.stringify({
        ...answer(first, rights),
        ...(id === 98 && { movedFrom: formatProfileId(98 as ProfileId) }),
      }),
      tag: `${first.id}.1${rights.sensitive ? 's' : ''}`,
      ...(id === 98 && { movedFrom: 98 as ProfileId }),
      prepared: undefined,
    }
  }
  const record = (one: FakeProfile, rights: ReaderRights): RecordAnswer => ({
    anchor: `crm/contacts:${one.id}`,
    stream: 'crm/contacts',
    key: String(one.id),
    version: '1',
    observedAt: '2026-11-01T00:00:00.000Z',
    attributes: rights.sensitive
      ? { contactPoints: (one.phones ?? []).map((normal) => ({ kind: 'phone', raw: normal, normal })) }
      : {},
    received: {},
    flags: [],
    isDeleted: false,
  })
  const queries: Queries = {
    templates: () => ({ templates: [], insights: new Map(), isHappening: () => false, zones: new Map() }),
    actions: () => ({ actions: [], insights: new Map(), segments: new Map(), currency: null }),
    lookup,
    profile: async (id, rights) => {
      const one = visible(id, rights)
      return one && answer(one, rights)
    },
    list: async ({ limit }, rights) => ({
      items: profiles.slice(0, limit).flatMap((one) => (visible(one.id, rights) ? [answer(one, rights)] : [])),
      next: null,
    }),
    timeline: async (id, { entities }, rights) => ({
      items: (visible(id, rights)?.timeline ?? [])
        .filter((item) => entities === undefined || entities.includes(item.entity))
        .map((item) => ({ ...item, id: item.key, stream: 'crm/contacts' })),
      next: null,
    }),
    records: async (id, rights) => {
      const one = visible(id, rights)
      return one ? [record(one, rights)] : []
    },
    agenda: async () => ({ items: [], next: null }),
    agendaDay: async () => ({ count: 0, groups: [], hasMoreGroups: false, previous: null, next: null }),
    references: async (rows) => rows.map(() => undefined),
    links: async () => ({ links: [], decisions: [] }),
    asOf: async () => undefined,
    search: async () => [],
    memberships: async () => ({ segments: [], activations: [] }),
    backfills: async () => [],
    countRecipients: async (activations) => activations.map(() => 0),
    members: async () => ({ items: [], next: null }),
  }

  const log = (level: string) => (fields: object) => void logged.push({ level, fields })
  const runtimeLog = { error: log('error'), warn: log('warn'), info: log('info') }
  const entries = {
    putEntries: async (entries: readonly Entry[]) => void (await store.write.commit({ entries })),
    removeEntries: async (removedEntries: readonly Pick<Entry, 'type' | 'name'>[]) =>
      void (await store.write.commit({ removedEntries })),
  }
  const keyring = openKeyring('', { RAPPORT_SECRET_KEY: '11'.repeat(32) })
  const vault = new Vault({ workspace: name, reader, commands: entries, keyring, now })

  const fake: FakeRuntime = {
    store,
    received,
    emitted,
    logged,
    refuse: undefined,
    workspace: undefined as never,
    runtime: undefined as never,
    async change(kind, profile, at = 1) {
      await store.write.commit({ changes: [{ kind, profile: profile as ProfileId, at, body: '{}' }] })
      for (const listener of listeners) listener()
    },
  }
  const commands: Partial<Commands> = {
    receive: async (requests) => {
      if (fake.refuse) throw fake.refuse
      received.push([...requests])
      return requests.map(() => ({ ok: true, accepted: 1 }))
    },
    emit: async ({ connection, stream, body }) => {
      if (connection !== 'crm')
        return { ok: false, code: 'STREAM_UNKNOWN', details: { stream: `${connection}/${stream}` } }
      emitted.push({ connection, stream, body })
      return { ok: true, accepted: (JSON.parse(body) as { rows: unknown[] }).rows.length }
    },
    settle: async () => {},
    requeue: async (ids) => void (await store.write.commit({ requeue: ids.map((id) => ({ id, dueAt: 0 })) })),
    ...entries,
    saveDocuments: async (documents, by) => {
      const parsed = documents.map(({ body }) => parseDocument(body))
      const there = await store.documents.read(parsed.map(({ type, name }) => ({ type, name })))
      return store.documents.write(
        parsed.map((body, index) => ({
          type: body.type as DocumentType,
          name: body.name,
          body: JSON.stringify(body),
          by,
          at: 0,
          expected: documents[index]?.expected ?? there[index]?.version ?? 0,
        })),
      )
    },
  }
  const workspace: Workspace = {
    name,
    commands: commands as Commands,
    queries,
    reader,
    documents: store.documents,
    changes: {
      watch: () => () => {},
      watchDocuments: () => () => {},
      async *follow(after, { signal, limit = 100 }) {
        let position: Sequence = after
        while (!signal.aborted) {
          const changes = await reader.changes(position, limit)
          const last = changes.at(-1)
          if (last) {
            position = last.sequence
            yield changes
            continue
          }
          await new Promise<void>((resolve) => {
            listeners.add(resolve)
            signal.addEventListener('abort', () => resolve(), { once: true })
          })
        }
      },
    },
    secrets: vault,
    models: model && chainOf(model, { vault, reader, commands: entries, log: runtimeLog as never, now }),
    connections: {
      check: async () => ({ ok: true }),
      streams: async () => [],
      endpoints: async () => [{ connection: 'web', endpoint, verify: () => {} }],
    },
    syncs: {
      run: async () => Promise.reject(new RapportError('CONNECTION_NOT_FOUND', { name: 'x' })),
      start: async () => Promise.reject(new RapportError('CONNECTION_NOT_FOUND', { name: 'x' })),
      stop: async () => {},
      list: async () => [],
    },
    stoppedActivations: () => new Map(),
    wakeDeliveries: () => {},
  }
  const runtime = {
    config: { http: { host: '127.0.0.1', port: 0 }, workspaces: [{ name: 'main', model }] },
    log: runtimeLog,
    metrics: new Registry(),
    workspaces: () => [workspace],
    doctor: async () => [
      { name: 'disk', state: 'ok', finding: '40 GB free.', solve: null },
      { name: 'plugins', state: 'failed', finding: 'One does not load.', solve: 'Install it.' },
    ],
    backup: async (folder: string, workspaces: readonly string[]) => ({
      format: 1,
      rapport: '0.1.0',
      at: '2026-11-24T00:00:00.000Z',
      workspaces: workspaces.map((one) => ({ name: `${one}@${folder}`, bytes: 1, suppressions: 0 })),
    }),
    readiness: () => ({ ready: true, problems: [] }),
  } as unknown as Runtime
  return Object.assign(fake, { workspace, runtime })
}
