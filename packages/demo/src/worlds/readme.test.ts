import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openWorld } from '../worlds.ts'
import { RATES as ALBA } from './alba-hotels/rates.ts'
import { RATES as CALYX } from './laboratoire-calyx/rates.ts'
import { RATES as AURELE } from './maison-aurele/rates.ts'

const percent = (rate: number) => `${Number((rate * 100).toFixed(2))} %`

describe.each([
  ['maison-aurele', AURELE],
  ['laboratoire-calyx', CALYX],
  ['alba-hotels', ALBA],
] as const)('the README of %s', (name, rates) => {
  const readme = readFileSync(new URL(`../../worlds/${name}/README.md`, import.meta.url), 'utf8')
  const sections = readme.split(/^## /m)
  const world = openWorld(name, { people: 3000 })

  it.each(world.streams)('names every field of $file, in its section, and no other', ({ file, columns, key }) => {
    const section = sections.find((one) => one.startsWith(`\`${file}\``)) ?? ''
    const documented = [...section.matchAll(/^\| (`.*?) \|/gm)].flatMap((row) => [
      ...(row[1] ?? '').matchAll(/`(\w+)`/g),
    ])
    expect(documented.map((one) => one[1]).sort()).toEqual([...columns].sort())
    expect(section).toMatch(new RegExp(`Key \`${key}\``))
  })

  it.each(world.streams)('and the list of $file has every field that its rows have', ({ file, columns }) => {
    const found = new Set([...world.batches(file)].flat().flatMap((row) => Object.keys(row)))
    expect([...found].filter((field) => !columns.includes(field))).toEqual([])
    expect(columns.filter((field) => !found.has(field))).toEqual([])
  })

  it('states the rates that the generator works by', () => {
    const lines = readme.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
    for (const [stream, kinds] of Object.entries(rates)) {
      // A party's stream has a column in a table of kinds; anything else a row of its own for each kind.
      const header = lines.findIndex((cells) => cells[1] === 'disagreement' && cells.includes(`\`${stream}\``))
      const column = header < 0 ? 3 : (lines[header] ?? []).indexOf(`\`${stream}\``)
      for (const [kind, rate] of Object.entries<number>(kinds)) {
        const row = lines.find((cells, at) =>
          header < 0 ? cells[1] === stream && cells[2] === kind : at > header && cells[1] === kind,
        )
        expect(row?.[column], `${stream}: ${kind}`).toBe(percent(rate))
      }
    }
  })
})
