import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openWorld } from '../worlds.ts'
import { RATES as ALBA } from './alba-hotels/rates.ts'
import { RATES as AURELE } from './maison-aurele/rates.ts'

const percent = (rate: number) => `${Number((rate * 100).toFixed(2))} %`

describe.each([
  ['maison-aurele', AURELE, ['crm/contacts', 'shop/customers', 'support/requesters']],
  ['alba-hotels', ALBA, ['pms/profiles', 'crm/members', 'email/subscribers', 'desk/callers']],
] as const)('the README of %s', (name, rates, parties: readonly string[]) => {
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
    for (const [stream, kinds] of Object.entries(rates)) {
      for (const [kind, rate] of Object.entries<number>(kinds)) {
        const column = parties.indexOf(stream)
        const row = readme
          .split('\n')
          .find((line) => line.startsWith(column < 0 ? `| ${stream} | ${kind} |` : `| ${kind} |`))
        const cells = row?.split('|').map((cell) => cell.trim())
        expect(cells?.[column < 0 ? 3 : column + 2], `${stream}: ${kind}`).toBe(percent(rate))
      }
    }
  })
})
