/** What JSON can hold. Canonical rows, documents and cursors are made of it, so that they cross threads and stores unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json }
