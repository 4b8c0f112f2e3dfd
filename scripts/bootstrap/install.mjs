import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { runNpm } from './npm.mjs'
import { StartError, systemCode } from './start-error.mjs'

/**
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, devOptional?: boolean }} LockEntry
 * @typedef {{ packages?: Record<string, LockEntry> }} Lockfile
 */

/**
 * What an installation depends on: the lockfile, and the system it was made for.
 * @param {string | Buffer} lockfile its content
 * @param {string} nodeVersion
 * @param {string} platform
 * @param {string} arch
 */
export function stampOf(lockfile, nodeVersion, platform, arch) {
  const hash = createHash('sha256').update(lockfile).digest('hex')
  return `${hash} node-${nodeVersion.split('.')[0]} ${platform}-${arch}`
}

/**
 * Whether what npm installed is what the lockfile asks for. Spares a developer who ran `npm install` by hand a second
 * one; packages for other systems may be absent.
 * @param {Lockfile} wanted package-lock.json
 * @param {Lockfile} installed node_modules/.package-lock.json, which npm writes when it is done
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted.packages ?? {}).every(([path, entry]) => {
    if (!/(^|\/)node_modules\//.test(path)) return true
    const found = installed.packages?.[path]
    return found
      ? found.version === entry.version && found.link === entry.link
      : Boolean(entry.optional || entry.devOptional)
  })
}

/**
 * Installs from the lockfile unless node_modules already is what it says. Costs one read and one hash when nothing
 * changed.
 * @param {string} root the repository's folder
 * @param {import('./node.mjs').NodeChoice} node
 */
export async function ensureInstalled(root, node) {
  const stampFile = join(root, 'node_modules', '.rapport-install')
  const lockfile = readFileSync(join(root, 'package-lock.json'))
  const stamp = stampOf(lockfile, node.version, process.platform, process.arch)
  if (readOr(stampFile, '') === stamp) return

  const unlock = await lock(join(root, '.rapport-install.lock'))
  try {
    const previous = readOr(stampFile, '')
    if (previous === stamp) return
    const sameSystem = previous === '' || previous.slice(64) === stamp.slice(64)
    const installed = JSON.parse(readOr(join(root, 'node_modules', '.package-lock.json'), '{}'))
    if (!(sameSystem && isInstalled(JSON.parse(lockfile.toString()), installed))) await install(root, node, stampFile)
    writeFileSync(stampFile, stamp)
  } finally {
    unlock()
  }
}

/**
 * @param {string} root
 * @param {import('./node.mjs').NodeChoice} node
 * @param {string} stampFile
 */
async function install(root, node, stampFile) {
  const startedAt = Date.now()
  const seconds = () => Math.round((Date.now() - startedAt) / 1000)
  process.stderr.write('Installing what package-lock.json lists ...\n')
  rmSync(stampFile, { force: true })
  // npm shows a spinner on a terminal; elsewhere (a log, a container) silence for half a minute looks like a hang.
  const pulse = process.stderr.isTTY
    ? undefined
    : setInterval(() => process.stderr.write(`  still installing, ${seconds()} s\n`), 10_000)
  // Scripts: nothing here needs one, and npm 10 would compile better-sqlite3 in spite of its prebuilt binaries.
  // Includes: NODE_ENV=production, or a user's own npm settings, would leave out what the sources need.
  const args = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--include=dev',
    '--include=optional',
    '--include=peer',
  ]
  const code = await runNpm(node.path, args, { cwd: root, env: node.env }).finally(() => clearInterval(pulse))
  if (code !== 0) {
    throw new StartError(
      code > 128
        ? 'Interrupted. Run the same again to go on.'
        : 'npm ci failed, see above. Check the network, and run the same again.',
      code > 128 ? code : 1,
    )
  }
  process.stderr.write(`Installed in ${seconds()} s\n`)
}

/**
 * Two starts at once (a server and the tests, in two terminals) must not install into one folder.
 * @param {string} file
 * @returns {Promise<() => void>} gives the lock back
 */
async function lock(file) {
  for (let waited = false; ; ) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw new StartError(`Cannot write ${file} (${systemCode(error)}).`)
    }
    const holder = Number(readOr(file, ''))
    if (holder && !isAlive(holder)) {
      rmSync(file, { force: true })
      continue
    }
    if (!waited) process.stderr.write(`Another start is installing, waiting for it (${file}) ...\n`)
    waited = true
    await setTimeout(200)
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

/**
 * @param {string} file
 * @param {string} otherwise
 */
function readOr(file, otherwise) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}
