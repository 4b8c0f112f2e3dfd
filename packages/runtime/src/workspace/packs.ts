import { isDeepStrictEqual } from 'node:util'
import { type DocumentType, type Json, type Plugin, parseDocument } from '@rapport/core'
import type { Workspace } from '../api.ts'

/** What became of a plugin's pack. */
interface LoadedPack {
  readonly plugin: string
  /** `type/name` of what is new, or newer than what an earlier version of the pack had. */
  readonly saved: readonly string[]
  /** What somebody changed or removed in the workspace, and keeps. */
  readonly kept: readonly string[]
}

/** What a system's data means. Who is who, what is connected and what is sent is for the workspace to say. */
const LOADED: readonly DocumentType[] = ['mapping', 'insight', 'segment', 'template', 'action']

/**
 * Saves the documents of plugins' packs in a workspace, each plugin's all or none. Only {@link LOADED} types. Safe to repeat: what is there already makes
 * no version, and what anybody else saved or removed is left alone.
 * @throws RapportError as saving does, naming the document
 */
export async function loadPacks(
  workspace: Pick<Workspace, 'documents' | 'commands'>,
  plugins: readonly Plugin[],
): Promise<readonly LoadedPack[]> {
  const loaded: LoadedPack[] = []
  for (const { name, version, pack } of plugins) {
    const bodies = (pack?.documents ?? [])
      .filter(({ type }) => LOADED.includes(type))
      .map((body) => parseDocument(body))
    if (bodies.length === 0) continue
    const there = await workspace.documents.read(bodies.map((body) => ({ type: body.type, name: body.name })))
    const saved: (typeof bodies)[number][] = []
    const kept: string[] = []
    bodies.forEach((body, index) => {
      const found = there[index]
      if (found && isDeepStrictEqual(found.body && JSON.parse(found.body), JSON.parse(JSON.stringify(body)))) return
      if (found && !found.by.startsWith(`${authorOf(name)}@`)) kept.push(`${body.type}/${body.name}`)
      else saved.push(body)
    })
    if (saved.length > 0)
      await workspace.commands.saveDocuments(
        saved.map((body) => ({ body: body as unknown as Json })),
        `${authorOf(name)}@${version}`,
      )
    loaded.push({ plugin: name, saved: saved.map((body) => `${body.type}/${body.name}`), kept })
  }
  return loaded
}

const authorOf = (plugin: string): string => `pack ${plugin}`
