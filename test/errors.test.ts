import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { errors } from '@rapport/core'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const sources = globSync(['packages/*/src/**/*.ts', 'apps/*/src/**/*.ts', 'plugins/*/src/**/*.ts'], { cwd: root })
  .filter((file) => !/\.test(-d)?\.ts$|core\/src\/errors\.ts$/.test(file))
  .map((file) => readFileSync(`${root}/${file}`, 'utf8'))
  .join('\n')

test('every code of the registry is raised by something', () => {
  expect(Object.keys(errors).filter((code) => !sources.includes(`'${code}'`))).toEqual([])
})

test('every message is one sentence, every solution says what to do, and neither leaves a brace open', () => {
  for (const [code, { message, solve, status }] of Object.entries(errors)) {
    expect([code, message]).toEqual([code, expect.stringMatching(/^[A-Z{].*\.(\{hint\})?$/)])
    expect([code, solve]).toEqual([code, expect.stringMatching(/^(\{advice\}|[A-Z{].*\.)$/)])
    expect(`${message} ${solve}`.replaceAll(/\{\w+\}/g, '')).not.toMatch(/\{(?!id\})/)
    expect(status).toBeGreaterThanOrEqual(300)
  }
})
