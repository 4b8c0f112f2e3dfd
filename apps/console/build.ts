// Builds the console when its sources are not what was built: `node build.ts`, and the server when it starts.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const here = import.meta.dirname
const root = join(here, '..', '..')
const dist = join(here, 'dist')
/** Smaller files gain nothing. */
const LEAST_BYTES = 1024

/**
 * The folder of the console as its sources are now; built first when it is not there. Several at once disturb nobody:
 * each builds beside and the first to end puts its folder in place.
 * @throws Error with what Vite said
 */
export async function builtConsole(): Promise<string> {
  const name = await sourcesHash()
  const folder = join(dist, name)
  if (existsSync(join(folder, 'index.html'))) return folder
  const beside = join(dist, `.${name}-${process.pid}`)
  try {
    await vite('build', '--outDir', beside, '--emptyOutDir', '--logLevel', 'warn')
    await compress(beside)
    await rename(beside, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
  await removeOthers(name)
  return folder
}

/** What a build is made from, dependencies by the lockfile. */
async function sourcesHash(): Promise<string> {
  const files = [
    ...globSync('{src,messages,public}/**/*', { cwd: here, withFileTypes: true }),
    ...globSync('packages/client/src/**/*.ts', { cwd: root, withFileTypes: true }),
  ]
    .filter((one) => one.isFile() && !/\.test\.tsx?$/.test(one.name))
    .map((one) => join(one.parentPath, one.name))
  files.push(...['index.html', 'vite.config.ts', 'package.json', 'build.ts'].map((name) => join(here, name)))
  files.push(join(root, 'package-lock.json'))
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(`${file.slice(root.length)}\0`).update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}

async function vite(...args: readonly string[]): Promise<void> {
  const bin = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js')
  await mkdir(dist, { recursive: true })
  // Whoever starts the server in a test or a shell of their own gets the same console: React has another, larger one to develop with.
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawn(process.execPath, [bin, ...args], { cwd: here, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0) throw new Error(`The console could not be built: ${said.trim()}`)
}

/** Once here instead of at every request. */
async function compress(folder: string): Promise<void> {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
  const files = globSync('**/*.{js,css,svg,json,webmanifest}', { cwd: folder }).map((name) => join(folder, name))
  await Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(file)
      if (bytes.byteLength < LEAST_BYTES || extname(file) === '.map') return
      await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, quality))
      await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }))
    }),
  )
}

/** Of earlier builds; those being made by another process begin with a dot. */
async function removeOthers(name: string): Promise<void> {
  const others = globSync('*', { cwd: dist }).filter((one) => one !== name && !one.startsWith('.'))
  await Promise.all(others.map((one) => rm(join(dist, one), { recursive: true, force: true })))
}

if (import.meta.main) process.stdout.write(`${await builtConsole()}\n`)
