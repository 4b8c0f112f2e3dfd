import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureInstalled, isInstalled, stampOf } from './install.mjs'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rapport-install-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const node = { path: process.execPath, version: process.versions.node, env: process.env }
const lockfile = {
  name: 'clone',
  lockfileVersion: 3,
  requires: true,
  packages: {
    '': { name: 'clone', workspaces: ['a'] },
    a: { version: '1.0.0' },
    'node_modules/a': { resolved: 'a', link: true },
  },
}

async function freshClone() {
  await mkdir(join(root, 'a'))
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'clone', private: true, workspaces: ['a'] }))
  writeFileSync(join(root, 'a', 'package.json'), JSON.stringify({ name: 'a', version: '1.0.0' }))
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lockfile))
}

test('a fresh clone is installed from its lockfile, and stamped', async () => {
  await freshClone()
  await ensureInstalled(root, node)
  expect(JSON.parse(readFileSync(join(root, 'node_modules', 'a', 'package.json'), 'utf8'))).toMatchObject({ name: 'a' })
  expect(readFileSync(join(root, 'node_modules', '.rapport-install'), 'utf8')).toBe(
    stampOf(readFileSync(join(root, 'package-lock.json')), node.version, process.platform, process.arch),
  )
})

test('two starts at once install once, and both find what they need', async () => {
  await freshClone()
  await Promise.all([ensureInstalled(root, node), ensureInstalled(root, node)])
  expect(readFileSync(join(root, 'node_modules', 'a', 'package.json'), 'utf8')).toContain('"a"')
})

test('nothing is installed again when nothing changed', async () => {
  await freshClone()
  await ensureInstalled(root, node)
  const mark = join(root, 'node_modules', 'mark')
  writeFileSync(mark, '')
  await ensureInstalled(root, node)
  expect(readFileSync(mark, 'utf8')).toBe('')
})

test('what npm installed by hand is recognised, what it lacks is not', () => {
  const wanted = {
    packages: {
      '': {},
      'packages/core': { version: '0.1.0' },
      'node_modules/zod': { version: '4.6.7' },
      'node_modules/@rapport/core': { link: true },
      'node_modules/turbo-windows': { version: '1.0.0', optional: true },
    },
  }
  const { 'node_modules/turbo-windows': _elsewhere, ...here } = wanted.packages
  expect(isInstalled(wanted, { packages: here })).toBe(true)
  expect(isInstalled(wanted, { packages: { ...here, 'node_modules/zod': { version: '4.6.6' } } })).toBe(false)
  expect(isInstalled(wanted, { packages: { 'node_modules/zod': { version: '4.6.7' } } })).toBe(false)
  expect(isInstalled(wanted, {})).toBe(false)
})

test('another lockfile, another major of Node or another system makes an installation stale', () => {
  const stamp = stampOf('{}', '24.21.0', 'linux', 'x64')
  expect(stampOf('{}', '24.22.3', 'linux', 'x64')).toBe(stamp)
  expect(stampOf('{ }', '24.21.0', 'linux', 'x64')).not.toBe(stamp)
  expect(stampOf('{}', '26.0.0', 'linux', 'x64')).not.toBe(stamp)
  expect(stampOf('{}', '24.21.0', 'darwin', 'x64')).not.toBe(stamp)
  expect(stampOf('{}', '24.21.0', 'linux', 'arm64')).not.toBe(stamp)
})

test('a lockfile that npm refuses is an error that says what to do, and leaves no stamp', async () => {
  await freshClone()
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'clone', dependencies: { zod: '4.6.7' } }))
  await expect(ensureInstalled(root, node)).rejects.toThrow(/npm ci failed.*run the same again/s)
  expect(() => readFileSync(join(root, 'node_modules', '.rapport-install'))).toThrow()
})
