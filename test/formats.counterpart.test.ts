import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isSharedDataAbsent, type LoadedProject, loadProject, sharedFile } from './support/project.ts'

const python = fileURLToPath(new URL('../.venv/bin/python', import.meta.url))
const script = fileURLToPath(new URL('support/other-formats.py', import.meta.url))
const now = Date.parse('2026-11-24T12:00:00Z')

/** Who there is and what is known of them, without what every load gives anew. */
const known = ({ profiles }: LoadedProject) =>
  profiles.map(({ attributes, insights, segments }) => JSON.stringify({ attributes, insights, segments })).sort()
const counted = ({ runs }: LoadedProject) =>
  runs.flatMap(({ streams }) => streams.map(({ stream, rows, rejected }) => ({ stream, rows, rejected })))

describe.skipIf(!existsSync(python) || isSharedDataAbsent)('the same rows in another format', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rapport-formats-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it.each([
    ['JSON and Parquet', 'coral-cloud', 'crm-coral-cloud'],
    ['CSV and Excel', 'sap-bikes', 'erp-sap-bikes'],
  ])('come to the same profiles: %s (%s)', { timeout: 300_000 }, async (_, example, data) => {
    const target = await mkdtemp(join(folder, 'data-'))
    await promisify(execFile)(python, [script, sharedFile(data), target])
    const project = fileURLToPath(new URL(`../examples/${example}`, import.meta.url))
    const first = await loadProject(project, sharedFile(data), { now })
    const second = await loadProject(project, target, { now }).finally(() => first.close())
    try {
      expect(first.profiles.length).toBeGreaterThan(10)
      expect(counted(second)).toEqual(counted(first))
      expect(known(second)).toEqual(known(first))
    } finally {
      await second.close()
    }
  })
})
