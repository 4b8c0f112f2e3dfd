// Whether ten times the data takes ten times as long, and how memory grows on the way.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { LoadMeasured } from './harness/load-process.ts'
import { readOptions } from './harness/options.ts'
import { Report } from './harness/report.ts'
import { storeFolder } from './harness/workspace.ts'

const { numbers, json, store } = readOptions('growth', { profiles: 400_000 })
const many = numbers.profiles
const few = Math.max(1, Math.round(many / 10))
const report = new Report('growth', json)
const folder = storeFolder(store)

function load(people: number): LoadMeasured {
  report.progress(`loading ${people.toLocaleString('en')} people`)
  const script = join(import.meta.dirname, 'harness', 'load-process.ts')
  const file = join(folder, `growth-${process.pid}-${people}.sqlite`)
  const out = execFileSync(process.execPath, ['--conditions=@rapport/source', script, file, String(people)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(out) as LoadMeasured
}

// The few before and after the many: what else the machine does in the meantime weighs on both.
const before = load(few)
const all = load(many)
const after = load(few)
const fewSeconds = (before.seconds + after.seconds) / 2

report.condition(
  'load: people signed up through the web plugin, 3 messages each, 200 people a commit; into an empty store',
)
report.condition(
  'the caches (of pages at most 1 GiB, of anchors, devices, figures) fill on the way: memory is flat from then on',
)
report.condition('durability normal; each load in a process of its own; the few once before and once after the many')
report.add({
  name: `loading ${many.toLocaleString('en')} people against ${few.toLocaleString('en')}`,
  value: all.seconds,
  unit: 's',
  peer: fewSeconds,
  goal: { of: 'ratio', atMost: 11 },
})
report.add({ name: 'the first tenth of the data, memory', value: all.memory[0] ?? Number.NaN, unit: 'MiB' })
report.add({
  name: 'all of the data, memory against half of it',
  value: all.memory.at(-1) ?? Number.NaN,
  unit: 'MiB',
  peer: all.memory[4] ?? Number.NaN,
  goal: { of: 'ratio', atMost: 1.1 },
})
report.finish()
