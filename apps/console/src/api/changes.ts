import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { followFeed } from './feed.ts'
import { profileKey } from './profiles.ts'

const KINDS = ['updated', 'merged', 'split', 'erased', 'entered', 'left', 'decided'] as const
/** A sync changes thousands in a breath: what is shown is read anew at most so often. */
const REST_MS = 400

/** While mounted: what is on the screen is read anew when the change feed says that it changed. */
export function useLiveProfiles(): void {
  const client = useQueryClient()
  useEffect(() => {
    const changed = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const flush = () => {
      timer = undefined
      for (const id of changed) void client.invalidateQueries({ queryKey: profileKey(id) })
      changed.clear()
    }
    const onEvent = (_kind: string, data: string) => {
      const { profile } = JSON.parse(data) as { profile: string }
      if (client.getQueryCache().find({ queryKey: profileKey(profile), exact: false }) === undefined) return
      changed.add(profile)
      timer ??= setTimeout(flush, REST_MS)
    }
    const stop = followFeed('/v1/changes', { kinds: KINDS, onEvent })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [client])
}
