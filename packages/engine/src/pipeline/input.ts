import {
  type Deletion,
  type Emission,
  type Endpoint,
  type IdentitySignal,
  type Json,
  type JsonObject,
  RapportError,
  type Sequence,
  type SourceMerge,
} from '@rapport/core'
import type { EmittedBatch, ReceivedRequest } from '../commands.ts'
import type { Enqueue, Rejected } from '../port/rows.ts'
import type { Rulebook } from '../rulebook.ts'
import { type Operation, toOperations } from './operations.ts'

/** Input as it waits in the queue: what was received, unparsed, so that a killed process takes it up as it came. */
export type Input =
  | { readonly kind: 'request'; readonly request: ReceivedRequest }
  | { readonly kind: 'batch'; readonly batch: EmittedBatch; readonly receivedAt: number }

/** Input whose JSON was read; rows are not checked yet. */
export interface Parsed {
  readonly input: Input
  readonly emissions: readonly ParsedEmission[]
  readonly rows: number
  /** The queue's item to settle with the commit, when it waited. */
  readonly settles?: Sequence
}

interface ParsedEmission {
  readonly connection: string
  readonly stream: string
  readonly rows: readonly object[]
  readonly deletes: readonly Deletion[]
  readonly merges: readonly SourceMerge[]
  readonly signals: readonly IdentitySignal[]
  readonly isChecked: boolean
  readonly receivedAt: number
}

/** The endpoint of a connection with its configuration, the same object each time. */
export type EndpointOf = (
  connection: string,
) => { readonly endpoint: Endpoint; readonly config: JsonObject } | undefined

export const INPUT_QUEUE = 'input'

/**
 * Reads an input's JSON. What cannot be read is the sender's to hear about.
 * @throws RapportError `BODY_INVALID`, `CONNECTION_NOT_FOUND`, or what the endpoint's `decode` throws
 */
export function parseInput(input: Input, endpointOf: EndpointOf): Parsed {
  const emissions =
    input.kind === 'request' ? parseRequest(input.request, endpointOf) : [parseBatch(input.batch, input.receivedAt)]
  return {
    input,
    emissions,
    rows: emissions.reduce(
      (rows, one) => rows + one.rows.length + one.deletes.length + one.merges.length + one.signals.length,
      0,
    ),
  }
}

function parseRequest(request: ReceivedRequest, endpointOf: EndpointOf): readonly ParsedEmission[] {
  const connected = endpointOf(request.connection)
  if (!connected) throw new RapportError('CONNECTION_NOT_FOUND', { name: request.connection })
  return connected.endpoint.decode({ ...request, config: connected.config }).map((emission: Emission) => ({
    connection: request.connection,
    stream: `${request.connection}/${emission.stream}`,
    rows: emission.rows ?? [],
    deletes: emission.deletes ?? [],
    merges: [],
    signals: emission.signals ?? [],
    isChecked: true,
    receivedAt: request.receivedAt,
  }))
}

function parseBatch(batch: EmittedBatch, receivedAt: number): ParsedEmission {
  let body: { rows?: unknown; deletes?: unknown; merges?: unknown }
  try {
    body = JSON.parse(batch.body) as typeof body
  } catch (cause) {
    throw new RapportError('BODY_INVALID', { problem: 'it is not JSON' }, { cause })
  }
  const list = <T>(name: 'rows' | 'deletes' | 'merges'): readonly T[] => {
    const value = body?.[name]
    if (value === undefined) return []
    if (!Array.isArray(value)) throw new RapportError('BODY_INVALID', { problem: `${name} is not a list` })
    return value as T[]
  }
  return {
    connection: batch.connection,
    stream: `${batch.connection}/${batch.stream}`,
    rows: list<object>('rows'),
    deletes: list<Deletion>('deletes'),
    merges: list<SourceMerge>('merges'),
    signals: [],
    isChecked: false,
    receivedAt,
  }
}

/** The queue's item for an input. A cursor and a snapshot's mark travel in it: they take effect in the commit that works it off. */
export function toQueue(input: Input, nowMs: number): Enqueue {
  return {
    queue: INPUT_QUEUE,
    lane: input.kind === 'request' ? input.request.connection : input.batch.connection,
    dueAt: nowMs,
    key: null,
    body: JSON.stringify(input),
  }
}

export function fromQueue(body: string): Input {
  return JSON.parse(body) as Input
}

/** Checks and maps parsed input. Rows of a stream that is not there are rejected by name, nothing else is held up. */
export function toStepOperations(
  parsed: readonly Parsed[],
  rulebook: Rulebook,
  rejected: Rejected[],
): readonly Operation[] {
  const operations: Operation[] = []
  for (const { emissions } of parsed) {
    for (const emission of emissions) {
      const stream = rulebook.streams.get(emission.stream)
      if (stream) toOperations(stream, emission, operations, rejected)
      else {
        for (const row of emission.rows) {
          const error = new RapportError('STREAM_UNKNOWN', { stream: emission.stream })
          rejected.push({
            stream: emission.stream,
            key: '',
            field: '',
            code: error.code,
            reason: error.message,
            raw: JSON.stringify(row as Json),
            at: emission.receivedAt,
          })
        }
      }
      for (const signal of emission.signals)
        operations.push({ kind: 'signal', connection: emission.connection, signal })
    }
  }
  return operations
}
