import type { Sequence } from '@rapport/core'
import type { Reader, StoredChange } from '@rapport/engine'
import type { ChangeFeed } from '../api.ts'
import type { Link } from '../threads/link.ts'

const DEFAULT_LIMIT = 500

/** Follows one workspace through what the writer tells. Answers the feed, and how to stop listening. */
export function followChanges(
  link: Pick<Link, 'onNotice'>,
  workspace: string,
  reader: Pick<Reader, 'changes'>,
): { readonly feed: ChangeFeed; readonly close: () => void } {
  const watchers = new Set<(last: Sequence) => void>()
  const documentWatchers = new Set<() => void>()
  let newest: Sequence | undefined

  // However many commits a turn tells of, each watcher is called once with the last.
  const tell = () => {
    const last = newest
    newest = undefined
    if (last !== undefined) for (const watcher of [...watchers]) watcher(last)
  }
  const close = link.onNotice((notice) => {
    if (notice.workspace !== workspace) return
    if (notice.topic === 'documents') for (const watcher of [...documentWatchers]) watcher()
    if (notice.topic !== 'changed') return
    if (newest === undefined) setImmediate(tell)
    newest = notice.value as Sequence
  })

  const watch: ChangeFeed['watch'] = (listener) => {
    watchers.add(listener)
    return () => void watchers.delete(listener)
  }
  const watchDocuments: ChangeFeed['watchDocuments'] = (listener) => {
    documentWatchers.add(listener)
    return () => void documentWatchers.delete(listener)
  }

  async function* follow(
    after: Sequence,
    { signal, limit = DEFAULT_LIMIT }: { readonly signal: AbortSignal; readonly limit?: number },
  ): AsyncGenerator<readonly StoredChange[]> {
    let position = after
    let hasNews = true
    let wake = () => {}
    const stop = watch(() => {
      hasNews = true
      wake()
    })
    const abort = () => wake()
    signal.addEventListener('abort', abort)
    try {
      while (!signal.aborted) {
        // Lowered before reading: what is committed meanwhile raises it again, so nothing is slept through.
        hasNews = false
        const changes = await reader.changes(position, limit)
        const last = changes.at(-1)
        if (last) {
          position = last.sequence
          yield changes
          if (changes.length === limit) continue
        }
        if (!hasNews && !signal.aborted)
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      signal.removeEventListener('abort', abort)
      stop()
    }
  }

  return { feed: { watch, watchDocuments, follow }, close }
}
