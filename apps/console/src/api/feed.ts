/** How long after a refusal the feed is asked for again. */
const WAITS_MS = [1000, 2000, 5000, 10_000] as const

interface FeedOptions {
  /** The events to listen for. */
  readonly kinds: readonly string[]
  onEvent(kind: string, data: string): void
  /** Told whenever it begins or ceases to be live. */
  onLive?(isLive: boolean): void
  /** The server refused it: the key may be revoked, or too many follow. It is tried again. */
  onRefusal?(): void
  /** Whether it is needed while nobody looks at the page. A browser opens six connections to a server, and each feed holds one. */
  isNeededHidden?(): boolean
}

/**
 * Follows a feed of server-sent events, and comes back behind the last event whatever ended it: the browser does so by itself where the
 * connection broke, not where it was refused. Answers how to stop.
 */
export function followFeed(path: string, options: FeedOptions): () => void {
  const { kinds, onEvent, onLive, onRefusal, isNeededHidden = () => false } = options
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = ''
  let refusals = 0
  const close = () => {
    clearTimeout(timer)
    timer = undefined
    source?.close()
    source = undefined
  }
  const open = () => {
    close()
    const opened = new EventSource(last === '' ? path : `${path}?after=${encodeURIComponent(last)}`)
    source = opened
    opened.onopen = () => {
      refusals = 0
      onLive?.(true)
    }
    opened.onerror = () => {
      onLive?.(false)
      if (opened.readyState !== EventSource.CLOSED) return
      onRefusal?.()
      timer = setTimeout(open, WAITS_MS[Math.min(refusals++, WAITS_MS.length - 1)])
    }
    for (const kind of kinds)
      opened.addEventListener(kind, (event: MessageEvent<string>) => {
        if (event.lastEventId !== '') last = event.lastEventId
        onEvent(kind, event.data)
      })
  }
  const onVisibility = () => {
    const isNeeded = !document.hidden || isNeededHidden()
    if (!isNeeded) close()
    else if (source === undefined) open()
  }
  document.addEventListener('visibilitychange', onVisibility)
  onVisibility()
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    close()
  }
}
