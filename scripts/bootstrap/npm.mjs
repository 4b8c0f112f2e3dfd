import { existsSync, realpathSync } from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import { runToEnd } from './run.mjs'
import { StartError } from './start-error.mjs'

/**
 * Where npm's own program is, so that it runs with the Node of our choice, and without a shell on Windows.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} nodePath the running Node, beside which npm is usually installed
 * @returns {string | undefined}
 */
export function findNpm(env, nodePath) {
  const candidates = []
  // Set by npm and npx for what they run; by yarn and pnpm too, with their own path.
  const running = env.npm_execpath
  if (running && /^np[mx]-cli\.js$/.test(basename(running))) candidates.push(join(dirname(running), 'npm-cli.js'))
  const beside = dirname(nodePath)
  candidates.push(
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  )
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? ''
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const command = join(folder, 'npm')
    if (!existsSync(command)) continue
    const real = realpathSync(command)
    candidates.push(real, join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'))
  }
  return candidates.find((file) => basename(file) === 'npm-cli.js' && existsSync(file))
}

/**
 * Runs npm with the environment as it is (a certificate variable may be set; without it npm retries for a minute).
 * What it prints goes to standard error: standard output belongs to the command that was asked for.
 * @param {string} nodePath the Node that runs npm
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} npm's exit code
 */
export function runNpm(nodePath, args, { cwd, env }) {
  const npm = findNpm(env, process.execPath)
  if (!npm) throw new StartError('npm was not found beside Node nor on PATH. Install npm, and run the same again.')
  return runToEnd(nodePath, [npm, ...args], { cwd, env, stdio: ['ignore', 2, 2] })
}
