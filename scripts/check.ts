// `npm run check [-- NAME…]`: one line a tool, fastest first; on failure what it found and the command that mends it.
import { checks } from './check/checks.ts'
import { type Finding, runCheck } from './check/run-check.ts'

const names = process.argv.slice(2)
const unknown = names.filter((name) => !checks.some((check) => check.name === name))
if (unknown.length > 0) {
  console.error(`No check is named ${unknown.join(', ')}. There are: ${checks.map((check) => check.name).join(', ')}`)
  process.exit(2)
}

const failed: string[] = []
for (const check of checks) {
  if (names.length > 0 && !names.includes(check.name)) continue
  const startedAt = performance.now()
  const finding: Finding = await runCheck(check)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)
  console.log(`${finding.ok ? 'ok  ' : 'FAIL'} ${check.name.padEnd(10)} ${seconds} s  ${finding.summary}`)
  if (finding.ok) continue
  failed.push(check.name)
  console.log(`\n${finding.details.trimEnd().replace(/^/gm, '     ')}\n\n     mend: ${check.mend}\n`)
}
if (failed.length > 0) console.log(`${failed.length} failed: ${failed.join(', ')}`)
process.exitCode = failed.length > 0 ? 1 : 0
