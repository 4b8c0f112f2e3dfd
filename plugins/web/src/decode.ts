import { type Emission, type EndpointRequest, RapportError } from '@rapport/core'
import { settingsOf } from './config.ts'
import { MAX_BATCH_MESSAGES, MAX_DEPTH, MAX_MESSAGE_BYTES, MAX_SHARED_CONTEXT_BYTES, sizeBytes } from './limits.ts'
import { Collector } from './messages.ts'
import { isPlain, type Plain } from './shapes.ts'
import { clockSkewMs } from './time.ts'

/** What a path says of its messages: their type, or null where each message says its own. */
const typeOfCall: ReadonlyMap<string, string | null> = new Map([
  ['identify', 'identify'],
  ['i', 'identify'],
  ['track', 'track'],
  ['t', 'track'],
  ['page', 'page'],
  ['p', 'page'],
  ['screen', 'screen'],
  ['s', 'screen'],
  ['group', 'group'],
  ['g', 'group'],
  ['alias', 'alias'],
  ['a', 'alias'],
  ['batch', null],
  ['b', null],
  ['import', null],
])

/**
 * Makes rows of one request, whatever its content type says: JSON of one message or of a batch. What cannot be used in a
 * batch becomes a row with its problem, and the rest goes on; only a body that is no such JSON is refused as a whole.
 * @throws RapportError `BODY_INVALID`
 */
export function decode(request: EndpointRequest): readonly Emission[] {
  const { body, receivedAt } = request
  const parsed = parse(body)
  const { messages, shared } = unwrap(parsed)
  if (messages.length > MAX_BATCH_MESSAGES)
    throw new RapportError('BODY_INVALID', { problem: `it has more than ${MAX_BATCH_MESSAGES} messages` })
  const collector = new Collector(settingsOf(request.config), receivedAt)
  // A single call says by its path what it is; in a batch each message does.
  const call = lastSegment(request.path)
  const callType = messages[0] === parsed ? typeOfCall.get(call) : null
  // What is imported was sent long ago: its `sentAt` says nothing about the sender's clock now.
  const skewOf = (sentAt: unknown) => (call === 'import' ? 0 : clockSkewMs(sentAt, receivedAt))
  const batchSkewMs = skewOf(shared?.sentAt)
  const batchContext = isPlain(shared?.context) ? shared.context : undefined
  if (batchContext !== undefined && sizeBytes(batchContext, MAX_SHARED_CONTEXT_BYTES) > MAX_SHARED_CONTEXT_BYTES)
    throw new RapportError('BODY_INVALID', {
      problem: `the context of the batch is over ${MAX_SHARED_CONTEXT_BYTES / 1024} KB or too deep`,
    })
  for (let at = 0; at < messages.length; at += 1) {
    const message = messages[at]
    const arrival = `${receivedAt}/${at}`
    const size = sizeBytes(message, MAX_MESSAGE_BYTES)
    if (size === Number.POSITIVE_INFINITY) {
      // What it holds is not kept: storing it would exhaust the stack too.
      collector.unread(arrival, null, `the message nests more than ${MAX_DEPTH} levels deep`)
    } else if (!isPlain(message)) {
      collector.unread(arrival, message, 'the message is not a JSON object')
    } else if (size > MAX_MESSAGE_BYTES) {
      collector.unread(arrival, message, `the message is over ${MAX_MESSAGE_BYTES / 1024} KB`)
    } else {
      const skewMs = message.sentAt === undefined ? batchSkewMs : skewOf(message.sentAt)
      collector.add(callType ?? message.type ?? message.action, message, batchContext, skewMs, arrival)
    }
  }
  return collector.emissions()
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new RapportError('BODY_INVALID', { problem: 'it is not JSON' }, { cause })
  }
}

/** `shared` is what a batch says for all its messages: when it was sent, in which context. */
function unwrap(parsed: unknown): { readonly messages: readonly unknown[]; readonly shared: Plain | undefined } {
  if (Array.isArray(parsed)) return { messages: parsed, shared: undefined }
  if (!isPlain(parsed)) throw new RapportError('BODY_INVALID', { problem: 'it is neither a message nor a batch' })
  if (!Object.hasOwn(parsed, 'batch')) return { messages: [parsed], shared: undefined }
  if (!Array.isArray(parsed.batch)) throw new RapportError('BODY_INVALID', { problem: '`batch` is not a list' })
  return { messages: parsed.batch, shared: parsed }
}

function lastSegment(path: string): string {
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path
  return trimmed.slice(trimmed.lastIndexOf('/') + 1)
}
