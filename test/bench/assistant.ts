// What the assistant may be trusted with: briefs by rules against the raw rows, how fast they are, what passes the verifier.
import { mutants, type Part, passes, readVerifierSet } from '../support/verifier-set.ts'
import { measureRules } from './assistant/rules.ts'
import { measureSpeed } from './assistant/speed.ts'
import { readOptions } from './harness/options.ts'
import { Report } from './harness/report.ts'
import { quantile } from './harness/statistics.ts'

const { numbers, json, store } = readOptions('assistant', { people: 300, profiles: 20_000, briefs: 2000 })
const report = new Report('assistant', json)

await measureRules(report, numbers.people)
await measureSpeed(report, numbers, store)
await measureVerifier()
report.finish()

/** Precision and recall over the set in test/fixtures/verifier, and over sentences that a machine made wrong. */
async function measureVerifier(): Promise<void> {
  const parts: readonly Part[] = ['tuned', 'held-out', 'model']
  const latenciesMs: number[] = []
  const isPassed = (one: Parameters<typeof passes>[0]) => {
    const began = performance.now()
    const is = passes(one)
    latenciesMs.push(performance.now() - began)
    return is
  }
  let sentences = 0
  for (const part of parts) {
    const all = await readVerifierSet(part)
    sentences += all.length
    for (const language of ['en', 'fr'] as const) {
      const of = all.filter((one) => one.language === language)
      const right = of.filter(({ isRight }) => isRight)
      const wrong = of.filter(({ isRight }) => !isRight)
      const made = mutants(right)
      const name = `${part}, ${language}`
      // A small model writes few right sentences: no share of them is promised.
      const goal = part === 'model' ? {} : { goal: { of: 'value', atLeast: 0.95 } as const }
      report.add({
        name: `right passed of ${right.length} (${name})`,
        value: right.filter(isPassed).length / right.length,
        unit: 'share',
        ...goal,
      })
      const none = { of: 'value', atMost: 0 } as const
      report.add({
        name: `wrong passed of ${wrong.length} (${name})`,
        value: wrong.filter(isPassed).length,
        unit: 'sentences',
        goal: none,
      })
      report.add({
        name: `made wrong passed of ${made.length} (${name})`,
        value: made.filter(isPassed).length,
        unit: 'sentences',
        goal: none,
      })
    }
  }
  report.condition(
    `verifier: ${sentences} sentences judged by a person; it was tuned on "tuned" only; SmolLM2 wrote those of "model"`,
  )
  report.add({ name: 'a sentence verified, p99', value: quantile(latenciesMs, 0.99), unit: 'ms' })
}
