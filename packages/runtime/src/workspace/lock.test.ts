import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RapportError } from '@rapport/core'
import { expect, test } from 'vitest'
import { findHolder, lockDirectory } from './lock.ts'

const directory = () => mkdtempSync(join(tmpdir(), 'rapport-lock-'))
const codeOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    return RapportError.is(error) ? error.code : error
  }
  return undefined
}

test('a directory is taken once, and free again after release', () => {
  const folder = directory()
  const lock = lockDirectory(folder)
  expect(codeOf(() => lockDirectory(folder))).toBe('DATA_DIRECTORY_LOCKED')
  lock.release()
  expect(findHolder(folder)).toBeUndefined()
  lockDirectory(folder).release()
})

test('a command beside the server finds where it answers', () => {
  const folder = directory()
  const lock = lockDirectory(folder)
  expect(findHolder(folder)).toMatchObject({ pid: process.pid, url: null })
  lock.announce('http://127.0.0.1:8383')
  expect(findHolder(folder)?.url).toBe('http://127.0.0.1:8383')
  lock.release()
})

test('a live process keeps its directory; after kill -9 it is taken over', async () => {
  const folder = directory()
  const module = import.meta.resolve('./lock.ts')
  const script = `import { lockDirectory } from ${JSON.stringify(module)}
    lockDirectory(${JSON.stringify(folder)})
    process.stdout.write('held')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--conditions=@rapport/source', '--input-type=module', '-e', script])
  await new Promise((resolve) => child.stdout.once('data', resolve))
  expect(codeOf(() => lockDirectory(folder))).toBe('DATA_DIRECTORY_LOCKED')
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  lockDirectory(folder).release()
})

test('a file left by another process with the same number, or half written, does not keep a directory', () => {
  const folder = directory()
  const file = join(folder, 'rapport.lock')
  const lock = lockDirectory(folder)
  const me = JSON.parse(readFileSync(file, 'utf8')) as object
  lock.release()
  writeFileSync(file, JSON.stringify({ ...me, startTicks: '1' }))
  lockDirectory(folder).release()
  writeFileSync(file, '{"pid":')
  lockDirectory(folder).release()
})

test('a holder on another machine counts as long as it touches its file', () => {
  const folder = directory()
  const file = join(folder, 'rapport.lock')
  writeFileSync(file, JSON.stringify({ pid: 1, host: 'elsewhere', startTicks: '1', url: null }))
  expect(codeOf(() => lockDirectory(folder))).toBe('DATA_DIRECTORY_LOCKED')
  const long = new Date(Date.now() - 60_000)
  utimesSync(file, long, long)
  lockDirectory(folder).release()
})
