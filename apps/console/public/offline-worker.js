// Answers the console's own files when the network does not: what is kept is chosen by src/offline/keep-files.ts. It never sees
// what was read of customers; that lies in src/offline/kept.ts.
const FILES = 'rapport-files'
const PAGE = '/console/'
/** A phone in a tunnel has a network that answers nothing. */
const PATIENCE_MS = 4000

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || !pathname.startsWith(PAGE)) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else event.respondWith(file(request, pathname))
})

/** Every address of the console is one page. */
async function page(request) {
  const kept = await caches.match(PAGE, { cacheName: FILES })
  if (!kept) return fetch(request)
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) })
  } catch {
    return kept
  }
}

/** A name below assets/ holds its hash: what is kept is what it is. */
async function file(request, pathname) {
  const kept = await caches.match(pathname, { cacheName: FILES })
  if (kept && pathname.startsWith(`${PAGE}assets/`)) return kept
  try {
    return await fetch(request)
  } catch (error) {
    if (kept) return kept
    throw error
  }
}
