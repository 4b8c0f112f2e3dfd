// How long facts and a brief take in a store of many.
import { readFacts, writeBrief } from '@rapport/assistant'
import { languages, occasions } from '../../support/brief-checker/world-briefs.ts'
import { randomNumbers } from '../../support/random.ts'
import type { Report } from '../harness/report.ts'
import { openServed, prepareServed } from '../harness/served.ts'
import { quantile } from '../harness/statistics.ts'
import { personOf } from '../harness/traffic.ts'
import { storeFolder } from '../harness/workspace.ts'

const RIGHTS = { sensitive: true }
const WARM = 200

/** Facts and brief of people drawn evenly, so that most are read for the first time; each occasion, the languages in turn. */
export async function measureSpeed(
  report: Report,
  { profiles, briefs }: { readonly profiles: number; readonly briefs: number },
  store: string | undefined,
): Promise<void> {
  const served = await openServed(await prepareServed(storeFolder(store), profiles, 'normal', report), 'normal')
  const { queries } = served.workspace
  const draw = randomNumbers(Date.now())
  try {
    for (const occasion of occasions) {
      const latenciesMs: number[] = []
      for (let at = 0; at < briefs + WARM; at++) {
        const { email } = personOf(Math.floor(draw() * profiles))
        const found = await queries.lookup(`email:${email}`, RIGHTS)
        if (found.status !== 'found') throw new Error(`somebody is ${found.status}`)
        const began = performance.now()
        const facts = await readFacts(queries, found.id, { rights: RIGHTS, nowMs: Date.now(), occasion })
        if (!facts) throw new Error('a profile without facts')
        const brief = writeBrief(facts, { occasion, language: languages[at % languages.length] })
        const took = performance.now() - began
        if (brief.sentences.length === 0) throw new Error('a brief that says nothing')
        if (at >= WARM) latenciesMs.push(took)
      }
      for (const share of [0.5, 0.99])
        report.add({
          name: `facts and brief for a ${occasion}, ${profiles.toLocaleString('en')} profiles, p${share * 100}`,
          value: quantile(latenciesMs, share),
          unit: 'ms',
          ...(share === 0.99 && { goal: { of: 'value', atMost: 20 } as const }),
        })
      report.progress(`${occasion}: p99 ${quantile(latenciesMs, 0.99).toFixed(1)} ms`)
    }
  } finally {
    await served.close()
  }
}
