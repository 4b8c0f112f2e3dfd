import { RapportError } from '@rapport/core'
import { describe, expect, it } from 'vitest'
import type { Input, Parsed } from './input.ts'
import { Intake } from './intake.ts'
import type { Pipeline } from './pipeline.ts'
import type { PipelineContext } from './step.ts'

/** An intake over a store and a pipeline that do as they are told; `worked` holds the names of batches in order. */
function intake(options: { readonly answersFirst?: boolean } = {}) {
  const worked: string[] = []
  const state = { isFull: false, isStuck: false }
  let sequence = 0
  let gate: Promise<void> | undefined
  let open: () => void = () => undefined
  const context = {
    now: () => 0,
    store: {
      write: {
        commit: async ({ enqueue = [] }: { enqueue?: readonly unknown[] }) => {
          if (state.isFull) throw new RapportError('STORE_FULL')
          sequence += enqueue.length
          return { ok: true, sequence }
        },
      },
    },
  } as unknown as PipelineContext
  const pipeline = {
    work: async (group: readonly Parsed[]) => {
      await gate
      if (state.isStuck) throw new RapportError('STORE_FAILED')
      for (const { input } of group) worked.push(input.kind === 'batch' ? input.batch.stream : input.request.body)
    },
  } as unknown as Pipeline
  return {
    worked,
    state,
    intake: new Intake(context, pipeline, endpointOf, options),
    close: () => {
      gate = new Promise((resolve) => {
        open = resolve
      })
    },
    open: () => open(),
  }
}

const endpoint = {
  paths: ['/v1/batch'],
  authentication: 'write-key' as const,
  maxBodyBytes: 1000,
  decode: () => [{ stream: 'events', rows: new Array(10).fill({}) }],
}
const endpointOf = () => ({ endpoint, config: {} })
/** A request of ten rows. */
const request = (name: string): Input => ({
  kind: 'request',
  request: { connection: 'web', path: '/v1/batch', headers: {}, body: name, receivedAt: 0 },
})

const batch = (name: string, rows = 1): Input => ({
  kind: 'batch',
  receivedAt: 0,
  batch: { connection: 'crm', stream: name, body: JSON.stringify({ rows: new Array(rows).fill({}) }) },
})
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('the intake', () => {
  it('settles when what was accepted before is worked off, however much comes after', async () => {
    const made = intake()
    made.close()
    void made.intake.accept(batch('first', 900), false)
    await turn()
    let settled: readonly string[] | undefined
    const settling = made.intake.settle().then(() => {
      settled = [...made.worked]
    })
    // Enough for the queue, so that they are worked off in steps of their own.
    for (let n = 0; n < 5; n++) void made.intake.accept(batch(`later${n}`, 900), false)
    made.open()
    await settling
    expect(settled).toEqual(['first'])
    await made.intake.settle()
    expect(made.worked).toEqual(['first', 'later0', 'later1', 'later2', 'later3', 'later4'])
  })

  it('where answers come first, many senders are answered before anything is worked off, then all is, in order', async () => {
    const made = intake({ answersFirst: true })
    made.close()
    const names = Array.from({ length: 30 }, (_, at) => `r${at}`)
    expect(await Promise.all(names.map((name) => made.intake.accept(request(name), false)))).toEqual(
      names.map(() => 10),
    )
    expect(made.worked).toEqual([])
    // What comes while a step runs is answered after that step, not after all.
    let isAnswered = false
    void made.intake.accept(request('late'), false).then(() => {
      isAnswered = made.worked.length < names.length
    })
    made.open()
    await made.intake.settle()
    expect(made.worked).toEqual([...names, 'late'])
    expect([isAnswered, made.intake.backlogRows]).toEqual([true, 0])
  })

  it('where answers come first, one sender alone and a sync are answered after', async () => {
    const made = intake({ answersFirst: true })
    for (const input of [request('one'), batch('sync', 900)]) {
      made.close()
      const answer = made.intake.accept(input, false)
      expect(await Promise.race([answer, turn().then(() => 'waits')])).toBe('waits')
      made.open()
      await answer
    }
    expect(made.worked).toEqual(['one', 'sync'])
  })

  it('does not wait for what was refused', async () => {
    const made = intake()
    made.close()
    const first = made.intake.accept(batch('first', 900), false)
    await turn()
    const refused = [made.intake.accept(batch('a', 900), false), made.intake.accept(batch('b', 900), false)]
    const settling = made.intake.settle()
    made.state.isFull = true
    made.open()
    await expect(Promise.allSettled(refused)).resolves.toMatchObject([
      { status: 'rejected', reason: { code: 'STORE_FULL' } },
      { status: 'rejected', reason: { code: 'STORE_FULL' } },
    ])
    await settling
    expect([await first, made.worked]).toEqual([900, ['first']])
  })

  it('says why it cannot settle, and can later', async () => {
    const made = intake()
    await Promise.all([made.intake.accept(batch('a', 900), true), made.intake.accept(batch('b', 900), true)])
    made.state.isStuck = true
    await Promise.all([made.intake.accept(batch('c', 900), true), made.intake.accept(batch('d', 900), true)])
    await expect(made.intake.settle()).rejects.toMatchObject({ code: 'STORE_FAILED' })
    made.state.isStuck = false
    await made.intake.settle()
    expect(made.worked.slice().sort()).toEqual(['a', 'b', 'c', 'd'])
    expect(made.intake.backlogRows).toBe(0)
  })
})
