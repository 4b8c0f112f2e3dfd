import { createClient, type RapportClient } from '@rapport/client'

/** The server that this page came from, asked with the session's cookie. */
export const api: RapportClient = createClient({ baseUrl: location.origin })
