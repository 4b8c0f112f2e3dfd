import { RapportError } from '@rapport/core'
import { describe, expect, it } from 'vitest'
import type { Input, Parsed } from './input.ts'
import { Intake } from './intake.ts'
import type { Pipeline } from './pipeline.ts'
import type { PipelineContext } from './step.ts'

/** An intake over a store and a pipeline that do as they are told; `worked` holds the names of batches in order. */
function intake() {
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
      for (const { input } of group) if (input.kind === 'batch') worked.push(input.batch.stream)
    },
  } as unknown as Pipeline
  return {
    worked,
    state,
    intake: new Intake(context, pipeline, () => undefined),
    close: () => {
      gate = new Promise((resolve) => {
        open = resolve
      })
    },
    open: () => open(),
  }
}

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
