import type { z } from 'zod'
import { type DocumentType, type documentTypes, parseDocument } from '../documents/document.ts'
import { RapportError } from '../errors.ts'
import { type Entity, entities } from '../model/entities.ts'
import type { Activator } from './activator.ts'
import { CONTRACT } from './context.ts'
import type { Resolver } from './resolver.ts'
import type { Source } from './source.ts'

/** A document as its author writes it: what has a default may be left out. */
type PackDocument = { readonly [T in DocumentType]: z.input<(typeof documentTypes)[T]> }[DocumentType]

/**
 * What a plugin may also ship beside its entities: documents for its system (mappings, insights, segments, fact templates), so that
 * what it brings reaches briefs with no code elsewhere. A workspace has these from the start, and what somebody changed or removed
 * there stays so. Match rules, reconciliation, activations and connections wait until somebody imports them.
 */
export interface Pack {
  readonly documents: readonly PackDocument[]
}

/** Everything that touches another system. A plain value: no registry, no effect at import. */
export interface Plugin {
  readonly name: string
  readonly version: string
  readonly contract: typeof CONTRACT
  readonly title: string
  readonly sources?: readonly Source[]
  readonly resolvers?: readonly Resolver[]
  readonly activators?: readonly Activator[]
  /** Entities of its own, named `plugin.entity`: stored, shown in timelines and erased like ours. */
  readonly entities?: readonly Entity[]
  readonly pack?: Pack
}

/** Declares a plugin. Nothing runs; the runtime checks it with {@link checkPlugin} when it loads it. */
export const definePlugin = (plugin: Plugin): Plugin => plugin

const NAME = /^[a-z0-9][a-z0-9-]*$/

/**
 * Refuses what the engine could not run: another contract version, bad names, an entity that hides one of ours.
 * @throws RapportError `PLUGIN_CONTRACT_UNSUPPORTED`, `PLUGIN_INVALID`
 */
export function checkPlugin(plugin: Plugin): void {
  const invalid = (problem: string) => new RapportError('PLUGIN_INVALID', { plugin: String(plugin?.name), problem })
  if (typeof plugin !== 'object' || plugin === null || typeof plugin.name !== 'string')
    throw invalid('it is not a plugin value')
  if (plugin.contract !== CONTRACT) {
    throw new RapportError('PLUGIN_CONTRACT_UNSUPPORTED', {
      plugin: plugin.name,
      found: String(plugin.contract),
      supported: CONTRACT,
    })
  }
  if (!NAME.test(plugin.name)) throw invalid('its name has other than lower-case letters, digits and dashes')
  const seen = new Set<string>()
  for (const part of [...(plugin.sources ?? []), ...(plugin.resolvers ?? []), ...(plugin.activators ?? [])]) {
    if (!NAME.test(part.name))
      throw invalid(`the name of its ${part.kind} "${part.name}" has other than lower-case letters, digits and dashes`)
    const id = `${part.kind} ${part.name}`
    if (seen.has(id)) throw invalid(`it has two parts called ${id}`)
    seen.add(id)
  }
  for (const document of plugin.pack?.documents ?? []) {
    try {
      parseDocument(document)
    } catch (cause) {
      throw invalid(`its pack has a document that is none: ${cause instanceof Error ? cause.message : ''}`)
    }
  }
  for (const entity of plugin.entities ?? []) {
    if (Object.hasOwn(entities, entity.name))
      throw invalid(`its entity ${entity.name} hides one of the canonical model`)
    if (!entity.name.startsWith(`${plugin.name}.`))
      throw invalid(`its entity ${entity.name} must be named ${plugin.name}.…`)
    if (entity.class === 'party')
      throw invalid(`its entity ${entity.name} cannot be a party; persons and organizations are`)
  }
}
