import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findNpm } from './npm.mjs'
import { commandFor, runToEnd } from './run.mjs'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rapport-run-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const rapport = () => join(root, 'apps', 'server', 'src', 'command', 'main.ts')

test('any subcommand goes to the rapport command, run from its sources, in the folder of the caller', () => {
  expect(commandFor(root, ['import', 'a.csv'])).toEqual({
    args: ['--conditions=@rapport/source', rapport(), 'import', 'a.csv'],
    cwd: process.cwd(),
  })
})

test("the repository's own commands run in its folder", () => {
  expect(commandFor(root, ['--run', 'test', 'core'])).toEqual({
    args: ['--conditions=@rapport/source', join(root, 'scripts', 'test.ts'), 'core'],
    cwd: root,
  })
  expect(commandFor(root, ['--run', 'dev', '--port', '1']).args).toEqual(
    expect.arrayContaining(['--watch', rapport(), 'start', '--port', '1']),
  )
})

test('a bench is named by its file, and an unknown one lists those that there are', () => {
  mkdirSync(join(root, 'test', 'bench'), { recursive: true })
  writeFileSync(join(root, 'test', 'bench', 'ingest.ts'), '')
  expect(commandFor(root, ['--run', 'bench', 'ingest', '--json', 'f']).args.slice(-3)).toEqual([
    join(root, 'test', 'bench', 'ingest.ts'),
    '--json',
    'f',
  ])
  expect(() => commandFor(root, ['--run', 'bench', '../x'])).toThrow(/one of: ingest/)
  expect(() => commandFor(root, ['--run', 'nonsense'])).toThrow(/Unknown command "nonsense"/)
})

test("a child's exit code is ours, and a signal that ended it is 128 and its number", async () => {
  const options = { stdio: 'ignore' as const }
  expect(await runToEnd(process.execPath, ['-e', 'process.exit(7)'], options)).toBe(7)
  expect(await runToEnd(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'], options)).toBe(137)
})

test.skipIf(process.platform === 'win32')(
  'a signal reaches the child once, and its own end is waited for',
  async () => {
    const child = `
    let times = 0
    process.on('SIGINT', () => { times++; setTimeout(() => { console.log(times); process.exit(3) }, 300) })
    setInterval(() => {}, 1000)
    console.log('ready')`
    const parent = `
    import { runToEnd } from ${JSON.stringify(new URL('./run.mjs', import.meta.url).href)}
    const args = ['-e', ${JSON.stringify(child)}]
    process.exitCode = await runToEnd(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })`
    const running = spawn(process.execPath, ['--input-type=module', '-e', parent], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    running.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output === 'ready\n') {
        running.kill('SIGINT')
        // As when npm passes on what its group was sent already.
        setTimeout(() => running.kill('SIGINT'), 50)
      }
    })
    expect(await once(running, 'exit')).toEqual([3, null])
    expect(output).toBe('ready\n1\n')
  },
)

test('npm is the one that is running, never yarn, else the one beside Node or on PATH', () => {
  const file = (...names: string[]) => {
    const path = join(root, ...names)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, '')
    return path
  }
  const running = file('running', 'npm-cli.js')
  const beside = file('node', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')
  const nodePath = file('node', 'bin', 'node')
  file('yarn', 'yarn.js')
  expect(findNpm({ npm_execpath: running }, nodePath)).toBe(running)
  expect(findNpm({ npm_execpath: join(root, 'running', 'npx-cli.js') }, nodePath)).toBe(running)
  expect(findNpm({ npm_execpath: join(root, 'yarn', 'yarn.js') }, nodePath)).toBe(beside)
  expect(findNpm({ PATH: '' }, join(root, 'elsewhere', 'bin', 'node'))).toBeUndefined()
})
