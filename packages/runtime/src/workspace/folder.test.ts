import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMemoryStore } from '@rapport/store-memory'
import { expect, test } from 'vitest'
import { openKeyring } from '../secrets/keyring.ts'
import { openWorkspaceFolder, places, workspacesIn } from './folder.ts'
import { SuppressionFile, suppressionsOf } from './suppressions.ts'

const directory = () => mkdtempSync(join(tmpdir(), 'rapport-data-'))
const keyA = { RAPPORT_SECRET_KEY: '11'.repeat(32) }
const keyB = { RAPPORT_SECRET_KEY: '22'.repeat(32), RAPPORT_SECRET_KEY_PREVIOUS: '11'.repeat(32) }
const keyring = (environment: Record<string, string>) => openKeyring('unused', environment)

test('a workspace is made on demand and keeps its secret for ever, though the key of the installation changes', () => {
  const data = directory()
  const { secret } = openWorkspaceFolder(data, 'aurele', keyring(keyA), 0)
  expect(openWorkspaceFolder(data, 'aurele', keyring(keyB), 0).secret).toBe(secret)
  // It was sealed anew: the old key is not needed any more.
  expect(openWorkspaceFolder(data, 'aurele', keyring({ RAPPORT_SECRET_KEY: keyB.RAPPORT_SECRET_KEY }), 0).secret).toBe(
    secret,
  )
  expect(readFileSync(places.description(data, 'aurele'), 'utf8')).not.toContain(secret)
  expect(statSync(places.description(data, 'aurele')).mode & 0o077).toBe(0)
  expect(workspacesIn(data)).toEqual(['aurele'])
})

test('a name that would leave the data directory is refused', () => {
  expect(() => openWorkspaceFolder(directory(), '../other', keyring(keyA), 0)).toThrow(/workspace is named/)
})

test('suppression outlives the folder of its workspace', async () => {
  const data = directory()
  openWorkspaceFolder(data, 'aurele', keyring(keyA), 0)
  const store = await openMemoryStore()
  await store.write.erase({ profile: 1 as never, anchors: [], suppress: ['hash-a', 'hash-b'], at: 0 })
  const file = new SuppressionFile(places.suppressions(data, 'aurele'))
  expect(file.add(await suppressionsOf(store))).toBe(2)
  expect(file.add(await suppressionsOf(store))).toBe(0)
  rmSync(places.workspace(data, 'aurele'), { recursive: true })
  const found = new SuppressionFile(places.suppressions(data, 'aurele'))
  expect([...found.hashes()].sort()).toEqual(['hash-a', 'hash-b'])
})
