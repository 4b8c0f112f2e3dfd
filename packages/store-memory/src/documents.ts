import { RapportError } from '@rapport/core'
import type { Documents, Paging, StoredDocument } from '@rapport/engine'
import { pageOf } from './order.ts'
import { compound, copied, type State } from './state.ts'

export function createDocuments(state: State): Documents {
  const versionsOf = (type: string, name: string): StoredDocument[] => state.documents.get(compound(type, name)) ?? []
  return {
    async read(references) {
      return references.map(({ type, name, version }) => {
        const versions = versionsOf(type, name)
        const found =
          version === undefined ? versions.at(-1) : versions.find((document) => document.version === version)
        return found === undefined ? undefined : copied(found)
      })
    },

    async list(query: Paging & { readonly type?: string; readonly name?: string }) {
      const { type, name } = query
      if (name === undefined) {
        const newest = [...state.documents.values()].flatMap((versions) => versions.at(-1) ?? [])
        const live = newest.filter(
          (document) => document.body !== null && (type === undefined || document.type === type),
        )
        return pageOf(live.map(copied), query, { position: (document) => [document.type, document.name], shape: 'ss' })
      }
      const all = [...state.documents.values()]
        .flat()
        .filter((document) => document.name === name && (type === undefined || document.type === type))
      return pageOf(all.map(copied), query, {
        position: (document) => [document.version, document.type],
        shape: 'ns',
        newestFirst: true,
      })
    },

    async write(documents) {
      const written = new Map<string, StoredDocument[]>()
      const answers = documents.map(({ expected, type, name, body, by, at }) => {
        const key = compound(type, name)
        const versions = written.get(key) ?? [...versionsOf(type, name)]
        const newest = versions.at(-1)
        const version = newest?.version ?? 0
        // A removed document may be made anew by who never saw it.
        const mayBeNew = expected === 0 && newest?.body === null
        if (expected !== version && !mayBeNew) throw new RapportError('DOCUMENT_VERSION_MOVED', { type, name, version })
        const document: StoredDocument = { type, name, version: version + 1, body, by, at }
        versions.push(document)
        written.set(key, versions)
        return copied(document)
      })
      for (const [key, versions] of written) state.documents.set(key, versions)
      return answers
    },
  }
}
