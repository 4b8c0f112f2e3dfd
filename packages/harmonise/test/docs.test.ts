import { readFileSync } from 'node:fs'
import { entities, expression, mappingDocument, targets } from '@rapport/core'
import { compileMapping, transforms } from '@rapport/harmonise'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const page = readFileSync(new URL('../../../docs/mapping.md', import.meta.url), 'utf8')

describe('docs/mapping.md', () => {
  it('shows mappings that compile', () => {
    const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => parse(yaml) as unknown)
    expect(blocks.length).toBeGreaterThanOrEqual(2)
    for (const block of blocks) compileMapping(mappingDocument.parse(block), { model: entities, connection: 'crm' })
  })

  it('shows values that are expressions', () => {
    const section = page.slice(page.indexOf('## Values'), page.indexOf('## Conditions'))
    const written = [...section.matchAll(/^\| `(\{.*?\})` \|/gm)].map(([, yaml = '']) => parse(yaml) as unknown)
    expect(written.length).toBeGreaterThanOrEqual(9)
    for (const one of written) expect(expression.safeParse(one).success, JSON.stringify(one)).toBe(true)
  })

  it('has a row for every transform, its sentence and its example', () => {
    for (const { name, docs, example } of transforms.values()) {
      expect(page).toContain(`| \`${name}\` | ${docs} | \`${example}\` |`)
      const use = parse(`use: [${example.includes(':') ? `{ ${example} }` : example}]`) as object
      expect(targets.safeParse({ 'ext.a.b': { ...use, of: 'x' } }).success, example).toBe(true)
      const set = { 'ext.a.b': { ...use, of: 'x' } }
      compileMapping(mappingDocument.parse({ type: 'mapping', name: 'a/b', entity: 'person', set }), {
        model: entities,
        connection: 'a',
      })
    }
  })
})
