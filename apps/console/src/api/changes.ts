import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { profileKey } from './profiles.ts'

const KINDS = ['updated', 'merged', 'split', 'erased', 'entered', 'left', 'decided'] as const
/** A sync changes thousands in a breath: what is shown is read anew at most so often. */
const REST_MS = 400

/** While mounted: what is on the screen is read anew when the change feed says that it changed. */
export function useLiveProfiles(): void {
  const client = useQueryClient()
  useEffect(() => {
    const feed = new EventSource('/v1/changes')
    const changed = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const flush = () => {
      timer = undefined
      for (const id of changed) void client.invalidateQueries({ queryKey: profileKey(id) })
      changed.clear()
    }
    const note = (event: MessageEvent<string>) => {
      const { profile } = JSON.parse(event.data) as { profile: string }
      if (client.getQueryCache().find({ queryKey: profileKey(profile), exact: false }) === undefined) return
      changed.add(profile)
      timer ??= setTimeout(flush, REST_MS)
    }
    for (const kind of KINDS) feed.addEventListener(kind, note)
    return () => {
      clearTimeout(timer)
      feed.close()
    }
  }, [client])
}
