import { expect, test } from 'vitest'
import { driftProblems, lockProblems } from './lockfile.ts'

const sound = { version: '1.0.0', integrity: 'sha512-x' }

test('a lockfile with every platform package and no address is sound', () => {
  expect(
    lockProblems({
      '': {},
      'packages/core': { version: '0.1.0' },
      'node_modules/@rapport/core': { resolved: 'packages/core', link: true },
      'node_modules/tool': { ...sound, optionalDependencies: { 'tool-linux': '1.0.0', 'tool-win': '1.0.0' } },
      'node_modules/tool-linux': sound,
      'node_modules/tool/node_modules/tool-win': sound,
    }),
  ).toEqual([])
})

test('a platform package that the registry lacked, an address and a missing checksum are named', () => {
  expect(
    lockProblems({
      'node_modules/tool': { ...sound, optionalDependencies: { 'tool-win': '1.0.0' } },
      'node_modules/far': { ...sound, resolved: 'https://registry.example/far.tgz' },
      'node_modules/bare': { version: '1.0.0' },
      'node_modules/other/node_modules/tool-win': sound,
    }),
  ).toEqual([
    'node_modules/tool: its platform package tool-win is missing',
    'node_modules/far: records a download address',
    'node_modules/bare: has no checksum',
  ])
})

test('a package.json that moved on without its lockfile is named', () => {
  const lock = { '': {}, 'packages/core': { dependencies: { zod: '4.6.6' } } }
  const manifests = new Map([
    ['', { name: 'rapport' }],
    ['packages/core', { name: '@rapport/core', dependencies: { zod: '4.6.7' } }],
    ['packages/new', { name: '@rapport/new', devDependencies: { zod: '4.6.7' } }],
  ])
  expect(driftProblems(lock, manifests)).toEqual([
    'packages/core/package.json: its dependencies are not those of the lockfile',
    'packages/new/package.json: its devDependencies are not those of the lockfile',
  ])
})
