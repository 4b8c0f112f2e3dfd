import type { FurtherRows } from '@rapport/harmonise'
import type { AnchorKey } from '../port/rows.ts'
import type { CompiledStream } from '../rulebook.ts'
import type { DeleteOperation, Operation } from './operations.ts'
import type { Step } from './step.ts'

type Parent = Exclude<Operation, { readonly kind: 'signal' | 'merge' }>

/**
 * Adds deletions of further rows that were taken back at the source: a list that became shorter, a consent that is not in the row any more, all
 * but consents when the row itself is deleted (an objection outlives the record that told it). A patch says nothing about what it
 * does not hold. Each follows its row's operations, and is passed over with them when the row comes too late.
 */
export async function addVanished(step: Step, operations: readonly Operation[]): Promise<readonly Operation[]> {
  const parents = new Map<string, AnchorKey>()
  for (const operation of operations)
    if (mayTakeBack(operation)) parents.set(idOf(operation), { stream: operation.stream.id, key: operation.key })
  if (parents.size === 0) return operations
  const stored = await step.context.store.write.keysUnder([...parents.values()])
  const known = new Map([...parents.keys()].map((id, index) => [id, new Set(stored[index])]))
  const all: Operation[] = []
  for (let at = 0; at < operations.length; ) {
    const operation = operations[at++] as Operation
    all.push(operation)
    if (!mayTakeBack(operation)) continue
    const there = known.get(idOf(operation)) as Set<string>
    const given = new Set<string>()
    for (let next = operations[at]; next && isMadeOf(next, operation); next = operations[++at]) {
      all.push(next)
      given.add(next.key)
    }
    for (const key of there) {
      const further = given.has(key) ? undefined : furtherOf(operation, key)
      if (!further || (operation.kind === 'delete' && further.entity === 'consent')) continue
      // It stays known: whether this row is taken or comes too late is not known here.
      all.push(deletion(operation, key, further))
    }
    for (const key of given) there.add(key)
  }
  return all
}

const idOf = ({ stream, key }: { readonly stream: CompiledStream; readonly key: string }): string =>
  `${stream.id}/${key}`

function mayTakeBack(operation: Operation): operation is Parent {
  return (
    operation.kind !== 'signal' &&
    operation.kind !== 'merge' &&
    operation.parent === undefined &&
    operation.stream.mapping.further.length > 0 &&
    (operation.stream.mode === 'replace' || operation.kind === 'delete')
  )
}

function isMadeOf(operation: Operation, parent: Parent): operation is Parent {
  return (
    operation.kind !== 'signal' &&
    operation.kind !== 'merge' &&
    operation.stream === parent.stream &&
    operation.parent === parent.key
  )
}

/** Keys of a source may hold slashes themselves: only what the mapping may have named is its. */
function furtherOf({ stream, key }: Parent, under: string): FurtherRows | undefined {
  const [name, index, more] = under.slice(key.length + 1).split('/')
  const further = stream.mapping.further.find((one) => one.name === name)
  if (!further || more !== undefined) return undefined
  const isNamedSo = further.isList ? index !== undefined && /^\d+$/.test(index) : index === undefined
  return isNamedSo ? further : undefined
}

function deletion(parent: Parent, key: string, { entityClass }: FurtherRows): DeleteOperation {
  const { stream, version, receivedAt } = parent
  const target = entityClass === 'party' ? 'record' : 'activity'
  return { kind: 'delete', stream, key, version, receivedAt, target, parent: parent.key }
}
