import { describe, expect, it } from 'vitest'
import { mutants, type Part, passes, readVerifierSet } from './support/verifier-set.ts'

describe.each<Part>(['tuned', 'held-out', 'model'])('of the %s sentences', (part) => {
  it('no wrong one passes, and 95% of the right ones do', async () => {
    const sentences = await readVerifierSet(part)
    const right = sentences.filter(({ isRight }) => isRight)
    const wrong = sentences.filter(({ isRight }) => !isRight)
    expect(wrong.length).toBeGreaterThan(20)
    expect(wrong.filter(passes).map(({ text, why }) => `${text} (${why})`)).toEqual([])
    // Of the model's there are too few right ones for a share.
    if (part !== 'model') expect(right.filter(passes).length / right.length).toBeGreaterThanOrEqual(0.95)
  })

  it('none that a machine made wrong passes', async () => {
    const right = (await readVerifierSet(part)).filter(({ isRight }) => isRight)
    const wrong = mutants(right)
    expect(wrong.length).toBeGreaterThan(20)
    expect(wrong.filter(passes).map(({ text, cited, why }) => `${cited} ${text} (${why})`)).toEqual([])
  })
})
