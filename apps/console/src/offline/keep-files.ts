const FILES = 'rapport-files'
const PAGE = '/console/'

/** Whether this address lets a page be read without network: by https, or on this machine. */
const canKeep: boolean = 'serviceWorker' in navigator && 'caches' in globalThis

/** Keeps the console's files, so that it opens without network. Again after an update; what is no longer part of it goes. */
export async function keepFiles(): Promise<void> {
  if (!canKeep || import.meta.env.DEV) return
  await navigator.serviceWorker.register(`${PAGE}offline-worker.js`, { scope: PAGE })
  const { active } = await navigator.serviceWorker.ready
  // Until then it answers nothing.
  if (active?.state === 'activating')
    await new Promise((resolve) => active.addEventListener('statechange', resolve, { once: true }))
  const answer = await fetch(`${PAGE}files.json`)
  if (!answer.ok) return
  const listed = ((await answer.json()) as readonly string[]).map((name) => PAGE + name)
  const cache = await caches.open(FILES)
  const there = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname))
  await cache.addAll(listed.filter((path) => !there.has(path)))
  // Only now: a page whose scripts are not all there would be worse than an older one.
  await cache.add(PAGE)
  const wanted = new Set([...listed, PAGE])
  await Promise.all([...there].filter((path) => !wanted.has(path)).map((path) => cache.delete(path)))
}
