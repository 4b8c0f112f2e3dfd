import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from './run-check.ts'

/** The repository's folder. */
export const root: string = join(import.meta.dirname, '..', '..')

/**
 * Runs the command of an installed package with this Node, without npx (0.3 s a call) and without a shell.
 * @param packageName whose `bin` it is
 * @param binary its name in that `bin`
 * @returns its exit code and all that it printed
 */
export function runTool(packageName: string, binary: string, args: readonly string[]): Promise<ToolResult> {
  const folder = join(root, 'node_modules', packageName)
  if (!existsSync(folder)) throw new Error(`${packageName} is not installed; run npm ci`)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = join(folder, typeof bin === 'string' ? bin : bin[binary])
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', TURBO_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const append = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', append)
    child.stderr.on('data', append)
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

interface ToolResult {
  readonly code: number
  readonly output: string
}

/** A tool's exit code as a finding. */
export function findingOfTool({ code, output }: ToolResult, summary: string): Finding {
  return { ok: code === 0, summary: code === 0 ? summary : `exit code ${code}`, details: output }
}
