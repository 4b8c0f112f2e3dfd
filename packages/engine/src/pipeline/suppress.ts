import type { Reference } from '@rapport/core'
import { bareStream, identifierKey, identifiersOf } from '../identifiers.ts'
import type { ActivityOperation, Operation } from './operations.ts'
import { anchorCacheKey, type Step } from './step.ts'

const ANONYMOUS = 'anonymousId'
/** A sign-up's clock may be ahead of ours by this. */
const CLOCK_SKEW_MS = 5 * 60_000

/**
 * Rows of erased people go no further, whatever source sends them again; not even as rejected ones. What lets them in is a new sign-up:
 * a consent that is granted with proof, with a time of its own that is later than the erasure.
 */
export async function dropSuppressed(step: Step, operations: readonly Operation[]): Promise<readonly Operation[]> {
  const { suppression } = step.context
  if (!suppression.isAnyone) return operations
  const doubtful = operations.flatMap((operation) => textsOf(operation).filter((text) => !isAlive(step, text)))
  let suppressed = await suppression.check(doubtful)
  if (suppressed.size > 0 && (await liftBySignUps(step, operations, suppressed)))
    suppressed = await suppression.check(doubtful)
  await dropRejected(step)
  if (suppressed.size === 0) return operations
  const theirs = new Set(suppressed)
  // A record under another key that an identifier tells: what hangs on it in this batch goes with it.
  for (const operation of operations) {
    if (operation.kind !== 'record') continue
    const texts = textsOf(operation)
    if (texts.some((text) => suppressed.has(text))) theirs.add(texts[0] as string)
  }
  return operations.flatMap((operation): readonly Operation[] => {
    if (!textsOf(operation).some((text) => theirs.has(text))) return [operation]
    step.counts.suppressed++
    // The source says that this record is the erased person's: there is no such record any more.
    if (operation.kind === 'merge' && !theirs.has(`${operation.stream.name}/${operation.key}`)) {
      const { stream, key, version, receivedAt } = operation
      return [{ kind: 'delete', stream, key, version, receivedAt, target: 'record' }]
    }
    return []
  })
}

/** An erased person's stretch of a device that others use too: its events are not theirs and come back to nobody. */
export async function suppressedEpochs(step: Step, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const { suppression } = step.context
  if (!suppression.isAnyone) return new Set()
  const stream = bareStream(ANONYMOUS)
  const suppressed = await suppression.check(
    keys.map((key) => `${stream}/${key}`).filter((text) => !isAlive(step, text)),
  )
  return new Set(keys.filter((key) => suppressed.has(`${stream}/${key}`)))
}

/** Records that are there belong to nobody erased: those whose anchors are in memory need no hash. */
function isAlive(step: Step, text: string): boolean {
  const { streams, anchors } = step.context.caches
  const [name, key] = placeOf(text)
  const stream = streams.get(name)
  return stream !== undefined && anchors.has(anchorCacheKey(stream, key))
}

/** The stream and the key that a text stands for; of identifiers, a device's. */
function placeOf(text: string): readonly [stream: string, key: string] {
  const device = identifierKey(ANONYMOUS, '')
  if (text.startsWith(device)) return [bareStream(ANONYMOUS), text.slice(device.length)]
  const first = text.indexOf('/')
  const second = text.startsWith('@') ? first : text.indexOf('/', first + 1)
  return [text.slice(0, second), text.slice(second + 1)]
}

async function liftBySignUps(
  step: Step,
  operations: readonly Operation[],
  suppressed: ReadonlySet<string>,
): Promise<boolean> {
  const signUps = operations.filter((operation) => isSignUp(operation, step.nowMs))
  for (const { row } of signUps) {
    if (!row.owner || row.occurredAt === undefined) continue
    const owner = referenceText(row.owner)
    const texts = new Set([owner])
    for (const operation of operations)
      if (operation.kind === 'record' && `${operation.stream.name}/${operation.key}` === owner)
        for (const text of textsOf(operation)) texts.add(text)
    await step.context.suppression.lift(
      [...texts].filter((text) => suppressed.has(text)),
      row.occurredAt,
    )
  }
  return signUps.length > 0
}

function isSignUp(operation: Operation, nowMs: number): operation is ActivityOperation {
  if (operation.kind !== 'activity' || operation.row.entity !== 'consent') return false
  const { attributes, occurredAt } = operation.row
  const hasProof = typeof attributes.proof === 'string' && attributes.proof !== ''
  return attributes.state === 'granted' && hasProof && occurredAt !== undefined && occurredAt <= nowMs + CLOCK_SKEW_MS
}

async function dropRejected(step: Step): Promise<void> {
  if (step.rejected.length === 0) return
  const kept = step.rejected.filter(({ key }) => key !== '')
  const suppressed = await step.context.suppression.check(kept.map(({ stream, key }) => `${stream}/${key}`))
  if (suppressed.size === 0) return
  const left = step.rejected.filter(({ stream, key }) => !suppressed.has(`${stream}/${key}`))
  step.counts.suppressed += step.rejected.length - left.length
  step.rejected.splice(0, step.rejected.length, ...left)
}

/** What an erasure remembers hashes of: source keys as `stream/key`, identifiers as match keys. */
function textsOf(operation: Operation): readonly string[] {
  if (operation.kind === 'signal') {
    const { signal, connection } = operation
    if (signal.kind === 'reset') return [identifierKey(ANONYMOUS, signal.anonymousId)]
    const user = `${connection}/${signal.stream}/${signal.key}`
    return signal.kind === 'login'
      ? [identifierKey(ANONYMOUS, signal.anonymousId), user]
      : [user, `${connection}/${signal.stream}/${signal.previousKey}`]
  }
  // Of rows that are nobody's record only whose they are is remembered.
  const isRecord = operation.kind !== 'activity' && !(operation.kind === 'delete' && operation.target === 'activity')
  const texts = isRecord ? [`${operation.stream.name}/${operation.key}`] : []
  if (operation.kind === 'merge') texts.push(`${operation.stream.name}/${operation.into}`)
  else if (operation.kind === 'record') {
    for (const { namespace, value } of identifiersOf(operation.row.attributes))
      texts.push(identifierKey(namespace, value))
  } else if (operation.kind === 'activity' && operation.row.owner) {
    texts.push(referenceText(operation.row.owner))
  }
  if ('parent' in operation) texts.push(`${operation.stream.name}/${operation.parent}`)
  return texts
}

function referenceText(reference: Reference): string {
  return 'stream' in reference
    ? `${reference.stream}/${reference.key}`
    : identifierKey(reference.namespace, reference.value)
}
