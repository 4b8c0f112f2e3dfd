#!/usr/bin/env node
// What `npm start`, `npm test` and `npx rapport` run first, on a machine with nothing installed: plain JavaScript
// without dependencies, for any Node from 18 on. It brings the pinned Node when the running one is too old, installs
// from the lockfile when node_modules is stale, then runs the TypeScript sources.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './scripts/bootstrap/install.mjs'
import { ensureNode } from './scripts/bootstrap/node.mjs'
import { commandFor, runToEnd } from './scripts/bootstrap/run.mjs'
import { StartError } from './scripts/bootstrap/start-error.mjs'

const root = dirname(fileURLToPath(import.meta.url))

try {
  const command = commandFor(root, process.argv.slice(2))
  const node = await ensureNode(root)
  await ensureInstalled(root, node)
  process.exitCode = await runToEnd(node.path, command.args, { cwd: command.cwd, env: node.env, stdio: 'inherit' })
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error.exitCode
}
