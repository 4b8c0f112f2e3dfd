import { createClient, type RapportClient } from '@rapport/client'

/** The server that this page came from, asked with the session's cookie, and in the language of the page. */
export const api: RapportClient = createClient({
  baseUrl: location.origin,
  fetch(request) {
    request.headers.set('accept-language', document.documentElement.lang)
    return fetch(request)
  },
})
