import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { StartError } from './start-error.mjs'

const sources = '--conditions=@rapport/source'
const rapport = join('apps', 'server', 'src', 'command', 'main.ts')

/**
 * What Node is asked to run: a subcommand of `rapport`, or with `--run NAME` one of the repository's own commands.
 * @param {string} root the repository's folder
 * @param {string[]} argv what stood after `bootstrap.mjs`
 * @returns {{ args: string[], cwd: string }} Node's arguments
 */
export function commandFor(root, argv) {
  if (argv[0] !== '--run') return { args: [sources, join(root, rapport), ...argv], cwd: process.cwd() }
  const [, name = '', ...rest] = argv
  return { args: [sources, ...ownCommand(root, name, rest)], cwd: root }
}

/**
 * @param {string} root
 * @param {string} name
 * @param {string[]} rest
 * @returns {string[]}
 */
function ownCommand(root, name, rest) {
  switch (name) {
    case 'dev':
      return ['--watch', '--watch-preserve-output', join(root, rapport), 'start', ...rest]
    case 'bench':
      return ['--expose-gc', benchFile(root, rest[0]), ...rest.slice(1)]
    case 'screenshots':
      return [join(root, 'test', 'screenshots.ts'), ...rest]
    case 'changeset':
      return [join(root, 'node_modules', '@changesets', 'cli', 'bin.js'), ...rest]
    case 'test':
    case 'check':
    case 'generate':
      return [join(root, 'scripts', `${name}.ts`), ...rest]
    default:
      throw new StartError(`Unknown command "${name}".`, 2)
  }
}

/**
 * @param {string} root
 * @param {string | undefined} name
 */
function benchFile(root, name) {
  const folder = join(root, 'test', 'bench')
  const names = existsSync(folder)
    ? readdirSync(folder).flatMap((file) => (/^[a-z-]+\.ts$/.test(file) ? [file.slice(0, -3)] : []))
    : []
  if (!name || !names.includes(name)) {
    throw new StartError(`Usage: npm run bench -- NAME [--json FILE], where NAME is one of: ${names.join(', ')}`, 2)
  }
  return join(folder, `${name}.ts`)
}

/**
 * Runs a child to its end. Signals go on to it and its end is waited for, so that it can close what it has open.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>} its exit code, or 128 + the number of the signal that ended it
 */
export function runToEnd(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options)
    // A terminal sends Ctrl-C to the child too: sent on, it would arrive twice, and twice means "now".
    const fromKeyboard = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
    /** @type {Map<NodeJS.Signals, number>} */
    const lastAt = new Map()
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      if (signal === 'SIGINT' && fromKeyboard) return
      // One signal to the whole group comes to us twice: from its sender, and through npm.
      if (Date.now() - (lastAt.get(signal) ?? 0) < 1000) return
      lastAt.set(signal, Date.now())
      child.kill(signal)
    }
    /** @type {NodeJS.Signals[]} */
    const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of forwarded) process.on(signal, forward)
    // npm puts a shell between itself and us. When either is killed, nobody else would end the child.
    const parent = process.ppid
    const watch = options.env?.npm_command
      ? setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500)
      : undefined
    const settled = () => {
      clearInterval(watch)
      for (const signal of forwarded) process.off(signal, forward)
    }
    child.once('error', (error) => {
      settled()
      reject(error)
    })
    child.once('exit', (code, signal) => {
      settled()
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}
