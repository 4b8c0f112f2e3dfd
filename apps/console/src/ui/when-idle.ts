/** What the page itself needs has been asked for by then, also on a slow line. */
const REST_MS = 1500

/** Runs a moment after a page came up, once it has nothing better to do: what is loaded then delays nothing. Answers how to call it off. */
export function whenIdle(run: () => void): () => void {
  let idle: number | undefined
  const timer = setTimeout(() => {
    // Safari has no idle callback.
    if ('requestIdleCallback' in window) idle = requestIdleCallback(run, { timeout: 2000 })
    else run()
  }, REST_MS)
  return () => {
    clearTimeout(timer)
    if (idle !== undefined) cancelIdleCallback(idle)
  }
}
