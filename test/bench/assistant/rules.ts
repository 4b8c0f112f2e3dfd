// Briefs written by rules, judged by raw rows.
import { measureBriefs } from '../../support/brief-checker/measure.ts'
import { openBriefedWorld } from '../../support/brief-checker/world-briefs.ts'
import type { Report } from '../harness/report.ts'

const WORLDS = ['maison-aurele', 'laboratoire-calyx', 'alba-hotels'] as const
/** Of all wrong sentences that can be made, so many are judged. */
const MUTANTS = 0.1

/** Every brief of every profile of the three worlds: calls, visits and stays, in English and French. */
export async function measureRules(report: Report, people: number): Promise<void> {
  const none = { of: 'value', atMost: 0 } as const
  for (const name of WORLDS) {
    const world = await openBriefedWorld(name, people)
    try {
      const measured = await measureBriefs(world, { mutants: MUTANTS })
      const { briefs, sentences, unsupported, musts, alerts, unsaid, tooLong, mutants, uncaught } = measured
      report.progress(`${name}: ${briefs} briefs, ${sentences} sentences`)
      for (const { sentence, value } of unsupported.slice(0, 5))
        report.progress(`unsupported: “${value}” in: ${sentence}`)
      for (const { must, told } of unsaid.slice(0, 5))
        report.progress(`not said: ${must.what}, ${told.profile}, ${told.occasion}`)
      for (const { value, text } of uncaught.slice(0, 5)) report.progress(`not caught: ${value} made wrong: ${text}`)
      const unsaidAlerts = unsaid.filter(({ must }) => must.isAlert).length
      report.add({
        name: `values no source row has, ${briefs} briefs (${name})`,
        value: unsupported.length,
        unit: 'values',
        goal: none,
      })
      report.add({
        name: `what matters is said, of ${musts} (${name})`,
        value: 1 - unsaid.length / musts,
        unit: 'share',
        goal: { of: 'value', atLeast: 0.95 },
      })
      report.add({
        name: `alerts are said, of ${alerts} (${name})`,
        value: 1 - unsaidAlerts / alerts,
        unit: 'share',
        goal: { of: 'value', atLeast: 1 },
      })
      report.add({ name: `briefs that are too long (${name})`, value: tooLong, unit: 'briefs', goal: none })
      report.add({
        name: `made wrong and caught by the checker, of ${mutants} (${name})`,
        value: 1 - uncaught.length / mutants,
        unit: 'share',
      })
    } finally {
      await world.close()
    }
  }
  report.condition(
    `briefs by rules: three worlds of ${people} people, every profile, call, visit and stay, en and fr; judged by a checker of the raw rows that each sentence cites`,
  )
}
