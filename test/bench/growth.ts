// Whether ten times the data takes ten times as long, and how memory grows on the way.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { PartLoaded } from './harness/load-process.ts'
import { readOptions } from './harness/options.ts'
import { Report } from './harness/report.ts'
import { storeFolder } from './harness/workspace.ts'

const { numbers, json, store } = readOptions('growth', { profiles: 400_000 })
const many = numbers.profiles
const few = Math.max(1, Math.round(many / 10))
/** Loads of the few, spread over the load of the many: what else the machine does in the meantime weighs on both. */
const FEW_AFTER_TENTHS = [0, 4, 7, 10]

const report = new Report('growth', json)
const folder = storeFolder(store)

interface Loading {
  next(): Promise<PartLoaded>
  ended(): Promise<void>
}

async function startLoading(people: number, parts: number): Promise<Loading> {
  const script = join(import.meta.dirname, 'harness', 'load-process.ts')
  const file = join(folder, `growth-${process.pid}-${people}.sqlite`)
  const child = fork(script, [file, String(people), String(parts)], { execArgv: ['--conditions=@rapport/source'] })
  const exit = once(child, 'exit')
  await once(child, 'message')
  return {
    async next() {
      child.send('go')
      return (await Promise.race([once(child, 'message'), exit.then(() => [undefined])]))[0] as PartLoaded
    },
    ended: async () => {
      await exit
    },
  }
}

const ofMany: PartLoaded[] = []
const ofFew: PartLoaded[] = []
const loading = await startLoading(many, 10)
for (let tenths = 0; ; tenths++) {
  if (FEW_AFTER_TENTHS.includes(tenths)) {
    const small = await startLoading(few, 1)
    ofFew.push(await small.next())
    await small.ended()
    report.progress(`${few.toLocaleString('en')} people took ${ofFew.at(-1)?.seconds.toFixed(1)} s`)
  }
  if (tenths === 10) break
  ofMany.push(await loading.next())
  report.progress(`${tenths + 1} tenths of ${many.toLocaleString('en')} people are there`)
}
await loading.ended()

const sum = (parts: readonly PartLoaded[], what: keyof PartLoaded): number =>
  parts.reduce((total, part) => total + part[what], 0)
report.condition(
  'load: people signed up through the web plugin, 3 messages each, 200 people a commit; into an empty store',
)
report.condition(
  'the caches (of pages at most 1 GiB, of anchors, devices, figures) fill on the way: memory is flat from then on',
)
report.condition(
  `durability normal; each load in a process of its own; the few ${FEW_AFTER_TENTHS.length} times, spread over the load of the many, their mean`,
)
const name = `loading ${many.toLocaleString('en')} people against ${few.toLocaleString('en')}`
report.add({
  name,
  value: sum(ofMany, 'seconds'),
  unit: 's',
  peer: sum(ofFew, 'seconds') / ofFew.length,
  goal: { of: 'ratio', atMost: 11 },
})
report.add({
  name: `CPU of ${name}`,
  value: sum(ofMany, 'cpuSeconds'),
  unit: 's',
  peer: sum(ofFew, 'cpuSeconds') / ofFew.length,
})
report.add({ name: 'memory after the first tenth', value: ofMany[0]?.memory ?? Number.NaN, unit: 'MiB' })
report.add({
  name: 'memory after all, against half of it',
  value: ofMany.at(-1)?.memory ?? Number.NaN,
  unit: 'MiB',
  peer: ofMany[4]?.memory ?? Number.NaN,
  goal: { of: 'ratio', atMost: 1.1 },
})
report.finish()
